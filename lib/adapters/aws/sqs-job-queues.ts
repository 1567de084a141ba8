import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { TransientError } from '../../errors.ts';
import { forAll } from '../../for-all.ts';
import { encodeJobChunk, encodeJobStep, type JobChunk } from '../../jobs/job-message.ts';
import type { JobQueues } from '../../jobs/ports.ts';
import { callAws } from './call-aws.ts';
import { countWaiting } from './count-waiting.ts';
import { type Pause, retryRest } from './retry-rest.ts';

/** SendMessageBatch takes no more. */
const MOST_ENTRIES = 10;
const AT_ONCE = 5;

export function createSqsJobQueues(
  client: SQSClient,
  { stepUrl, chunkUrl }: { readonly stepUrl: string; readonly chunkUrl: string },
  pause?: Pause,
): JobQueues {
  /** @returns those that SQS did not take, and may take later */
  const sendSome = async (chunks: readonly JobChunk[]): Promise<JobChunk[]> => {
    const Entries = chunks.map((chunk, i) => ({ Id: String(i), MessageBody: encodeJobChunk(chunk) }));
    const { Failed = [] } = await callAws('queueing chunks', () =>
      client.send(new SendMessageBatchCommand({ QueueUrl: chunkUrl, Entries })),
    );
    const refused = Failed.find(({ SenderFault }) => SenderFault);
    // As it is sent it would be refused again.
    if (refused !== undefined) throw new TransientError(`queueing chunks failed: ${refused.Code}`);
    return Failed.map(({ Id }) => chunks[Number(Id)]!);
  };
  return {
    async sendStep(step) {
      await callAws('queueing a step of a job', () =>
        client.send(new SendMessageCommand({ QueueUrl: stepUrl, MessageBody: encodeJobStep(step) })),
      );
    },

    async sendChunks(chunks) {
      const batches = Array.from({ length: Math.ceil(chunks.length / MOST_ENTRIES) }, (_, i) =>
        chunks.slice(i * MOST_ENTRIES, (i + 1) * MOST_ENTRIES),
      );
      const send = (batch: readonly JobChunk[]) => retryRest('queueing chunks', batch, sendSome, pause);
      await forAll(batches, AT_ONCE, send);
    },

    async waiting() {
      const counts = await Promise.all([stepUrl, chunkUrl].map((url) => countWaiting(client, url)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}
