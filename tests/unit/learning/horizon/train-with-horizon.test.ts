import { generateSample } from '../../../../lib/learning/sample/generate-sample.ts';
import type { TrainInput } from '../../../../lib/learning/train-input.ts';
import { serializeArtifact, trainModel } from '../../../../lib/learning/train-model.ts';
import { compileModel } from '../../../../lib/model/compile-model.ts';
import { parseArtifact } from '../../../../lib/model/parse-artifact.ts';
import { renderReport } from '../../../../lib/pages/report/render-report.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';

const { csv, trueProbabilities } = generateSample({ rows: 3000, seed: 5, dates: true });
const input: TrainInput = {
  data: csv,
  name: 'leads',
  createdAt: new Date(0),
  target: 'won_on',
  time: 'first_contact',
  horizon: { days: 90 },
  drop: ['lead_id'],
  trainers: ['logistic'],
  folds: 3,
  outOfFold: true,
};

test('the same leads in another order, and more threads, give the same artifact', async () => {
  const [header, ...lines] = csv.trim().split('\n');
  const random = createRandom(8);
  const shuffled = lines.map((line) => [random(), line] as const).sort(([a], [b]) => a - b);
  const again = [header, ...shuffled.map(([, line]) => line)].join('\n');
  const trainers = ['logistic', 'scorecard', 'boosted', 'trees'] as const;
  const textOf = async (changes: Partial<TrainInput>) => {
    const { artifact } = await trainModel({ ...input, trainers, ...changes });
    return serializeArtifact({ ...artifact, lineage: { ...artifact.lineage, data_sha256: '' } });
  };
  const one = await textOf({});
  expect(await textOf({ data: `${again}\n` })).toBe(one);
  expect(await textOf({ threads: 2 })).toBe(one);
}, 240_000);

test('the horizon stands in artifact, record, report and answers, and only old leads are measured on', async () => {
  const { artifact, record, outOfFold } = await trainModel(input);
  const { horizon } = artifact;
  expect(horizon).toMatchObject({ days: 90, as_of: '2026-06-24', time: 'first_contact' });
  expect(horizon!.curve.shares.at(-1)).toBe(1);
  expect(artifact.lineage).toMatchObject({ target: 'won_on', positive: 'within 90 days' });
  expect(record.horizon).toMatchObject({
    days: 90,
    converted_at: 'won_on',
    measured_on: 'leads_as_old_as_the_horizon',
  });
  expect(record.options).toMatchObject({ horizon: 90, converted_at: 'won_on', time: 'first_contact' });
  expect(record.calibration).toBe('none');
  const [candidate] = record.candidates;
  expect(candidate!.cross_validated!.rows + candidate!.holdout!.rows).toBe(record.horizon!.old_rows);

  const rows = [...outOfFold!.rows()];
  const { header } = outOfFold!;
  const at = (name: string) => header.indexOf(name);
  for (const row of rows) {
    const age = (Date.parse('2026-06-24') - Date.parse(String(row[at('first_contact')]))) / 86_400_000;
    expect(row[at('fold')] === undefined).toBe(age < 90);
    if (age < 90)
      expect(row[at('left_out')]).toMatch(
        /^(only learned from, as it is younger than 90 days|not learned from)/,
      );
  }

  const model = compileModel(parseArtifact(JSON.parse(serializeArtifact(artifact))));
  expect(model.explain({ source: 'referral', visits: 7 }).horizon_days).toBe(90);
  const report = renderReport(record, artifact, { chartScript: '' });
  expect(report).toContain('Converts within 90 days; trained on');
  expect(report).toContain('all at least 90 days old, so that it is known what became of them');
  // Of all leads, those that are to convert as well: 97 % do so within 90 days.
  const rate = trueProbabilities.reduce((sum, p) => sum + p, 0) / trueProbabilities.length;
  expect(record.data.base_rate / (0.97 * rate)).toBeGreaterThan(0.9);
  expect(record.data.base_rate / (0.97 * rate)).toBeLessThan(1.1);
}, 60_000);

test('without young leads the model is that of the same outcomes as a target', async () => {
  const [header, ...lines] = csv.trim().split('\n');
  const old = lines.filter((line) => line.split(',')[1]! <= '2026-01-31');
  const yesNo = old.map((line) => {
    const cells = line.split(',');
    const days = (Date.parse(cells.at(-1)!) - Date.parse(cells[1]!)) / 86_400_000;
    return [...cells.slice(0, -1), days <= 90 ? 'yes' : 'no'].join(',');
  });
  const { outOfFold: _, ...plain } = input;
  const within = await trainModel({
    ...plain,
    data: [header, ...old].join('\n'),
    horizon: { days: 90, asOf: '2026-06-24' },
    folds: 0,
    holdout: 0,
  });
  const { horizon: __, time: ___, ...target } = plain;
  const told = await trainModel({
    ...target,
    data: [header!.replace('won_on', 'converted'), ...yesNo].join('\n'),
    target: 'converted',
    folds: 0,
    holdout: 0,
  });
  expect(within.artifact.lineage.converted).toBe(told.artifact.lineage.converted);
  expect(within.artifact.intercept).toBeCloseTo(told.artifact.intercept, 6);
});

test('settings are searched among old leads, too', async () => {
  const { record } = await trainModel({ ...input, tune: 2, folds: 2 });
  expect(record.candidates[0]!.search!.inner_folds).toBeGreaterThan(0);
}, 120_000);

test.each<[string, Partial<TrainInput>, string]>([
  ['class weights', { classWeight: 'balanced' }, '--class-weight: expected none with --horizon'],
  [
    'a calibration',
    { calibration: 'isotonic' },
    '--calibration: expected auto or none with --horizon, got isotonic',
  ],
  [
    'a word of a target',
    { positive: 'yes' },
    '--horizon: expected neither --join, --positive nor --negative',
  ],
])('%s is refused beside a horizon', async (_, changes, message) => {
  await expect(trainModel({ ...input, ...changes })).rejects.toThrow(message);
});

test('an artifact with a horizon that is none is refused', async () => {
  const { artifact } = await trainModel({ ...input, folds: 0, holdout: 0, outOfFold: false });
  const wrong = JSON.parse(serializeArtifact(artifact));
  wrong.horizon.days = 0;
  expect(() => parseArtifact(wrong)).toThrow(/horizon\.days/);
  const { horizon: _, ...before } = JSON.parse(serializeArtifact(artifact));
  expect(compileModel(parseArtifact(before)).explain({}).horizon_days).toBeUndefined();
});
