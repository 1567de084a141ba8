import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { callAws } from './call-aws.ts';
import { type Pause, retryRest } from './retry-rest.ts';

/** BatchGetItem takes no more. */
const MOST_KEYS = 100;

interface BatchGet {
  /** For messages, such as `reading chunks`. */
  readonly operation: string;
  readonly consistent: boolean;
  readonly pause?: Pause | undefined;
}

/**
 * The items under these ids that exist, once each, in no order. An id may be named more than once, which DynamoDB would
 * refuse.
 *
 * @throws {TransientError} also when DynamoDB, throttled, leaves keys unprocessed again and again
 */
export async function batchGet(
  client: DynamoDBClient,
  table: string,
  ids: readonly string[],
  { operation, consistent, pause }: BatchGet,
): Promise<Record<string, AttributeValue>[]> {
  const different = [...new Set(ids)];
  const groups = Array.from({ length: Math.ceil(different.length / MOST_KEYS) }, (_, i) =>
    different.slice(i * MOST_KEYS, (i + 1) * MOST_KEYS),
  );
  const items: Record<string, AttributeValue>[] = [];
  const readSome = async (wanted: readonly string[]): Promise<string[]> => {
    const Keys = wanted.map((id) => ({ id: { S: id } }));
    const RequestItems = { [table]: { Keys, ConsistentRead: consistent } };
    const page = await callAws(operation, () => client.send(new BatchGetItemCommand({ RequestItems })));
    items.push(...(page.Responses?.[table] ?? []));
    return (page.UnprocessedKeys?.[table]?.Keys ?? []).map(({ id }) => id!.S!);
  };
  await Promise.all(groups.map((group) => retryRest(operation, group, readSome, pause)));
  return items;
}
