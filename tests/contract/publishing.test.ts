import { randomUUID } from 'node:crypto';
import { createDynamoDbRegistryStore } from '../../lib/adapters/aws/dynamodb-registry-store.ts';
import { createS3ArtifactStore } from '../../lib/adapters/aws/s3-artifact-store.ts';
import type { Clock } from '../../lib/clock.ts';
import { ConflictError, TransientError } from '../../lib/errors.ts';
import { createModelLoader } from '../../lib/registry/load-model.ts';
import { promoteVersion } from '../../lib/registry/move-alias.ts';
import type { ArtifactStore, RegistryStore } from '../../lib/registry/ports.ts';
import { publishModel } from '../../lib/registry/publish-model.ts';
import { CHAMPION } from '../../lib/registry/registry.ts';
import { artifactBytes, exampleArtifact } from '../support/example-model.ts';
import { createMemoryArtifactStore } from '../support/memory/memory-artifact-store.ts';
import { createMemoryRegistryStore } from '../support/memory/memory-registry-store.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

interface Stores {
  readonly registry: RegistryStore;
  readonly artifacts: ArtifactStore;
}

const clock: Clock = { now: () => new Date() };

describePort<Stores>(
  'Publishing',
  [
    inMemory(() => ({ registry: createMemoryRegistryStore(), artifacts: createMemoryArtifactStore() })),
    onAws(({ dynamoDb, s3, resource }) => ({
      registry: createDynamoDbRegistryStore(dynamoDb, resource('RegistryTable')),
      artifacts: createS3ArtifactStore(s3, resource('Bucket')),
    })),
  ],
  (stores) => {
    const newName = () => `m-${randomUUID().slice(0, 8)}`;
    const publish = (name: string, changes: Partial<Stores> = {}, intercept = -1, once = false) =>
      publishModel(
        { clock, ...stores(), ...changes },
        { artifact: artifactBytes(exampleArtifact({ name, intercept })), by: 'test', once },
      );

    test('twenty at once get twenty versions, each with its own bytes, and one is champion', async () => {
      const name = newName();
      const published = await Promise.all(Array.from({ length: 20 }, (_, i) => publish(name, {}, i + 1)));
      const versions = await stores().registry.listVersions(name);
      expect(versions.map(({ version }) => version)).toEqual(
        Array.from({ length: 20 }, (_, i) => `v${20 - i}`),
      );
      const load = createModelLoader(stores().artifacts);
      for (const [i, record] of published.entries()) {
        expect((await load(record)).artifact.intercept).toBe(i + 1);
      }
      const champion = await stores().registry.getAlias(name, CHAMPION);
      expect(published.map(({ version }) => version)).toContain(champion);
      expect(await stores().registry.aliasHistory(name, CHAMPION)).toHaveLength(1);
    });

    test('of twenty at once that publish the same bytes once, all get one version, which can be loaded', async () => {
      const name = newName();
      const published = await Promise.all(Array.from({ length: 20 }, () => publish(name, {}, -1, true)));
      const versions = await stores().registry.listVersions(name);
      expect(versions).toHaveLength(1);
      expect(new Set(published.map(({ version }) => version))).toEqual(new Set([versions[0]!.version]));
      const { artifact } = await createModelLoader(stores().artifacts)(published[0]!);
      expect(artifact.intercept).toBe(-1);
      expect(await stores().registry.getAlias(name, CHAMPION)).toBe(versions[0]!.version);
    });

    test('a crash between claim and record leaves a version that the next try registers', async () => {
      const name = newName();
      const registry = { ...stores().registry, addVersion: () => Promise.reject(new Error('crash')) };
      await expect(publish(name, { registry }, -1, true)).rejects.toThrow('crash');
      const record = await publish(name, {}, -1, true);
      expect(record.version).toBe('v1');
      expect((await createModelLoader(stores().artifacts)(record)).artifact.intercept).toBe(-1);
      expect(await publish(name, {}, -1, true)).toEqual(record);
    });

    test('of two promoters one gets a conflict, and what the other did stands', async () => {
      const name = newName();
      for (const intercept of [-1, -2, -3]) await publish(name, {}, intercept);
      const promote = (version: string) =>
        promoteVersion({ clock, ...stores() }, { name, version, alias: CHAMPION, from: 'v1', by: version });
      const results = await Promise.allSettled([promote('v2'), promote('v3')]);
      const [refused] = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(refused).toBeInstanceOf(ConflictError);
      expect(refused.message).toContain(name);
      const [last, ...others] = await stores().registry.aliasHistory(name, CHAMPION);
      expect(last!.to).toBe(await stores().registry.getAlias(name, CHAMPION));
      expect(others).toHaveLength(1);
    });

    test('a crash between upload and record leaves no half version; publishing again works', async () => {
      const name = newName();
      const registry = { ...stores().registry, addVersion: () => Promise.reject(new Error('crash')) };
      await expect(publish(name, { registry })).rejects.toThrow('crash');
      expect(await stores().registry.listVersions(name)).toEqual([]);
      expect(await stores().registry.getAlias(name, CHAMPION)).toBeUndefined();
      expect((await publish(name)).version).toBe('v2');
      expect(await stores().registry.getAlias(name, CHAMPION)).toBe('v2');
    });

    test('bytes that arrive changed are not registered', async () => {
      const name = newName();
      const { artifacts } = stores();
      const broken: ArtifactStore = {
        ...artifacts,
        put: (key, bytes, type) => artifacts.put(key, bytes.slice(0, -1), type),
      };
      await expect(publish(name, { artifacts: broken })).rejects.toThrow(TransientError);
      await expect(publish(name, { artifacts: broken })).rejects.toThrow(
        /was not published.*SHA-256.*publish again/,
      );
      expect(await stores().registry.listVersions(name)).toEqual([]);
    });
  },
);
