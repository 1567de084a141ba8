import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { createSqsPostpone, createSqsWebhookQueue } from '../../lib/adapters/aws/sqs-webhook-queue.ts';
import type { WebhookQueue } from '../../lib/webhook/ports.ts';
import { createMemoryWebhookQueue } from '../support/memory/memory-webhook-queue.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

/** The port only sends; taking is what the event source does. */
interface QueueUnderTest extends WebhookQueue {
  take(): Promise<unknown[]>;
}

describePort<QueueUnderTest>(
  'WebhookQueue',
  [
    inMemory(() => {
      const queue = createMemoryWebhookQueue();
      return { ...queue, take: async () => queue.takeAll() };
    }),
    onAws(({ sqs, resource }) => {
      const QueueUrl = resource('WebhookQueue');
      return {
        ...createSqsWebhookQueue(sqs, QueueUrl),
        async take() {
          const receive = () =>
            sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 }));
          const { Messages: [{ ReceiptHandle: first } = {}] = [] } = await receive();
          // It comes again as soon as it is told to, not after the queue's three minutes.
          await createSqsPostpone(sqs, QueueUrl)(first!, 0);
          const { Messages = [] } = await receive();
          for (const { ReceiptHandle } of Messages)
            await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
          return Messages.map(({ Body }) => JSON.parse(Body!));
        },
      };
    }),
  ],
  (queue) => {
    test('delivers what was sent', async () => {
      const message = { id: 'c89582a7-597e-4bb9-bdf7-f79857554eb2' };
      await queue().send(message);
      expect(await queue().take()).toEqual([message]);
    });
  },
);
