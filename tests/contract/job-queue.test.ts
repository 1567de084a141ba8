import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { createSqsJobQueue } from '../../lib/adapters/aws/sqs-job-queue.ts';
import { createMemoryJobQueue } from '../../lib/adapters/memory/memory-job-queue.ts';
import type { JobQueue } from '../../lib/ports.ts';
import { decodeScoreJob, type ScoreJob } from '../../lib/prediction/score-job.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

/** The port only sends; taking is what the event source does. */
interface QueueUnderTest extends JobQueue {
  take(): Promise<string[]>;
}

const job: ScoreJob = {
  model: { name: 'leads', version: 'v1', sha256: 'ef'.repeat(32) },
  items: [
    { id: 'a', lead: { source: 'Empfehlung “ü” 💡', visits: 1e300, opened: null } },
    { id: 'b', lead: { source: '<&> \u0001 \uFFFE \uFFFF \uD800 \u007F \u2028' } },
  ],
};

describePort<QueueUnderTest>(
  'JobQueue',
  [
    inMemory(() => {
      const queue = createMemoryJobQueue();
      return { ...queue, take: async () => queue.takeAll() };
    }),
    onAws(({ sqs, resource }) => {
      const QueueUrl = resource('ScoreQueue');
      return {
        ...createSqsJobQueue(sqs, QueueUrl),
        async take() {
          const { Messages = [] } = await sqs.send(
            new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 }),
          );
          for (const { ReceiptHandle } of Messages) {
            await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
          }
          return Messages.map(({ Body }) => Body!);
        },
      };
    }),
  ],
  (queue) => {
    test('delivers the job that was sent, whatever its texts hold', async () => {
      await queue().send(job);
      expect((await queue().take()).map(decodeScoreJob)).toEqual([job]);
    });

    test('delivers members of a batch with what their rows need', async () => {
      const batch = {
        id: 'c89582a7-597e-4bb9-bdf7-f79857554eb2',
        createdAt: new Date('2026-01-31T10:11:12.345Z'),
        expiresAt: new Date('2026-03-02T10:11:12.000Z'),
      };
      await queue().send({ ...job, batch });
      expect((await queue().take()).map(decodeScoreJob)).toEqual([{ ...job, batch }]);
    });

    test('tells about how many messages wait', async () => {
      expect(await queue().waiting()).toBe(0);
      await queue().send(job);
      await queue().send(job);
      expect(await queue().waiting()).toBe(2);
      await queue().take();
    });

    test('answers a ping', async () => {
      await expect(queue().ping()).resolves.toBeUndefined();
    });
  },
);
