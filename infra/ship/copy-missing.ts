import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DescribeTableCommand,
  type DynamoDBClient,
  PutItemCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { InputError } from '../../lib/errors.ts';
import { forAll } from '../../lib/for-all.ts';

/** What became of the items of the restored table. */
export interface Copied {
  /** Were missing, and are there now. */
  readonly copied: number;
  /** Are in the table, as they were or changed since: left as they are. */
  readonly kept: number;
  /** Are past their end: they would only be removed again. */
  readonly expired: number;
}

const AT_ONCE = 20;

/**
 * Copies what a table lacks from one that was restored to a point in time. What is there stays: it is newer, and an erased lead
 * stays erased, because erasing leaves a tombstone. Safe to run again, and while the service runs.
 *
 * @param now whose `expires_at` is before it is left out
 * @throws {InputError} the tables have other keys
 * @throws when an item could not be written; the others of its page are, and another run copies the rest
 */
export async function copyMissing(
  client: DynamoDBClient,
  { from, into, now }: { readonly from: string; readonly into: string; readonly now: Date },
): Promise<Copied> {
  const [key, other] = await Promise.all([into, from].map((table) => readKeys(client, table)));
  if (key !== other)
    throw new InputError(
      `expected a table that ${into} was restored to, whose keys are ${key}; ${from} has ${other}`,
    );
  const seconds = now.getTime() / 1000;
  const outcome = { copied: 0, kept: 0, expired: 0 };
  const copy = async (Item: Record<string, AttributeValue>): Promise<void> => {
    if (Number(Item.expires_at?.N ?? Number.POSITIVE_INFINITY) <= seconds) {
      outcome.expired += 1;
      return;
    }
    try {
      await client.send(
        new PutItemCommand({
          TableName: into,
          Item,
          ConditionExpression: 'attribute_not_exists(#key)',
          ExpressionAttributeNames: { '#key': key!.split(', ')[0]! },
        }),
      );
      outcome.copied += 1;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      outcome.kept += 1;
    }
  };
  for await (const { Items = [] } of paginateScan({ client }, { TableName: from }))
    await forAll(Items, AT_ONCE, copy);
  return outcome;
}

/** Names of a table's keys, the partition's first. */
async function readKeys(client: DynamoDBClient, table: string): Promise<string> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  const keys = Table?.KeySchema?.toSorted((a) => (a.KeyType === 'HASH' ? -1 : 1)) ?? [];
  return keys.map(({ AttributeName }) => AttributeName).join(', ');
}
