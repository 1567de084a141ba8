import { InputError, NotFoundError, PermanentError, TransientError } from '../../../lib/errors.ts';
import { createModelLoader } from '../../../lib/registry/load-model.ts';
import { aliasAt, promoteVersion, removeAlias, rollBackAlias } from '../../../lib/registry/move-alias.ts';
import { publishModel } from '../../../lib/registry/publish-model.ts';
import { ALIAS_TTL_MS, createModelServer } from '../../../lib/registry/serve-model.ts';
import { sha256Of } from '../../../lib/sha256.ts';
import { artifactBytes, exampleArtifact, exampleLeadsFile } from '../../support/example-model.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

test('the first version becomes champion, later ones wait', async () => {
  const world = createMemoryWorld();
  expect(await world.publish()).toMatchObject({
    version: 'v1',
    createdBy: 'test',
    metrics: { roc_auc: 0.75 },
  });
  expect(await world.publish({ intercept: 2 })).toMatchObject({ version: 'v2' });
  expect((await world.serve('leads')).ref.version).toBe('v1');
});

test('the published bytes are the given bytes: their hash is the identity', async () => {
  const world = createMemoryWorld();
  const { sha256, name, version } = await world.publish();
  const bytes = await world.artifacts.get(`models/${name}/${version}/model.json`);
  expect(sha256Of(bytes)).toBe(sha256);
  expect(bytes).toEqual(artifactBytes(exampleArtifact()));
});

test('a promotion is seen after 30 seconds, not before', async () => {
  const world = createMemoryWorld();
  await world.publish();
  await world.serve('leads');
  await world.publish({ intercept: 2 });
  await promoteVersion(world, { name: 'leads', version: 'v2', alias: 'champion', by: 'test' });
  world.passTime(ALIAS_TTL_MS - 1);
  expect((await world.serve('leads')).ref.version).toBe('v1');
  world.passTime(1);
  expect((await world.serve('leads')).ref.version).toBe('v2');
});

test('a failed look-up is not remembered', async () => {
  const world = createMemoryWorld();
  await expect(world.serve('leads')).rejects.toThrow('has no champion');
  await world.publish();
  expect((await world.serve('leads')).ref.version).toBe('v1');
});

test.each<[string, Uint8Array, string]>([
  ['no JSON', new TextEncoder().encode('hello'), 'cannot publish'],
  ['no artifact', artifactBytes({ format: 'x' }), 'format: expected "scorelane-model/1", got "x"'],
  ['a name that would be a path', artifactBytes(exampleArtifact({ name: '../x' })), 'got "../x"'],
  ['a name in capitals', artifactBytes(exampleArtifact({ name: 'Leads' })), 'lower-case letters'],
])('refuses %s, and registers nothing', async (_, bytes, message) => {
  const world = createMemoryWorld();
  const publishing = publishModel(world, { artifact: bytes, by: 'test' });
  await expect(publishing).rejects.toThrow(InputError);
  await expect(publishing).rejects.toThrow(message);
  expect(await world.registry.nextVersion('leads')).toBe(1);
});

describe('a reference', () => {
  test('names a champion, a version or an alias', async () => {
    const world = createMemoryWorld();
    await world.publish();
    await world.publish({ intercept: 2 });
    await world.publish({ intercept: 3 });
    await promoteVersion(world, { name: 'leads', version: 'v2', alias: 'challenger', by: 'test' });
    const versionOf = async (reference: string) => (await world.serve(reference)).ref.version;
    expect(await versionOf('leads')).toBe('v1');
    expect(await versionOf('leads@champion')).toBe('v1');
    expect(await versionOf('leads@challenger')).toBe('v2');
    expect(await versionOf('leads@v3')).toBe('v3');
    await expect(world.serve('leads@v4')).rejects.toThrow('leads@v4 is not registered');
    await expect(world.serve('leads@canary')).rejects.toThrow('model "leads" has no canary');
  });

  test.each([
    '',
    '@v1',
    'leads@',
    'leads@v0',
    'leads@v1@v2',
    '../leads',
    'leads@../v1',
    'Leads',
    'leads/v1',
    'a'.repeat(300),
  ])('%p is none', async (reference) => {
    await expect(createMemoryWorld().serve(reference)).rejects.toThrow(InputError);
  });
});

