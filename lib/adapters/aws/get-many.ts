import { BatchGetItemCommand, type DynamoDBClient, type KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import type { ErasedPrediction, Prediction } from '../../prediction/prediction.ts';
import { callAws } from './call-aws.ts';
import { BATCH, fromItem } from './prediction-item.ts';

/** BatchGetItem takes no more. */
const MOST_KEYS = 100;

/** In the order of the ids; undefined for those that do not exist. */
export async function getMany(
  client: DynamoDBClient,
  table: string,
  ids: readonly string[],
  ConsistentRead: boolean,
): Promise<(Prediction | ErasedPrediction | undefined)[]> {
  const groups = Array.from({ length: Math.ceil(ids.length / MOST_KEYS) }, (_, i) =>
    ids.slice(i * MOST_KEYS, (i + 1) * MOST_KEYS),
  );
  const found = new Map<string, Prediction | ErasedPrediction>();
  await Promise.all(
    groups.map(async (group) => {
      let wanted: KeysAndAttributes | undefined = {
        Keys: group.map((id) => ({ id: { S: id } })),
        ConsistentRead,
      };
      while (wanted !== undefined) {
        const RequestItems: Record<string, KeysAndAttributes> = { [table]: wanted };
        const page = await callAws('reading predictions', () =>
          client.send(new BatchGetItemCommand({ RequestItems })),
        );
        for (const item of page.Responses?.[table] ?? []) {
          if (item.status?.S !== BATCH) found.set(item.id!.S!, fromItem(item));
        }
        wanted = page.UnprocessedKeys?.[table];
      }
    }),
  );
  return ids.map((id) => found.get(id));
}
