import { randomUUID } from 'node:crypto';
import { createDynamoDbReferenceStore } from '../../lib/adapters/aws/dynamodb-reference-store.ts';
import { InputError } from '../../lib/errors.ts';
import type { ReferenceEntry, ReferenceStore } from '../../lib/prediction/ports.ts';
import { createMemoryReferenceStore } from '../support/memory/memory-reference-store.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

const START = Date.UTC(2026, 0, 31, 10, 11, 12, 345);
const entry = (reference: string, minute: number): ReferenceEntry => ({
  reference,
  createdAt: new Date(START + 60_000 * minute),
  id: randomUUID(),
  expiresAt: new Date('2026-03-02T10:11:12.000Z'),
});

describePort<ReferenceStore>(
  'ReferenceStore',
  [
    inMemory(createMemoryReferenceStore),
    onAws(({ dynamoDb, resource }) => createDynamoDbReferenceStore(dynamoDb, resource('ReferencesTable'))),
  ],
  (store) => {
    async function walk(reference: string, limit: number): Promise<ReferenceEntry[]> {
      const found: ReferenceEntry[] = [];
      for (let cursor: string | undefined, pages = 0; pages < 200; pages++) {
        const page = await store().list({ reference, limit, cursor });
        expect(page.entries.length).toBeLessThanOrEqual(limit);
        found.push(...page.entries);
        cursor = page.next;
        if (cursor === undefined) return found;
      }
      throw new Error('expected an end');
    }

    test('gives back what was added, to the last bit, and an entry that is added twice once', async () => {
      const reference = `Ü/%2F “💡” ${randomUUID()}`;
      const [one, two] = [entry(reference, 0), { ...entry(reference, 1), requestSha256: 'ab'.repeat(32) }];
      for (const _ of ['once', 'again']) await store().add([one, two]);
      expect(await store().list({ reference, limit: 10 })).toEqual({ entries: [two, one] });
    });

    test.each([1, 2, 7, 100])(
      'lists newest first, equal times by descending id, %i a page',
      async (limit) => {
        const reference = randomUUID();
        const added = [0, 1, 1, 1, 2, 300, 5, 5, 100_000].map((minute) => entry(reference, minute));
        await store().add(added);
        const placeOf = ({ createdAt, id }: ReferenceEntry) => `${createdAt.toISOString()}#${id}`;
        expect((await walk(reference, limit)).map(placeOf)).toEqual(
          added.map(placeOf).toSorted().toReversed(),
        );
      },
    );

    test('references that are alike are others, and an unknown one has nothing', async () => {
      const reference = randomUUID();
      await store().add([entry(reference, 0)]);
      for (const other of [`${reference} `, reference.toUpperCase().replace('-', '_'), reference.slice(1)])
        expect(await store().list({ reference: other, limit: 10 })).toEqual({ entries: [] });
    });

    test('adds and removes as many as a batch has leads', async () => {
      const reference = randomUUID();
      const added = Array.from({ length: 130 }, (_, i) => entry(i % 2 === 0 ? reference : randomUUID(), i));
      await store().add(added);
      expect(await walk(reference, 50)).toHaveLength(65);
      for (const _ of ['once', 'again']) await store().remove(added.slice(0, 128));
      expect(await walk(reference, 50)).toEqual([added[128]]);
    });

    test('nothing to add and nothing to remove is no call', async () => {
      await store().add([]);
      await store().remove([]);
    });

    test.each(['', 'x', 'AAAA', Buffer.from('2026#x').toString('base64url')])(
      'refuses a cursor that is none: “%s”',
      async (cursor) => {
        await expect(store().list({ reference: 'r', limit: 1, cursor })).rejects.toThrow(InputError);
      },
    );

    test('holds the longest reference', async () => {
      const reference = '💡'.repeat(128);
      const added = entry(reference, 0);
      await store().add([added]);
      expect((await store().list({ reference, limit: 1 })).entries).toEqual([added]);
      await store().remove([added]);
    });
  },
);