describe('an artifact that was changed in the bucket', () => {
  const tampered = (world: MemoryWorld, ...versions: string[]) =>
    createModelServer({
      ...world,
      load: createModelLoader({
        ...world.artifacts,
        get: async (key) => {
          const bytes = await world.artifacts.get(key);
          return versions.some((version) => key.includes(`/${version}/`)) ? bytes.subarray(0, 100) : bytes;
        },
      }),
    });

  test('is refused; the version that served before serves on, and it is told', async () => {
    const world = createMemoryWorld();
    await world.publish();
    await world.publish({ intercept: 2 });
    await promoteVersion(world, { name: 'leads', version: 'v2', alias: 'champion', by: 'test' });
    const served = await tampered(world, 'v2')('leads');
    expect(served.ref.version).toBe('v1');
    expect(served.refused).toEqual({
      version: 'v2',
      reason: expect.stringContaining('the artifact of leads@v2 was changed after publishing'),
    });
  });

  test('is an error when nothing can serve in its place, or when it was named itself', async () => {
    const world = createMemoryWorld();
    await world.publish();
    await expect(tampered(world, 'v1')('leads')).rejects.toThrow(PermanentError);
    await expect(tampered(world, 'v1')('leads@v1')).rejects.toThrow(PermanentError);
  });
});

describe('publishing', () => {
  test('keeps report and metrics beside the artifact, and the tags', async () => {
    const world = createMemoryWorld();
    const bytes = new TextEncoder().encode('<html>');
    const version = await publishModel(world, {
      artifact: artifactBytes(exampleArtifact()),
      files: [{ name: 'report.html', bytes }],
      tags: ['1.0', '1.0', 'autumn'],
      by: 'jane',
    });
    expect(version).toMatchObject({ tags: ['1.0', 'autumn'], files: ['report.html'], trainer: 'by-hand' });
    expect(await world.artifacts.get('models/leads/v1/report.html')).toEqual(bytes);
    expect(await world.registry.getVersion('leads', 'v1')).toEqual(version);
  });

  test('leads.json is the model’s, or nothing is published', async () => {
    const world = createMemoryWorld();
    const artifact = exampleArtifact();
    const publish = (lineage: object) => {
      const theirs = { ...artifact, lineage: { ...artifact.lineage, ...lineage } };
      const files = [{ name: 'leads.json', bytes: exampleLeadsFile(theirs) }] as const;
      return publishModel(world, { artifact: artifactBytes(artifact), files, by: 'jane' });
    };
    await expect(publish({ data_sha256: 'f'.repeat(64) })).rejects.toThrow(
      /^cannot publish: leads\.json: data_sha256: expected .* it is of another training\. Train again, or take/,
    );
    expect(await world.registry.listVersions('leads')).toEqual([]);
    expect((await publish({})).files).toEqual(['leads.json']);
  });

  test('once: the very same bytes are published once, others as usual', async () => {
    const world = createMemoryWorld();
    const publish = (intercept: number) =>
      publishModel(world, {
        artifact: artifactBytes(exampleArtifact({ intercept })),
        by: 'jane',
        once: true,
      });
    const versions = [await publish(1), await publish(1), await publish(2), await publish(1)];
    expect(versions.map(({ version }) => version)).toEqual(['v1', 'v1', 'v2', 'v1']);
  });

  test('a crash between upload and record leaves nothing to be seen, and publishing again works', async () => {
    const world = createMemoryWorld();
    const registry = {
      ...world.registry,
      addVersion: async () => {
        throw new TransientError('the power went out');
      },
    };
    const publication = { artifact: artifactBytes(exampleArtifact()), by: 'jane' };
    await expect(publishModel({ ...world, registry }, publication)).rejects.toThrow('the power went out');
    expect(await world.registry.listVersions('leads')).toEqual([]);
    await expect(world.serve('leads')).rejects.toThrow('has no champion');
    expect((await publishModel(world, publication)).version).toBe('v2');
    expect((await world.serve('leads')).ref.version).toBe('v2');
  });

  test('bytes that arrive changed are not registered', async () => {
    const world = createMemoryWorld();
    const artifacts = { ...world.artifacts, get: async () => new Uint8Array(3) };
    const publishing = publishModel(
      { ...world, artifacts },
      { artifact: artifactBytes(exampleArtifact()), by: 'jane' },
    );
    await expect(publishing).rejects.toThrow('leads@v1 was not published: expected the stored artifact');
    expect(await world.registry.listVersions('leads')).toEqual([]);
  });

  test('a tag that would break a key or a line is refused', async () => {
    const publication = { artifact: artifactBytes(exampleArtifact()), tags: ['a b'], by: 'jane' };
    await expect(publishModel(createMemoryWorld(), publication)).rejects.toThrow('got "a b"');
  });

  test('twenty at once get twenty versions and one champion', async () => {
    const world = createMemoryWorld();
    const published = await Promise.all(Array.from({ length: 20 }, () => world.publish()));
    expect(new Set(published.map(({ version }) => version)).size).toBe(20);
    expect(await world.registry.aliasHistory('leads', 'champion')).toHaveLength(1);
  });
});

