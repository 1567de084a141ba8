import { InputError } from '../../../lib/errors.ts';
import { publishModel } from '../../../lib/registry/publish-model.ts';
import { ALIAS_TTL_MS } from '../../../lib/registry/serve-champion.ts';
import { sha256Of } from '../../../lib/sha256.ts';
import { artifactBytes, exampleArtifact } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

test('the first version becomes champion, later ones wait', async () => {
  const world = createMemoryWorld();
  expect(await world.publish()).toMatchObject({
    version: 'v1',
    createdBy: 'test',
    metrics: { roc_auc: 0.75 },
  });
  expect(await world.publish({ intercept: 2 })).toMatchObject({ version: 'v2' });
  expect((await world.champion('leads')).ref.version).toBe('v1');
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
  await world.champion('leads');
  await world.publish({ intercept: 2 });
  await world.registry.moveAlias('leads', 'champion', 'v1', 'v2');
  world.passTime(ALIAS_TTL_MS - 1);
  expect((await world.champion('leads')).ref.version).toBe('v1');
  world.passTime(1);
  expect((await world.champion('leads')).ref.version).toBe('v2');
});

test('a failed look-up is not remembered', async () => {
  const world = createMemoryWorld();
  await expect(world.champion('leads')).rejects.toThrow('has no champion');
  await world.publish();
  expect((await world.champion('leads')).ref.version).toBe('v1');
});

test.each<[string, Uint8Array, string]>([
  ['no JSON', new TextEncoder().encode('hello'), 'cannot publish'],
  ['no artifact', artifactBytes({ format: 'x' }), 'format: expected "scorelane-model/1", got "x"'],
  ['a name that would be a path', artifactBytes(exampleArtifact({ name: '../x' })), 'got "../x"'],
  ['a name in capitals', artifactBytes(exampleArtifact({ name: 'Leads' })), 'lower-case letters'],
])('refuses %s, and registers nothing', async (_, bytes, message) => {
  const world = createMemoryWorld();
  const publishing = publishModel(world, bytes, 'test');
  await expect(publishing).rejects.toThrow(InputError);
  await expect(publishing).rejects.toThrow(message);
  expect(await world.registry.nextVersion('leads')).toBe(1);
});
