import { GetQueueAttributesCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { JobQueue } from '../../ports.ts';
import { encodeScoreJob } from '../../prediction/score-job.ts';
import { callAws } from './call-aws.ts';
import { countWaiting } from './count-waiting.ts';

export function createSqsJobQueue(client: SQSClient, queueUrl: string): JobQueue {
  return {
    async send(job) {
      await callAws('queueing a job', () =>
        client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: encodeScoreJob(job) })),
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
