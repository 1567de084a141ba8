import { createS3DeadLetterStore } from '../../lib/adapters/aws/s3-dead-letter-store.ts';
import type { DeadLetter, DeadLetterStore } from '../../lib/prediction/ports.ts';
import { createMemoryDeadLetterStore } from '../support/memory/memory-dead-letter-store.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

const letter: DeadLetter = {
  id: '5fea7756-0ea4-451a-a703-a558b933e274',
  body: '{"not": "a job", "text": "ü 💡"}',
  receiveCount: 5,
  sentAt: new Date('2026-01-31T10:11:12.345Z'),
  givenUpAt: new Date('2026-01-31T10:21:12.345Z'),
};

describePort<DeadLetterStore>(
  'DeadLetterStore',
  [
    inMemory(createMemoryDeadLetterStore),
    onAws(({ s3, resource }) => createS3DeadLetterStore(s3, resource('Bucket'))),
  ],
  (store) => {
    test('has nothing under an unknown id', async () => {
      expect(await store().get('unknown')).toBeUndefined();
      expect(await store().list()).toEqual([]);
    });

    test('keeps the message as it was; the same id again replaces it', async () => {
      await store().keep({ ...letter, body: 'first' });
      await store().keep(letter);
      expect(await store().get(letter.id)).toEqual(letter);
      const redriven = [{ from: 'a', to: 'b' }];
      await store().keep({ ...letter, redriven });
      expect(await store().get(letter.id)).toEqual({ ...letter, redriven });
    });

    test('has the error that was noted last, before or after', async () => {
      const id = 'with-error';
      await store().noteError(id, 'first');
      expect(await store().get(id)).toBeUndefined();
      await store().noteError(id, 'no “ü”');
      await store().keep({ ...letter, id });
      await store().keep({ ...letter, id });
      expect(await store().get(id)).toEqual({ ...letter, id, error: 'no “ü”' });
    });

    test('lists them all, sorted', async () => {
      await store().noteError('only-an-error', 'x');
      expect(await store().list()).toEqual([letter.id, 'with-error']);
    });
  },
);
