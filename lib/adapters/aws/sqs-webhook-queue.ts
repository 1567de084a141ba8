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
export const createSqsPostpone =
  (client: SQSClient, QueueUrl: string) =>
  async (ReceiptHandle: string, seconds: number): Promise<void> => {
    const input = { QueueUrl, ReceiptHandle, VisibilityTimeout: seconds };
    await callAws('postponing a message', () => client.send(new ChangeMessageVisibilityCommand(input)));
  };
