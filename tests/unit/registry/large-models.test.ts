import { createApi } from '../../../lib/http/create-api.ts';
import type { TreesMember } from '../../../lib/model/artifact.ts';
import { MOST_ARTIFACT_BYTES } from '../../../lib/model/decode-artifact.ts';
import { publishModel } from '../../../lib/registry/publish-model.ts';
import { createRandom } from '../../../lib/statistics/random.ts';
import { createCaller } from '../../support/call-api.ts';
import { artifactBytes, EXAMPLE_LEAD } from '../../support/example-model.ts';
import { importedExample } from '../../support/imported-example.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

/** Trees with random splits of visits, as large as other libraries make them. */
function growTrees(trees: number, leaves: number): TreesMember {
  const random = createRandom(1);
  const lists = { input: [], threshold: [], route: [], value: [], cover: [] } as Record<string, number[]>;
  const grow = (left: number) => {
    if (left === 1) {
      lists.input!.push(-1);
      lists.value!.push((random() - 0.5) / 50);
      lists.cover!.push(10 + random());
      return;
    }
    lists.input!.push(0);
    lists.threshold!.push(20 * random());
    lists.route!.push(1);
    const half = Math.ceil(left / 2);
    grow(half);
    grow(left - half);
  };
  for (let i = 0; i < trees; i++) grow(leaves);
  return { kind: 'trees', weight: 1, sets: [], ...lists } as unknown as TreesMember;
}
const importOf = (trees: number, leaves: number) => {
  const { inputs } = importedExample().artifact.trees!;
  return importedExample({ changes: { trees: { inputs, members: [growTrees(trees, leaves)] } } });
};

test('a model of 1,000 trees with 31 leaves is published with its checks, serves, and its file is answered', async () => {
  const world = createMemoryWorld();
  const { model, checks } = importOf(1000, 31);
  expect(model.length).toBeGreaterThan(1_500_000);
  await publishModel(world, { artifact: model, files: [{ name: 'checks.json', bytes: checks }], by: 'jane' });
  const call = createCaller(createApi(world, { info() {}, error() {} }));
  const answer = await call('POST', '/predict', {
    body: JSON.stringify(EXAMPLE_LEAD),
    headers: { prefer: 'wait' },
  });
  expect(answer).toMatchObject({ status: 200, body: { model_version: 'v1', status: 'succeeded' } });
  const { model: compiled } = await world.serve('leads');
  expect(answer.body.prediction.probability).toBe(compiled.probabilityOf(EXAMPLE_LEAD));
  const file = await call('GET', '/models/leads/versions/v1/files/model.json', {
    headers: { 'accept-encoding': 'gzip' },
  });
  expect(file.status).toBe(200);
});

test('one that is larger than any artifact may be is refused in words, and nothing is registered', async () => {
  const world = createMemoryWorld();
  const bytes = new Uint8Array(MOST_ARTIFACT_BYTES + 1).fill(32);
  bytes.set(artifactBytes(importedExample().artifact));
  await expect(publishModel(world, { artifact: bytes, by: 'jane' })).rejects.toThrow(
    'cannot publish: model artifact: expected at most 20 MB, got 20.0 MB',
  );
  expect(await world.registry.listVersions('leads')).toEqual([]);
});
