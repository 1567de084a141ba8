import {
  type AttributeValue,
  BatchGetItemCommand,
  type DynamoDBClient,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { RecentQuery } from '../../ports.ts';
import type { Prediction } from '../../prediction/prediction.ts';
import { callAws } from './call-aws.ts';
import { fromItem, recentKey, SHARDS } from './prediction-item.ts';

const INDEX = 'recent';
const DAY_MS = 86_400_000;
const DAYS = 30;
/** BatchGetItem takes no more. */
const LARGEST_BATCH = 100;

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
  return getAll(client, table, newest.slice(0, limit));
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

/** In the order of the keys; one that has expired meanwhile is left out. */
async function getAll(client: DynamoDBClient, table: string, keys: readonly Key[]): Promise<Prediction[]> {
  const found = new Map<string, Prediction>();
  for (let at = 0; at < keys.length; at += LARGEST_BATCH) {
    let wanted = keys.slice(at, at + LARGEST_BATCH).map(({ id }) => ({ id: { S: id } as AttributeValue }));
    while (wanted.length > 0) {
      const Keys = wanted;
      const { Responses, UnprocessedKeys } = await callAws('reading predictions', () =>
        client.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys } } })),
      );
      for (const item of Responses?.[table] ?? []) {
        const prediction = fromItem(item);
        if (prediction.status !== 'erased') found.set(prediction.id, prediction);
      }
      wanted = (UnprocessedKeys?.[table]?.Keys ?? []) as typeof wanted;
    }
  }
  return keys.flatMap(({ id }) => found.get(id) ?? []);
}
