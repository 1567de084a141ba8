import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { WebhookAttempt } from '../../webhook/webhook.ts';
import { callAws } from './call-aws.ts';
import { attemptToJson } from './prediction-item.ts';

/** Adds an attempt to the webhook of an item; false when it has none (any more). */
export async function addWebhookAttempt(
  client: DynamoDBClient,
  table: string,
  itemId: string,
  attempt: WebhookAttempt,
): Promise<boolean> {
  const command = new UpdateItemCommand({
    TableName: table,
    Key: { id: { S: itemId } },
    UpdateExpression: 'SET webhook_attempts = list_append(webhook_attempts, :attempt)',
    ConditionExpression: 'attribute_exists(webhook)',
    ExpressionAttributeValues: { ':attempt': { L: [{ S: attemptToJson(attempt) }] } },
  });
  const written = await callAws('recording an attempt', () => client.send(command), {
    ConditionalCheckFailedException: () => 'absent' as const,
  });
  return written !== 'absent';
}
