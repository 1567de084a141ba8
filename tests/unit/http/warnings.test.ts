import { createApi } from '../../../lib/http/create-api.ts';
import { scorePredictions } from '../../../lib/prediction/score-predictions.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

let world: MemoryWorld;
let call: ReturnType<typeof createCaller>;
beforeEach(async () => {
  world = createMemoryWorld();
  call = createCaller(createApi(world, { info() {}, error: (_, { error }) => fail(error) }));
  await world.publish();
});
const fail = (error: Error) => {
  throw error;
};
const work = async () => {
  for (const message of world.queue.takeAll()) await scorePredictions(world, message);
};
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  call('POST', path, { body: JSON.stringify(body), headers });
const ODD = { ...EXAMPLE_LEAD, source: 'Messe', visits: 900 };
const BEFORE = 'c89582a7-597e-4bb9-bdf7-f79857554eb2';
const WARNINGS = [
  {
    field: 'source',
    code: 'unseen_level',
    message: '“Messe” does not appear in the training data: scored as “other”',
  },
  { field: 'visits', code: 'out_of_range', message: '900 is far outside the training data (0 to 20)' },
];

test('a prediction has them, waited for or queued, and keeps them', async () => {
  const now = await post('/predict', ODD, { prefer: 'wait' });
  expect(now.body.prediction.warnings).toEqual(WARNINGS);
  const later = await post('/predict', ODD);
  await work();
  const { body } = await call('GET', later.headers.location as string);
  expect(body.prediction.warnings).toEqual(WARNINGS);
  const usual = await post('/predict', EXAMPLE_LEAD, { prefer: 'wait' });
  expect(usual.body.prediction.warnings).toEqual([]);
});

test('each lead of a batch has its own', async () => {
  const { headers } = await post('/predict_batch', [EXAMPLE_LEAD, ODD]);
  await work();
  const { body } = await call('GET', headers.location as string);
  const warnings = body.results.map(
    (member: { prediction: { warnings: unknown } }) => member.prediction.warnings,
  );
  expect(warnings).toEqual([[], WARNINGS]);
});

test('a prediction of an earlier release has none', async () => {
  const { body } = await post('/predict', ODD, { prefer: 'wait' });
  const stored = (await world.store.get(body.prediction_id)) as { result: { warnings?: unknown } };
  const { warnings: _, ...result } = stored.result;
  await world.store.create({ ...stored, id: BEFORE, result } as never);
  const { body: before } = await call('GET', `/predict/${BEFORE}`);
  expect(before.prediction).toEqual({ ...body.prediction, warnings: [] });
});

describe('POST /predict_lead_conversion', () => {
  test('has them with the place of the lead', async () => {
    const { body } = await post('/predict_lead_conversion', { input_data: [EXAMPLE_LEAD, ODD] });
    expect(body.predictions).toHaveLength(2);
    expect(body.warnings).toEqual(WARNINGS.map((warning) => ({ index: 1, ...warning })));
    expect(body.warnings_total).toBe(2);
  });

  test('and says nothing of leads like those of training', async () => {
    const { body } = await post('/predict_lead_conversion', { input_data: EXAMPLE_LEAD });
    expect(Object.keys(body)).toEqual(['predictions']);
  });

  test('names a hundred of them, and how many there are', async () => {
    const { body } = await post('/predict_lead_conversion', {
      input_data: Array.from({ length: 80 }, () => ODD),
    });
    expect([body.warnings.length, body.warnings_total]).toEqual([100, 160]);
  });
});
