import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { callAws } from './call-aws.ts';
import { openKey, SHARDS } from './prediction-item.ts';

/** Ids from the sparse index of open items, the oldest of each shard, each once: an index may hold two entries of one item. */
export async function listOpen(
  client: DynamoDBClient,
  table: string,
  since: Date,
  limit: number,
): Promise<string[]> {
  const pages = await Promise.all(
    Array.from({ length: SHARDS }, (_, shard) =>
      callAws('listing what is open', () =>
        client.send(
          new QueryCommand({
            TableName: table,
            IndexName: 'open',
            KeyConditionExpression: 'open_key = :key AND open_since <= :since',
            ExpressionAttributeValues: {
              ':key': { S: openKey(shard) },
              ':since': { S: since.toISOString() },
            },
            Limit: Math.ceil(limit / SHARDS),
          }),
        ),
      ),
    ),
  );
  return [...new Set(pages.flatMap(({ Items = [] }) => Items.map(({ id }) => id!.S!)))];
}
