import { GetObjectCommand } from '@aws-sdk/client-s3';
import { createS3DeadLetterStore } from '../../lib/adapters/aws/s3-dead-letter-store.ts';
import { createMemoryDeadLetterStore } from '../../lib/adapters/memory/memory-dead-letter-store.ts';
import type { DeadLetter, DeadLetterStore } from '../../lib/ports.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

/** The port only keeps; reading is the operator's. */
interface StoreUnderTest extends DeadLetterStore {
  bodyOf(id: string): Promise<string | undefined>;
}

const letter: DeadLetter = {
  id: '5fea7756-0ea4-451a-a703-a558b933e274',
  body: '{"not": "a job", "text": "ü 💡"}',
  receiveCount: 5,
  sentAt: new Date('2026-01-31T10:11:12.345Z'),
  givenUpAt: new Date('2026-01-31T10:21:12.345Z'),
};

describePort<StoreUnderTest>(
  'DeadLetterStore',
  [
    inMemory(() => {
      const store = createMemoryDeadLetterStore();
      return { ...store, bodyOf: async (id) => store.letters.get(id)?.body };
    }),
    onAws(({ s3, resource }) => ({
      ...createS3DeadLetterStore(s3, resource('Bucket')),
      async bodyOf(id) {
        const { Body } = await s3.send(
          new GetObjectCommand({ Bucket: resource('Bucket'), Key: `dead-letters/${id}.json` }),
        );
        return JSON.parse(await Body!.transformToString()).body;
      },
    })),
  ],
  (store) => {
    test('keeps the message as it was; the same id again replaces it', async () => {
      await store().keep({ ...letter, body: 'first' });
      await store().keep(letter);
      expect(await store().bodyOf(letter.id)).toBe(letter.body);
    });
  },
);
