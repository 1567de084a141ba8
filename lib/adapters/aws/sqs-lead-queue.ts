import { GetQueueAttributesCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { encodeLeadMessage } from '../../prediction/lead-message.ts';
import type { LeadQueue } from '../../prediction/ports.ts';
import { callAws } from './call-aws.ts';
import { countWaiting } from './count-waiting.ts';

export function createSqsLeadQueue(client: SQSClient, queueUrl: string): LeadQueue {
  return {
    async send(job) {
      await callAws('queueing a job', () =>
        client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: encodeLeadMessage(job) })),
      );
    },

    waiting: () => countWaiting(client, queueUrl),

    async ping() {
      await callAws('reaching the queue', () =>
        client.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] })),
      );
    },
  };
}
