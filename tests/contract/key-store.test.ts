import { randomBytes } from 'node:crypto';
import {
  createDynamoDbKeyStore,
  createDynamoDbRateCounter,
} from '../../lib/adapters/aws/dynamodb-key-store.ts';
import type { ApiKey } from '../../lib/auth/api-key.ts';
import type { KeyStore, RateCounter, Use } from '../../lib/auth/ports.ts';
import { ConflictError, NotFoundError } from '../../lib/errors.ts';
import { createMemoryKeyStore, createMemoryRateCounter } from '../support/memory/memory-key-store.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

const newKey = (changes: Partial<ApiKey> = {}): ApiKey => ({
  id: randomBytes(4).toString('hex'),
  name: 'web page “ü”',
  scope: 'predict',
  sha256: 'ab'.repeat(32),
  createdAt: new Date('2026-01-31T10:11:12.345Z'),
  createdBy: 'anna',
  ...changes,
});

describePort<KeyStore>(
  'KeyStore',
  [
    inMemory(createMemoryKeyStore),
    onAws(({ dynamoDb, resource }) => createDynamoDbKeyStore(dynamoDb, resource('RegistryTable'))),
  ],
  (store) => {
    test('gives back what was added, and lists it, newest first', async () => {
      const keys = [
        newKey(),
        newKey({ scope: 'admin', ratePerMinute: 60, createdAt: new Date('2026-02-01T00:00:00Z') }),
      ];
      for (const key of keys) await store().add(key);
      for (const key of keys) expect(await store().get(key.id)).toEqual(key);
      const ids = keys.map(({ id }) => id);
      expect((await store().list()).filter(({ id }) => ids.includes(id))).toEqual([keys[1], keys[0]]);
    });

    test('an id is added once', async () => {
      const key = newKey();
      await store().add(key);
      await expect(store().add({ ...key, scope: 'admin' })).rejects.toThrow(ConflictError);
      expect(await store().get(key.id)).toEqual(key);
    });

    test('is revoked once and for ever', async () => {
      const key = newKey();
      await store().add(key);
      const revokedAt = new Date('2026-03-01T00:00:00Z');
      await store().revoke(key.id, revokedAt, 'anna');
      await store().revoke(key.id, new Date('2026-04-01T00:00:00Z'), 'bert');
      expect(await store().get(key.id)).toEqual({ ...key, revokedAt, revokedBy: 'anna' });
    });

    test('what does not exist', async () => {
      expect(await store().get('00000000')).toBeUndefined();
      await expect(store().revoke('00000000', new Date(), 'anna')).rejects.toThrow(NotFoundError);
    });
  },
);

describePort<RateCounter>(
  'RateCounter',
  [
    inMemory(createMemoryRateCounter),
    onAws(({ dynamoDb, resource }) => createDynamoDbRateCounter(dynamoDb, resource('PredictionsTable'))),
  ],
  (counter) => {
    const MINUTE = 29_000_000;
    const newId = () => randomBytes(4).toString('hex');

    test('of many at once, as many are taken as there is room for', async () => {
      const id = newId();
      const taken = await Promise.all(
        Array.from({ length: 20 }, () => counter().take(id, MINUTE, 'leads', 3, 31)),
      );
      expect(taken.filter(({ taken }) => taken)).toHaveLength(10);
    });

    test('what is refused uses up nothing, and what is left is taken', async () => {
      const id = newId();
      const take = (amount: number) => counter().take(id, MINUTE, 'leads', amount, 10);
      expect([await take(11), await take(7), await take(4), await take(3), await take(1)]).toEqual([
        { taken: false, used: 0 },
        { taken: true, used: 7 },
        { taken: false, used: 7 },
        { taken: true, used: 10 },
        { taken: false, used: 10 },
      ]);
    });

    test('each key, minute and use has an account of its own', async () => {
      const id = newId();
      const take = ([key, minute, use]: readonly [string, number, Use]) =>
        counter().take(key, minute, use, 5, 5);
      for (const place of [
        [id, MINUTE, 'leads'],
        [id, MINUTE, 'requests'],
        [id, MINUTE + 1, 'leads'],
        [`${id}0`, MINUTE, 'leads'],
      ] as const) {
        expect([await take(place), await take(place)]).toEqual([
          { taken: true, used: 5 },
          { taken: false, used: 5 },
        ]);
      }
    });
  },
);
