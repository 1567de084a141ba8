import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noteRun } from '../../../../cli/runs/note-run.ts';
import { findRun, listRuns, MOST_RUNS, pruneRuns, readMetrics } from '../../../../cli/runs/run-history.ts';
import { describeRun, tabulateThresholds } from '../../../../cli/runs/run-summary.ts';
import { compareRuns } from '../../../../cli/runs/training-comparison.ts';
import { toTrainingFacts } from '../../../../cli/runs/training-facts.ts';
import { InputError } from '../../../../lib/errors.ts';
import { generateSample } from '../../../../lib/learning/sample/generate-sample.ts';
import { type TrainedModel, trainModel } from '../../../../lib/learning/train-model.ts';
import { describeTraining } from '../../../../lib/mlflow/training-facts.ts';
import { makeModelFiles } from '../../../../lib/registry/model-files.ts';

let trained: TrainedModel;
let data: string;
const before = process.env.SCORELANE_DATA_DIR;
const createdAt = new Date('2026-01-01T00:00:00Z');

beforeAll(async () => {
  const { csv } = generateSample({ rows: 500, seed: 6 });
  trained = await trainModel({
    ...{ data: csv, fileName: 'leads.csv', target: 'converted', name: 'leads', createdAt },
    ...{ trainers: ['logistic'], folds: 2, segments: ['country'], prices: { value: 90, cost: 7 } },
  });
});
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'scorelane-history-'));
  process.env.SCORELANE_DATA_DIR = data;
});
afterEach(() => {
  rmSync(data, { recursive: true, force: true });
  if (before === undefined) delete process.env.SCORELANE_DATA_DIR;
  else process.env.SCORELANE_DATA_DIR = before;
});

async function note(options: object = {}, at = createdAt): Promise<string> {
  const artifact = { ...trained.artifact, created_at: at.toISOString() };
  const { metrics } = makeModelFiles({ ...trained, artifact }, { chartScript: '' });
  const noted = await noteRun({
    ...{ file: 'leads.csv', out: 'model', told: { target: 'converted' }, startedAt: new Date() },
    ...{ options: { seed: 1, ...options }, trained: { ...trained, artifact }, metrics },
  });
  if (!('id' in noted)) throw new Error(noted.trouble);
  return noted.id;
}

test('a training is kept whole, and found by the beginning of its id', async () => {
  const id = await note({ rareLevels: 20, drop: [], out: 'elsewhere', json: true });
  const run = await findRun(id.slice(0, 4));
  expect(run).toMatchObject({
    ...{ run_id: id, name: 'leads', created_at: '2026-01-01T00:00:00.000Z', winner: 'logistic' },
    options: { seed: 1, rare_levels: 20, target: 'converted' },
    data: { file: 'leads.csv', path: join(process.cwd(), 'leads.csv'), rows: 500 },
    measured: { on: 'holdout', measured_sha256: trained.record.split.measured_sha256 },
  });
  expect(Object.keys(run!.options).sort()).toEqual(['rare_levels', 'seed', 'target']);
  expect(await readMetrics(run!)).toMatchObject({ winner: 'logistic', model_sha256: run!.model_sha256 });
  expect(await findRun('0123456789')).toBeUndefined();
  expect(await findRun(id.slice(0, 3))).toBeUndefined();
  expect(await findRun('../../etc')).toBeUndefined();
});

test('trainings that end at the same time are all kept, latest first', async () => {
  const days = [3, 1, 5, 2, 4];
  const ids = await Promise.all(days.map((day) => note({}, new Date(Date.UTC(2026, 0, day)))));
  const { runs, unreadable } = await listRuns();
  expect(runs.map(({ created_at }) => Number(created_at.slice(8, 10)))).toEqual([5, 4, 3, 2, 1]);
  expect(new Set(runs.map(({ run_id }) => run_id))).toEqual(new Set(ids));
  expect(unreadable).toEqual([]);
  expect(await pruneRuns(2)).toHaveLength(3);
  expect((await listRuns()).runs.map(({ run_id }) => run_id)).toEqual([ids[2], ids[4]]);
});

