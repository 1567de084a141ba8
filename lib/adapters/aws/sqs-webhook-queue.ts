import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { WebhookQueue } from '../../webhook/ports.ts';
import { callAws } from './call-aws.ts';

export function createSqsWebhookQueue(client: SQSClient, queueUrl: string): WebhookQueue {
  return {
    async send({ id, kind }) {
      await callAws('queueing a webhook', () =>
        client.send(
          new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify({ id, kind }) }),
        ),
      );
    },
  };
}

/** Lets a message that is being processed come back in so many seconds, at most twelve hours. */
export async function postponeMessage(
  client: SQSClient,
  queueUrl: string,
  receiptHandle: string,
  seconds: number,
): Promise<void> {
  await callAws('postponing a message', () =>
    client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }),
    ),
  );
}
