import { randomUUID } from 'node:crypto';
import { createDynamoDbRegistryStore } from '../../lib/adapters/aws/dynamodb-registry-store.ts';
import { ConflictError, NotFoundError } from '../../lib/errors.ts';
import type { RegistryStore } from '../../lib/registry/ports.ts';
import type { AliasMove, ModelVersion } from '../../lib/registry/registry.ts';
import { createMemoryRegistryStore } from '../support/memory/memory-registry-store.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

const versionOf = (name: string, version: string): ModelVersion => ({
  name,
  version,
  sha256: 'cd'.repeat(32),
  createdAt: new Date('2026-01-31T10:11:12.345Z'),
  createdBy: 'jane',
  trainer: 'logistic',
  metrics: { roc_auc: 0.75, log_loss: 1e-9 },
  tags: [],
  files: ['report.html'],
});

const moveOf = (
  name: string,
  from: string | undefined,
  to: string | undefined,
  alias = 'champion',
): AliasMove => ({
  name,
  alias,
  action: to === undefined ? 'remove' : 'promote',
  from,
  to,
  at: new Date('2026-02-01T10:11:12.345Z'),
  by: 'jane',
  why: '',
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
      const later = { ...versionOf(version.name, 'v3'), horizonDays: 90 };
      await store().addVersion(later);
      expect(await store().getVersion(version.name, 'v3')).toEqual(later);
      expect(await store().getVersion(version.name, 'v2')).toBeUndefined();
    });

    test('of twenty that claim a version for the same bytes, all get one; other bytes and models are others', async () => {
      const [name, other] = [randomUUID(), randomUUID()];
      const claims = await Promise.all(
        Array.from({ length: 20 }, (_, i) => store().claimVersion(name, 'ab'.repeat(32), `v${i + 1}`)),
      );
      expect(new Set(claims).size).toBe(1);
      expect(await store().claimVersion(name, 'ab'.repeat(32), 'v21')).toBe(claims[0]);
      expect(await store().claimVersion(name, 'cd'.repeat(32), 'v22')).toBe('v22');
      expect(await store().claimVersion(other, 'ab'.repeat(32), 'v1')).toBe('v1');
      expect(await store().listVersions(name)).toEqual([]);
    });

    test('a version is registered once', async () => {
      const version = versionOf(randomUUID(), 'v1');
      await store().addVersion(version);
      await expect(store().addVersion({ ...version, createdBy: 'joe' })).rejects.toThrow(ConflictError);
      expect(await store().getVersion(version.name, 'v1')).toEqual(version);
    });

    test('lists the versions of a model, newest number first, and no other model’s', async () => {
      const [name, other] = [randomUUID(), randomUUID()];
      for (const version of ['v9', 'v10', 'v2']) await store().addVersion(versionOf(name, version));
      await store().addVersion(versionOf(other, 'v1'));
      const listed = await store().listVersions(name);
      expect(listed.map(({ version }) => version)).toEqual(['v10', 'v9', 'v2']);
      expect(listed[0]).toEqual(versionOf(name, 'v10'));
      expect(await store().listVersions(randomUUID())).toEqual([]);
      const models = await store().listModels();
      expect(models).toEqual(expect.arrayContaining([name, other]));
      expect(models).toEqual([...models].sort());
    });

    test('tags are added, each once', async () => {
      const version = versionOf(randomUUID(), 'v1');
      await store().addVersion({ ...version, tags: ['a'] });
      await store().tagVersion(version.name, 'v1', ['c', 'b']);
      await store().tagVersion(version.name, 'v1', ['a', 'c']);
      expect(await store().getVersion(version.name, 'v1')).toEqual({ ...version, tags: ['a', 'b', 'c'] });
      await expect(store().tagVersion(version.name, 'v2', ['a'])).rejects.toThrow(NotFoundError);
      expect(await store().getVersion(version.name, 'v2')).toBeUndefined();
    });

    test('an alias points where it was moved to', async () => {
      const name = randomUUID();
      expect(await store().getAlias(name, 'champion')).toBeUndefined();
      await store().moveAlias(moveOf(name, undefined, 'v1'));
      await store().moveAlias(moveOf(name, 'v1', 'v2'));
      await store().moveAlias(moveOf(name, undefined, 'v1', 'champion-2'));
      expect(await store().getAlias(name, 'champion')).toBe('v2');
      expect(await store().getAlias(name, 'challenger')).toBeUndefined();
      expect(await store().listAliases(name)).toEqual({ champion: 'v2', 'champion-2': 'v1' });
    });

    test('a removed alias points to nothing, and can be set again', async () => {
      const name = randomUUID();
      await store().moveAlias(moveOf(name, undefined, 'v1'));
      await store().moveAlias(moveOf(name, 'v1', undefined));
      expect(await store().getAlias(name, 'champion')).toBeUndefined();
      expect(await store().listAliases(name)).toEqual({});
      await store().moveAlias(moveOf(name, undefined, 'v3'));
      expect(await store().getAlias(name, 'champion')).toBe('v3');
    });

    test('the history keeps every move, newest first', async () => {
      const name = randomUUID();
      const moves: AliasMove[] = [
        moveOf(name, undefined, 'v1'),
        { ...moveOf(name, 'v1', 'v2'), why: 'better log-loss', by: 'joe' },
        { ...moveOf(name, 'v2', 'v1'), action: 'roll back' },
        moveOf(name, 'v1', undefined),
      ];
      for (const move of moves) await store().moveAlias(move);
      expect(await store().aliasHistory(name, 'champion')).toEqual(moves.reverse());
      expect(await store().aliasHistory(name, 'challenger')).toEqual([]);
    });

    test.each([
      ['nothing', undefined],
      ['another version', 'v9'],
    ])('an alias that does not point to %s stays where it is', async (_, from) => {
      const name = randomUUID();
      await store().moveAlias(moveOf(name, undefined, 'v1'));
      await expect(store().moveAlias(moveOf(name, from, 'v2'))).rejects.toThrow(ConflictError);
      expect(await store().getAlias(name, 'champion')).toBe('v1');
      expect(await store().aliasHistory(name, 'champion')).toHaveLength(1);
    });

    test('an alias that was moved away and back has moved: who counts the moves gets a conflict', async () => {
      const name = randomUUID();
      await store().moveAlias(moveOf(name, undefined, 'v1'), 0);
      await store().moveAlias(moveOf(name, 'v1', 'v2'), 1);
      await store().moveAlias(moveOf(name, 'v2', 'v1'), 2);
      for (const moves of [0, 1, 2, 4])
        await expect(store().moveAlias(moveOf(name, 'v1', 'v3'), moves)).rejects.toThrow(ConflictError);
      expect(await store().getAlias(name, 'champion')).toBe('v1');
      await store().moveAlias(moveOf(name, 'v1', 'v3'), 3);
      expect(await store().getAlias(name, 'champion')).toBe('v3');
    });

    test('of ten promoters at once one wins, the others get a conflict', async () => {
      const name = randomUUID();
      await store().moveAlias(moveOf(name, undefined, 'v1'));
      const moves = await Promise.allSettled(
        Array.from({ length: 10 }, (_, i) => store().moveAlias(moveOf(name, 'v1', `v${i + 2}`))),
      );
      expect(moves.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await store().aliasHistory(name, 'champion')).toHaveLength(2);
    });
  },
);
