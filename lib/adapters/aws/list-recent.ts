import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { RecentQuery } from '../../ports.ts';
import type { Prediction } from '../../prediction/prediction.ts';
import { callAws } from './call-aws.ts';
import { getMany } from './get-many.ts';
import { recentKey, SHARDS } from './prediction-item.ts';

const INDEX = 'recent';
const DAY_MS = 86_400_000;
const DAYS = 30;

interface Key {
  readonly id: string;
  readonly createdAt: string;
}

/** Day by day, from the newest, until there are enough. */
export async function listRecent(
  client: DynamoDBClient,
  table: string,
  { model, limit, before }: RecentQuery,
): Promise<Prediction[]> {
  const newest: Key[] = [];
  const oldest = new Date(before.getTime() - DAYS * DAY_MS).toISOString();
  for (let day = 0; day <= DAYS && newest.length < limit; day++) {
    const date = new Date(before.getTime() - day * DAY_MS);
    const shards = Array.from({ length: SHARDS }, (_, shard) =>
      queryShard(client, table, recentKey(model, date, shard), before.toISOString(), limit - newest.length),
    );
    const ofDay = (await Promise.all(shards)).flat().filter(({ createdAt }) => createdAt > oldest);
    newest.push(...ofDay.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1)));
  }
  const ids = newest.slice(0, limit).map(({ id }) => id);
  // One that was erased or has expired meanwhile is left out.
  return (await getMany(client, table, ids)).flatMap((found) =>
    found === undefined || found.status === 'erased' ? [] : [found],
  );
}

async function queryShard(
  client: DynamoDBClient,
  table: string,
  key: string,
  before: string,
  limit: number,
): Promise<Key[]> {
  const keys: Key[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await callAws('listing predictions', () =>
      client.send(
        new QueryCommand({
          TableName: table,
          IndexName: INDEX,
          KeyConditionExpression: 'recent_key = :key AND created_at <= :before',
          ExpressionAttributeValues: { ':key': { S: key }, ':before': { S: before } },
          ScanIndexForward: false,
          Limit: limit - keys.length,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      ),
    );
    keys.push(...Items.map((item) => ({ id: item.id!.S!, createdAt: item.created_at!.S! })));
    start = LastEvaluatedKey;
  } while (start !== undefined && keys.length < limit);
  return keys;
}
