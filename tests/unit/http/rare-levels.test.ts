import { createApi } from '../../../lib/http/create-api.ts';
import { trainModel } from '../../../lib/learning/train-model.ts';
import type { ModelArtifact } from '../../../lib/model/artifact.ts';
import { createCaller } from '../../support/call-api.ts';
import { companyCsv } from '../../support/company-leads.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

/** What everyone may read of a model. */
async function readOpenly(artifact: ModelArtifact): Promise<string> {
  const world = createMemoryWorld();
  await world.publish(artifact);
  const call = createCaller(createApi(world, { info() {}, error() {} }));
  const answers = await Promise.all(['/schema', '/openapi.json', '/docs'].map((path) => call('GET', path)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  return JSON.stringify(answers.map(({ body }) => body));
}

test('no open answer names a level of fewer than 20 leads', async () => {
  const data = companyCsv({ companies: 60, each: 9, spread: 2, seed: 1, nameOf: (i) => `Secret ${i}` });
  const { artifact } = await trainModel({
    data,
    target: 'won',
    name: 'leads',
    createdAt: new Date(0),
    trainers: ['logistic'],
    folds: 0,
  });
  const open = await readOpenly(artifact);
  expect(open).not.toMatch(/Secret/);
  expect(open).toMatch(/phone/);
  expect(open).toMatch(/x-rare-levels/);

  // As a release before named them: the artifact stays, and the answers name them no more.
  const { fields } = artifact.schema;
  const before = fields.map((field) =>
    field.type === 'category' ? { ...field, levels: [...field.levels, 'Secret 7'] } : field,
  );
  const old = await readOpenly({ ...artifact, schema: { ...artifact.schema, fields: before } });
  expect(old).not.toMatch(/Secret/);
  expect(old).toMatch(/phone/);
});
