import { inspect } from 'node:util';
import { exportTraining } from '../../../lib/mlflow/export-training.ts';
import { createMlflowClient } from '../../../lib/mlflow/mlflow-client.ts';
import type { TrainingFacts } from '../../../lib/mlflow/training-facts.ts';
import { startFakeMlflow } from '../../support/fake-mlflow.ts';

const ID = '01a1ff29-33e5-7439-ab45-49fb2204d5fb';
const TRAINING: TrainingFacts = {
  training_id: ID,
  status: 'succeeded',
  model: 'leads',
  created_at: '2026-11-21T10:00:00.000Z',
  completed_at: '2026-11-21T10:05:00.000Z',
  dataset: { key: 'datasets/leads/november.csv', sha256: 'ab'.repeat(32), rows: 45_211, converted: 5289 },
  options: { target: 'y', trainers: ['logistic', 'boosted'], folds: 5, seed: 42, positive: null },
  steps: [
    { name: 'check', state: 'succeeded', started_at: '2026-11-21T10:00:01.000Z', ended_at: null },
    {
      name: 'train:logistic',
      state: 'succeeded',
      started_at: '2026-11-21T10:01:00.000Z',
      ended_at: '2026-11-21T10:02:00.000Z',
      figures: {
        options: { l2: 0.1, 'class weight': 'none' },
        calibration: 'platt',
        parameters: 63,
        holdout: { log_loss: 0.31, roc_auc: 0.77, 'precision@10%': 0.6, undefined_one: null },
        cross_validated: { log_loss: 0.3, folds: 5, sd: { log_loss: 0.01 } },
      },
    },
    {
      name: 'train:boosted',
      state: 'failed',
      started_at: '2026-11-21T10:01:00.000Z',
      ended_at: '2026-11-21T10:03:00.000Z',
    },
    { name: 'evaluate', state: 'pending', started_at: null, ended_at: null },
  ],
  winner: 'logistic',
  new_model_version: 'v4',
  decision: {
    outcome: 'promoted',
    reason: 'better by 3.1 standard errors',
    comparison: { rows: 900, difference: 0.02, standard_error: 0.0065 },
  },
};
const source = (version: string) => `s3://bucket/models/leads/${version}`;

let server: Awaited<ReturnType<typeof startFakeMlflow>>;
beforeEach(async () => {
  server = await startFakeMlflow();
});
afterEach(() => server.close());
const NOW = { champion: 'v4' };
const tell = (training = TRAINING, options = {}, aliases: Record<string, string> = NOW) =>
  exportTraining(createMlflowClient({ trackingUri: server.url, ...options }), training, aliases, source);

test('the server is asked what these recorded requests say', async () => {
  expect(await tell()).toEqual({ experimentId: '1', runId: 'run-1', version: '1' });
  const [start, end] = [Date.parse('2026-11-21T10:00:00Z'), Date.parse('2026-11-21T10:05:00Z')];
  const trained = Date.parse('2026-11-21T10:02:00Z');
  const at = (key: string, value: number, timestamp = end) => ({ key, value, timestamp, step: 0 });
  expect(server.asked.map(({ method, path, query, body }) => [`${method} ${path}`, body ?? query])).toEqual([
    ['GET experiments/get-by-name', { experiment_name: 'scorelane/leads' }],
    ['POST experiments/create', { name: 'scorelane/leads' }],
    [
      'POST runs/search',
      { experiment_ids: ['1'], filter: `tags.\`scorelane.training_id\` = '${ID}'`, max_results: 100 },
    ],
    [
      'POST runs/create',
      {
        experiment_id: '1',
        run_name: `leads ${ID}`,
        start_time: start,
        tags: [
          { key: 'scorelane.training_id', value: ID },
          { key: 'scorelane.version', value: 'v4' },
          { key: 'scorelane.decision', value: 'promoted' },
          { key: 'mlflow.note.content', value: 'better by 3.1 standard errors' },
        ],
      },
    ],
    [
      'POST runs/log-batch',
      {
        run_id: 'run-1',
        params: [
          { key: 'target', value: 'y' },
          { key: 'trainers', value: '["logistic","boosted"]' },
          { key: 'folds', value: '5' },
          { key: 'seed', value: '42' },
          { key: 'dataset', value: 'datasets/leads/november.csv' },
          { key: 'data_sha256', value: 'ab'.repeat(32) },
          { key: 'winner', value: 'logistic' },
        ],
        metrics: [
          at('rows', 45_211),
          at('converted', 5289),
          at('log_loss', 0.31),
          at('roc_auc', 0.77),
          at('precision_10_', 0.6),
          at('comparison.rows', 900),
          at('comparison.difference', 0.02),
          at('comparison.standard_error', 0.0065),
        ],
        tags: expect.any(Array),
      },
    ],
    ['POST runs/update', { run_id: 'run-1', status: 'FINISHED', end_time: end }],
    [
      'POST runs/create',
      {
        experiment_id: '1',
        run_name: 'logistic',
        start_time: Date.parse('2026-11-21T10:01:00Z'),
        tags: [
          { key: 'scorelane.training_id', value: ID },
          { key: 'scorelane.candidate', value: 'logistic' },
          { key: 'mlflow.parentRunId', value: 'run-1' },
        ],
      },
    ],
    [
      'POST runs/log-batch',
      {
        run_id: 'run-2',
        params: [
          { key: 'trainer', value: 'logistic' },
          { key: 'calibration', value: 'platt' },
          { key: 'l2', value: '0.1' },
          { key: 'class weight', value: 'none' },
        ],
        metrics: [
          at('log_loss', 0.31, trained),
          at('roc_auc', 0.77, trained),
          at('precision_10_', 0.6, trained),
          at('cross_validated.log_loss', 0.3, trained),
          at('cross_validated.folds', 5, trained),
          at('cross_validated.sd.log_loss', 0.01, trained),
          at('parameters', 63, trained),
        ],
        tags: expect.any(Array),
      },
    ],
    ['POST runs/update', { run_id: 'run-2', status: 'FINISHED', end_time: trained }],
    ['POST runs/create', expect.objectContaining({ run_name: 'boosted' })],
    ['POST runs/log-batch', expect.objectContaining({ run_id: 'run-3', metrics: [] })],
    ['POST runs/update', expect.objectContaining({ run_id: 'run-3', status: 'FAILED' })],
    ['POST registered-models/create', { name: 'leads' }],
    ['GET model-versions/search', { filter: "name='leads'", max_results: '1000' }],
    [
      'POST model-versions/create',
      {
        name: 'leads',
        source: 's3://bucket/models/leads/v4',
        run_id: 'run-1',
        description: "Scorelane's leads@v4",
        tags: [
          { key: 'scorelane.version', value: 'v4' },
          { key: 'scorelane.training_id', value: ID },
        ],
      },
    ],
    ['POST registered-models/alias', { name: 'leads', alias: 'champion', version: '1' }],
  ]);
});