test('more than 200 are not kept, and a draft of a killed process goes after an hour', async () => {
  const first = await note({}, new Date(0));
  const folder = join(data, 'runs');
  for (let i = 0; i < MOST_RUNS; i++) {
    const id = i.toString(16).padStart(10, '0');
    mkdirSync(join(folder, id));
    const run = { format: 'scorelane-run/1', run_id: id, created_at: createdAt.toISOString() };
    writeFileSync(join(folder, id, 'run.json'), JSON.stringify(run));
  }
  const drafts = ['.aaaaaaaaaa.draft', '.bbbbbbbbbb.draft'].map((name) => join(folder, name));
  for (const draft of drafts) mkdirSync(draft);
  utimesSync(drafts[0]!, new Date(0), new Date(0));
  await note();
  expect(existsSync(join(folder, first))).toBe(false);
  expect((await listRuns()).runs).toHaveLength(MOST_RUNS);
  expect(drafts.map(existsSync)).toEqual([false, true]);
});

test('what cannot be read is named, and does not hide the others', async () => {
  const id = await note();
  mkdirSync(join(data, 'runs', 'ffffffffff'));
  writeFileSync(join(data, 'runs', 'ffffffffff', 'run.json'), '{');
  writeFileSync(join(data, 'local-stack.json'), '{}');
  const { runs, unreadable } = await listRuns();
  expect(runs.map(({ run_id }) => run_id)).toEqual([id]);
  expect(unreadable).toEqual(['ffffffffff']);
  await expect(findRun('ffff')).rejects.toThrow(InputError);
  mkdirSync(join(data, 'runs', 'fffffffff0'));
  await expect(findRun('ffff')).rejects.toThrow('with which 2 begin: fffffffff0, ffffffffff');
});

test('a history that cannot be written is a reason, not an error; nothing of it stays', async () => {
  writeFileSync(join(data, 'runs'), 'a file');
  const { metrics } = makeModelFiles(trained, { chartScript: '' });
  const noted = { file: '-', out: 'model', told: {}, options: {}, startedAt: createdAt, trained, metrics };
  expect(await noteRun(noted)).toEqual({ trouble: expect.stringMatching(/EEXIST|ENOTDIR/) });
  expect(readdirSync(data)).toEqual(['runs']);
});

test('without a folder the history is empty', async () => {
  rmSync(data, { recursive: true });
  expect(await listRuns()).toEqual({ runs: [], unreadable: [] });
  expect(await pruneRuns(0)).toEqual([]);
});

test('is shown with its figures, cut-offs and segments', async () => {
  const run = (await findRun(await note()))!;
  const metrics = await readMetrics(run);
  const text = describeRun(run, metrics).join('\n');
  expect(text).toContain(`Training ${run.run_id} of leads`);
  expect(text).toMatch(/^Cut-off +best profit: contact leads from /m);
  expect(text).toMatch(/^Segments +country \(6 segments\)/m);
  expect(text).toMatch(/^country: DE +\d+ /m);
  expect(text).toContain('model.json is not there any more');
  const table = tabulateThresholds(metrics);
  expect(table).toHaveLength(metrics.cut_offs!.points.length + 2);
  expect(table.at(-1)).toContain('with 90 a conversion and 7 a contact');
});

test('two are compared, and it is said whether they were measured on the same leads', async () => {
  const [a, b] = await Promise.all([note({ seed: 1 }), note({ seed: 2 })]);
  const facts = async (id: string, measured_sha256?: string) => {
    const run = (await findRun(id))!;
    const measured = { ...run.measured!, measured_sha256: measured_sha256 ?? run.measured!.measured_sha256! };
    return toTrainingFacts({ ...run, measured }, await readMetrics(run));
  };
  const same = compareRuns([await facts(a), await facts(b)]).join('\n');
  expect(same).toMatch(/^seed +1 +2$/m);
  expect(same).toMatch(/^logistic, ROC-AUC held out +0\.\d{4} +0\.\d{4}$/m);
  expect(same).toContain('All were measured on the same leads.');
  const other = compareRuns([await facts(a), await facts(b, 'another')]).join('\n');
  expect(other).toContain('measured on different leads');
});

test('MLflow gets the winner’s figures, its best cut-offs, segments and permutation importance', async () => {
  const run = (await findRun(await note()))!;
  const metrics = await readMetrics(run);
  const { metrics: exported, params, status } = describeTraining(toTrainingFacts(run, metrics));
  expect(status).toBe('FINISHED');
  expect(params).toMatchObject({ seed: '1', winner: 'logistic', data_sha256: run.data.sha256 });
  expect(exported).toMatchObject({
    rows: run.measured!.figures.rows,
    roc_auc: run.measured!.figures.roc_auc,
    'best_profit.probability': metrics.cut_offs!.profit!.best_probability,
    'permutation.source.log_loss': expect.any(Number),
    'segment.country.DE.rows': expect.any(Number),
  });
});
