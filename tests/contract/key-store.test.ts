import { randomBytes } from 'node:crypto';
import {
  createDynamoDbKeyStore,
  createDynamoDbRateCounter,
} from '../../lib/adapters/aws/dynamodb-key-store.ts';
import { createMemoryKeyStore, createMemoryRateCounter } from '../../lib/adapters/memory/memory-key-store.ts';
import type { ApiKey } from '../../lib/auth/api-key.ts';
import { ConflictError, NotFoundError } from '../../lib/errors.ts';
import type { KeyStore, RateCounter } from '../../lib/ports.ts';
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
      await store().revoke(key.id, revokedAt);
      await store().revoke(key.id, new Date('2026-04-01T00:00:00Z'));
      expect(await store().get(key.id)).toEqual({ ...key, revokedAt });
    });

    test('what does not exist', async () => {
      expect(await store().get('00000000')).toBeUndefined();
      await expect(store().revoke('00000000', new Date())).rejects.toThrow(NotFoundError);
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
    test('counts each request of a key in a minute once', async () => {
      const id = randomBytes(4).toString('hex');
      const counts = await Promise.all(Array.from({ length: 20 }, () => counter().count(id, 29_000_000)));
      expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
      expect(await counter().count(id, 29_000_001)).toBe(1);
      expect(await counter().count(`${id}0`, 29_000_000)).toBe(1);
    });
  },
);
