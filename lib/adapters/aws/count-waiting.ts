import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { callAws } from './call-aws.ts';

/** About how many messages of a queue wait to be delivered. */
export async function countWaiting(client: SQSClient, queueUrl: string): Promise<number> {
  const { Attributes } = await callAws('asking the queue', () =>
    client.send(
      new GetQueueAttributesCommand({
        QueueUrl: queueUrl,
        AttributeNames: ['ApproximateNumberOfMessages'],
      }),
    ),
  );
  return Number(Attributes?.ApproximateNumberOfMessages);
}
