import { randomUUID } from 'node:crypto';
import { createDynamoDbRegistryStore } from '../../lib/adapters/aws/dynamodb-registry-store.ts';
import { createMemoryRegistryStore } from '../../lib/adapters/memory/memory-registry-store.ts';
import { ConflictError } from '../../lib/errors.ts';
import type { RegistryStore } from '../../lib/ports.ts';
import type { ModelVersion } from '../../lib/registry/registry.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

const versionOf = (name: string, version: string): ModelVersion => ({
  name,
  version,
  sha256: 'cd'.repeat(32),
  createdAt: new Date('2026-01-31T10:11:12.345Z'),
  createdBy: 'jane',
  metrics: { roc_auc: 0.75, log_loss: 1e-9 },
});

describePort<RegistryStore>(
  'RegistryStore',
  [
    inMemory(createMemoryRegistryStore),
    onAws(({ dynamoDb, resource }) => createDynamoDbRegistryStore(dynamoDb, resource('RegistryTable'))),
  ],
  (store) => {
    test('twenty at once get twenty version numbers, counted from 1 for each name', async () => {
      const [name, other] = [randomUUID(), randomUUID()];
      const numbers = await Promise.all(Array.from({ length: 20 }, () => store().nextVersion(name)));
      expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
      expect(await store().nextVersion(other)).toBe(1);
    });

    test('gives back a registered version', async () => {
      const version = versionOf(randomUUID(), 'v1');
      await store().addVersion(version);
      expect(await store().getVersion(version.name, 'v1')).toEqual(version);
      expect(await store().getVersion(version.name, 'v2')).toBeUndefined();
    });

    test('a version is registered once', async () => {
      const version = versionOf(randomUUID(), 'v1');
      await store().addVersion(version);
      await expect(store().addVersion({ ...version, createdBy: 'joe' })).rejects.toThrow(ConflictError);
      expect(await store().getVersion(version.name, 'v1')).toEqual(version);
    });

    test('an alias points where it was moved to', async () => {
      const name = randomUUID();
      expect(await store().getAlias(name, 'champion')).toBeUndefined();
      await store().moveAlias(name, 'champion', undefined, 'v1');
      await store().moveAlias(name, 'champion', 'v1', 'v2');
      expect(await store().getAlias(name, 'champion')).toBe('v2');
      expect(await store().getAlias(name, 'challenger')).toBeUndefined();
    });

    test.each([
      ['nothing', undefined],
      ['another version', 'v9'],
    ])('an alias that does not point to %s stays where it is', async (_, from) => {
      const name = randomUUID();
      await store().moveAlias(name, 'champion', undefined, 'v1');
      await expect(store().moveAlias(name, 'champion', from, 'v2')).rejects.toThrow(ConflictError);
      expect(await store().getAlias(name, 'champion')).toBe('v1');
    });

    test('of two promoters at once one gets a conflict', async () => {
      const name = randomUUID();
      await store().moveAlias(name, 'champion', undefined, 'v1');
      const moves = await Promise.allSettled(
        ['v2', 'v3'].map((to) => store().moveAlias(name, 'champion', 'v1', to)),
      );
      expect(moves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });
  },
);