test('told again, nothing is there twice', async () => {
  const first = await tell();
  expect(await tell()).toEqual(first);
  expect([server.runs.size, server.versions.length]).toEqual([3, 1]);
  expect([...server.aliases]).toEqual([['leads@champion', '1']]);
});

test('an older training that is told later takes no alias back', async () => {
  const later = {
    ...TRAINING,
    training_id: ID.replace('01a1', '01a2'),
    new_model_version: 'v5',
    decision: { outcome: 'promoted', reason: 'better' },
  };
  const now = { champion: 'v5', challenger: 'v3' };
  await tell(TRAINING, {}, NOW);
  await tell(later, {}, now);
  expect([...server.aliases]).toEqual([['leads@champion', '2']]);
  await tell(TRAINING, {}, now);
  expect([...server.aliases]).toEqual([['leads@champion', '2']]);
  // What was decided by hand since counts, too.
  await tell(TRAINING, {}, { champion: 'v5', challenger: 'v4' });
  expect([...server.aliases]).toEqual([
    ['leads@champion', '2'],
    ['leads@challenger', '1'],
  ]);
});

test('a training without a version is a run, and no version', async () => {
  const { version, ...rest } = await tell({
    ...TRAINING,
    status: 'failed',
    winner: null,
    new_model_version: null,
    decision: null,
  });
  expect([version, rest, server.versions]).toEqual([undefined, { experimentId: '1', runId: 'run-1' }, []]);
  expect(server.asked.find(({ path }) => path === 'runs/update')?.body.status).toBe('FAILED');
});

test.each([
  [{ token: 't' }, 'Bearer t'],
  [{ user: 'u', password: 'p' }, `Basic ${Buffer.from('u:p').toString('base64')}`],
  [{ in: 'u:p%40ss' }, `Basic ${Buffer.from('u:p@ss').toString('base64')}`],
  [{ in: 'u:100%' }, `Basic ${Buffer.from('u:100%').toString('base64')}`],
  [{ in: 'u:p', token: 't' }, 'Bearer t'],
  [{ in: 'u:p', user: 'other', password: 'q' }, `Basic ${Buffer.from('other:q').toString('base64')}`],
  [{}, undefined],
])('%j is how it says who it is', async (options, expected) => {
  const { in: userInfo, ...rest } = { in: undefined, ...options };
  const trackingUri =
    userInfo === undefined ? server.url : server.url.replace('http://', `http://${userInfo}@`);
  await tell(TRAINING, { ...rest, trackingUri });
  expect(server.asked[0]?.authorization).toBe(expected);
});

test('no message repeats a password', async () => {
  const gone = await startFakeMlflow();
  await gone.close();
  for (const base of [gone.url, `${server.url}/elsewhere`]) {
    const told = tell(TRAINING, { trackingUri: base.replace('http://', 'http://ann:hush@') });
    const error = await told.catch((problem: unknown) => problem);
    expect(error).toMatchObject({ name: 'MlflowError', message: expect.stringContaining(base) });
    expect(inspect(error, { depth: 10 })).not.toContain('hush');
  }
  expect(() => createMlflowClient({ trackingUri: 'http//ann:hush@host' })).toThrow(
    '--mlflow: expected an address such as http://127.0.0.1:5000, got something else.',
  );
});

test('what the server refuses is told in its words, and a server that is not there by its address', async () => {
  const client = createMlflowClient({ trackingUri: `${server.url}/elsewhere/` });
  await expect(exportTraining(client, TRAINING, NOW, source)).rejects.toThrow(
    `${server.url}/elsewhere refused experiments/get-by-name: refused: ENDPOINT_NOT_FOUND`,
  );
  const gone = await startFakeMlflow();
  await gone.close();
  await expect(
    exportTraining(createMlflowClient({ trackingUri: gone.url }), TRAINING, NOW, source),
  ).rejects.toThrow(`${gone.url} cannot be reached: ECONNREFUSED. Is the tracking server up?`);
});