describe('moving an alias', () => {
  const champion = { name: 'leads', alias: 'champion', by: 'jane' };
  const withVersions = async (count: number) => {
    const world = createMemoryWorld();
    for (let i = 0; i < count; i++) await world.publish();
    return world;
  };

  test('rolling back walks back promotion by promotion, and never to and fro', async () => {
    const world = await withVersions(3);
    await promoteVersion(world, { ...champion, version: 'v2' });
    await promoteVersion(world, { ...champion, version: 'v3', why: 'better' });
    expect(await rollBackAlias(world, champion)).toEqual({ from: 'v3', to: 'v2' });
    expect(await rollBackAlias(world, champion)).toEqual({ from: 'v2', to: 'v1' });
    await expect(rollBackAlias(world, champion)).rejects.toThrow(
      'leads: champion has pointed to v1 only: there is nothing to roll back to',
    );
    await promoteVersion(world, { ...champion, version: 'v3' });
    expect(await rollBackAlias(world, champion)).toEqual({ from: 'v3', to: 'v1' });
  });

  test('what was live at a time', async () => {
    const world = await withVersions(2);
    const before = new Date(world.clock.now().getTime() - 1);
    world.passTime(1000);
    await promoteVersion(world, { ...champion, version: 'v2' });
    const history = await world.registry.aliasHistory('leads', 'champion');
    expect(aliasAt(history, before)).toBeUndefined();
    expect(aliasAt(history, new Date(before.getTime() + 1))).toBe('v1');
    expect(aliasAt(history, world.clock.now())).toBe('v2');
    expect(history[0]).toMatchObject({ action: 'promote', from: 'v1', to: 'v2', by: 'jane', why: '' });
  });

  test('a promoter who saw an older champion gets a conflict', async () => {
    const world = await withVersions(3);
    await promoteVersion(world, { ...champion, version: 'v2' });
    const late = promoteVersion(world, { ...champion, version: 'v3', from: 'v1' });
    await expect(late).rejects.toThrow('leads: champion does not point to v1 any more');
  });

  test('pointing it where it points leaves no entry; a version that is not there is refused', async () => {
    const world = await withVersions(1);
    expect(await promoteVersion(world, { ...champion, version: 'v1' })).toBe('v1');
    expect(await world.registry.aliasHistory('leads', 'champion')).toHaveLength(1);
    await expect(promoteVersion(world, { ...champion, version: 'v9' })).rejects.toThrow(NotFoundError);
  });

  test('a removed alias has nothing to roll back to', async () => {
    const world = await withVersions(2);
    const challenger = { ...champion, alias: 'challenger' };
    await promoteVersion(world, { ...challenger, version: 'v2' });
    expect(await removeAlias(world, challenger)).toBe('v2');
    expect(await removeAlias(world, challenger)).toBeUndefined();
    await expect(rollBackAlias(world, challenger)).rejects.toThrow('leads has no challenger');
  });
});
