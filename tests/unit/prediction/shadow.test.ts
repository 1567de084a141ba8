import { predictionBody } from '../../../lib/http/prediction-body.ts';
import { compileModel } from '../../../lib/model/compile-model.ts';
import { getPrediction } from '../../../lib/prediction/get-prediction.ts';
import type { SucceededPrediction } from '../../../lib/prediction/prediction.ts';
import { scorePredictions } from '../../../lib/prediction/score-predictions.ts';
import { createChallengerFinder } from '../../../lib/prediction/shadow.ts';
import { submitPrediction } from '../../../lib/prediction/submit-prediction.ts';
import { promoteVersion, removeAlias } from '../../../lib/registry/move-alias.ts';
import { artifactKey, CHALLENGER } from '../../../lib/registry/registry.ts';
import { EXAMPLE_LEAD, exampleArtifact } from '../../support/example-model.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

let world: MemoryWorld;
let problems: string[];
let findChallenger: ReturnType<typeof createChallengerFinder>;
const challenge = (version: string) =>
  promoteVersion(world, { name: 'leads', version, alias: CHALLENGER, by: 'test' });

beforeEach(async () => {
  world = createMemoryWorld();
  problems = [];
  findChallenger = createChallengerFinder({ ...world, onProblem: (message) => problems.push(message) });
  await world.publish();
});

async function predict(): Promise<SucceededPrediction> {
  const submission = await submitPrediction(world, 'leads', EXAMPLE_LEAD);
  if (!submission.ok) throw new Error(JSON.stringify(submission.errors));
  for (const message of world.queue.takeAll()) await scorePredictions({ ...world, findChallenger }, message);
  return (await getPrediction(world, submission.prediction.id)) as SucceededPrediction;
}

test('without a challenger nothing is scored in the shadow', async () => {
  expect(await predict()).not.toHaveProperty('shadow');
  expect(problems).toEqual([]);
});

test('the challenger’s probability stands beside the result, and the client never sees it', async () => {
  const { sha256 } = await world.publish({ intercept: -2 });
  await challenge('v2');
  const prediction = await predict();
  expect(prediction.result.receipt.model.version).toBe('v1');
  expect(prediction.shadow).toEqual({
    model: { name: 'leads', version: 'v2', sha256 },
    probability: compileModel(exampleArtifact({ intercept: -2 })).score(EXAMPLE_LEAD).probability,
  });
  expect(JSON.stringify(predictionBody(prediction, ''))).not.toMatch(/shadow|"v2"/);
});

test('a challenger is followed within 30 seconds, and left when it is taken away', async () => {
  await predict();
  await world.publish({ intercept: -2 });
  await challenge('v2');
  expect(await predict()).not.toHaveProperty('shadow');
  world.passTime(30_000);
  expect(await predict()).toHaveProperty('shadow');
  await removeAlias(world, { name: 'leads', alias: CHALLENGER, by: 'test' });
  world.passTime(30_000);
  expect(await predict()).not.toHaveProperty('shadow');
});

test('a challenger that is the champion itself is not scored twice', async () => {
  await challenge('v1');
  expect(await predict()).not.toHaveProperty('shadow');
});

test('a lead that the challenger refuses is scored all the same, and the reason is kept', async () => {
  const { fields, ...schema } = exampleArtifact().schema;
  const stricter = fields.map((field) => ({ ...field, required: true }));
  const budget = {
    name: 'budget',
    type: 'number' as const,
    required: true,
    integer: true,
    range: [0, 9] as const,
  };
  await world.publish({ schema: { ...schema, fields: [...stricter, budget] } });
  await challenge('v2');
  const { status, shadow } = await predict();
  expect(status).toBe('succeeded');
  expect(shadow).toMatchObject({
    model: { version: 'v2' },
    reason: expect.stringMatching(/^budget: expected a number/),
  });
  expect(shadow).not.toHaveProperty('probability');
});

test('a challenger whose artifact is gone or a registry that is away disturbs nothing', async () => {
  await world.publish({ intercept: -2 });
  await challenge('v2');
  const { get } = world.artifacts;
  world.artifacts.get = (key) =>
    key === artifactKey('leads', 'v2') ? Promise.reject(new Error('no bucket today')) : get(key);
  expect((await predict()).status).toBe('succeeded');
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain('no bucket today');
});
