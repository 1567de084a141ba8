import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { createSqsLeadQueue } from '../../lib/adapters/aws/sqs-lead-queue.ts';
import { decodeLeadMessage, type LeadMessage } from '../../lib/prediction/lead-message.ts';
import type { LeadQueue } from '../../lib/prediction/ports.ts';
import { createMemoryLeadQueue } from '../support/memory/memory-lead-queue.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

/** The port only sends; taking is what the event source does. */
interface QueueUnderTest extends LeadQueue {
  take(): Promise<string[]>;
}

const job: LeadMessage = {
  model: { name: 'leads', version: 'v1', sha256: 'ef'.repeat(32) },
  items: [
    { id: 'a', lead: { source: 'Empfehlung “ü” 💡', visits: 1e300, opened: null } },
    { id: 'b', lead: { source: '<&> \u0001 \uFFFE \uFFFF \uD800 \u007F \u2028' } },
  ],
};

describePort<QueueUnderTest>(
  'LeadQueue',
  [
    inMemory(() => {
      const queue = createMemoryLeadQueue();
      return { ...queue, take: async () => queue.takeAll() };
    }),
    onAws(({ sqs, resource }) => {
      const QueueUrl = resource('ScoreQueue');
      return {
        ...createSqsLeadQueue(sqs, QueueUrl),
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
      expect((await queue().take()).map(decodeLeadMessage)).toEqual([job]);
    });

    test('delivers members of a batch with what their rows need', async () => {
      const batch = {
        id: 'c89582a7-597e-4bb9-bdf7-f79857554eb2',
        createdAt: new Date('2026-01-31T10:11:12.345Z'),
        expiresAt: new Date('2026-03-02T10:11:12.000Z'),
      };
      await queue().send({ ...job, batch });
      expect((await queue().take()).map(decodeLeadMessage)).toEqual([{ ...job, batch }]);
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
