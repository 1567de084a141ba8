import {
  type AttributeValue,
  BatchGetItemCommand,
  type DynamoDBClient,
  type KeysAndAttributes,
} from '@aws-sdk/client-dynamodb';
import { callAws } from './call-aws.ts';

/** BatchGetItem takes no more. */
const MOST_KEYS = 100;

/** The items under these ids that exist, in no order. */
export async function batchGet(
  client: DynamoDBClient,
  table: string,
  ids: readonly string[],
  { operation, consistent }: { readonly operation: string; readonly consistent: boolean },
): Promise<Record<string, AttributeValue>[]> {
  const groups = Array.from({ length: Math.ceil(ids.length / MOST_KEYS) }, (_, i) =>
    ids.slice(i * MOST_KEYS, (i + 1) * MOST_KEYS),
  );
  const found = await Promise.all(
    groups.map(async (group) => {
      const items: Record<string, AttributeValue>[] = [];
      let wanted: KeysAndAttributes | undefined = {
        Keys: group.map((id) => ({ id: { S: id } })),
        ConsistentRead: consistent,
      };
      while (wanted !== undefined) {
        const RequestItems: Record<string, KeysAndAttributes> = { [table]: wanted };
        const page = await callAws(operation, () => client.send(new BatchGetItemCommand({ RequestItems })));
        items.push(...(page.Responses?.[table] ?? []));
        wanted = page.UnprocessedKeys?.[table];
      }
      return items;
    }),
  );
  return found.flat();
}
