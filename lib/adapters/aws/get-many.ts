import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ErasedPrediction, Prediction } from '../../prediction/prediction.ts';
import { batchGet } from './batch-get.ts';
import { BATCH, fromItem } from './prediction-item.ts';

/** In the order of the ids; undefined for those that do not exist. */
export async function getMany(
  client: DynamoDBClient,
  table: string,
  ids: readonly string[],
  consistent: boolean,
): Promise<(Prediction | ErasedPrediction | undefined)[]> {
  const items = await batchGet(client, table, ids, { operation: 'reading predictions', consistent });
  const found = new Map(
    items.filter(({ status }) => status?.S !== BATCH).map((item) => [item.id!.S!, fromItem(item)]),
  );
  return ids.map((id) => found.get(id));
}
