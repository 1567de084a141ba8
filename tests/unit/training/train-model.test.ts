import { InputError } from '../../../lib/errors.ts';
import { sigmoid } from '../../../lib/model/calibrate.ts';
import { compileModel } from '../../../lib/model/compile-model.ts';
import { parseArtifact } from '../../../lib/model/parse-artifact.ts';
import { rocAuc } from '../../../lib/training/evaluation/evaluate.ts';
import { generateSample } from '../../../lib/training/sample/generate-sample.ts';
import { serializeArtifact, type TrainInput, trainModel } from '../../../lib/training/train-model.ts';

const SAMPLE = generateSample({ rows: 3000, seed: 1 });
const train = (input: Partial<TrainInput> = {}) =>
  trainModel({
    data: SAMPLE.csv,
    fileName: 'sample.csv',
    target: 'converted',
    name: 'leads',
    createdAt: new Date('2026-01-01T00:00:00Z'),
    ...input,
  });
const { artifact, effects, warnings } = train();

test('writes an artifact that the reader accepts', () => {
  expect(parseArtifact(JSON.parse(serializeArtifact(artifact)))).toEqual(artifact);
});

test('describes the leads', () => {
  expect(artifact.schema.fields.map(({ name, type, required }) => [name, type, required])).toEqual([
    ['first_contact', 'date', true],
    ['source', 'category', true],
    ['industry', 'category', false],
    ['country', 'category', true],
    ['employees', 'number', false],
    ['visits', 'number', true],
    ['pages_viewed', 'number', true],
    ['email_opened', 'boolean', false],
    ['demo_requested', 'boolean', true],
  ]);
  expect(artifact.lineage.left_out).toEqual({
    lead_id: 'identifier or free text: 3,000 different values in 3,000 rows',
  });
  expect(warnings).toEqual([]);
  expect(effects.map((effect) => effect.spread)).toEqual(
    effects.map((effect) => effect.spread).sort((a, b) => b - a),
  );
  expect(effects[0]).toMatchObject({
    feature: 'source',
    most: { value: 'referral' },
    least: { value: 'cold email' },
  });
});

test('the same data, options and seed give the same bytes but for created_at', () => {
  const later = train({ createdAt: new Date('2027-01-01T00:00:00Z') }).artifact;
  expect(serializeArtifact(later).replace('2027-01-01', '2026-01-01')).toBe(serializeArtifact(artifact));
  expect(train({ seed: 7 }).artifact.metrics).not.toEqual(artifact.metrics);
});

test('the rows in another order give the same model', () => {
  const [header, ...rows] = SAMPLE.csv.trimEnd().split('\n');
  const { lineage, ...shuffled } = train({ data: [header, ...rows.reverse()].join('\r\n') }).artifact;
  const { lineage: _, ...straight } = artifact;
  expect(shuffled).toEqual(straight);
  expect(lineage.data_sha256).not.toBe(artifact.lineage.data_sha256);
});

test('a date becomes its weekday; its month only from two years on', () => {
  const parts = (csv: string) =>
    train({ data: csv }).artifact.terms.flatMap((term) => (term.kind === 'category' && term.part) || []);
  expect(parts(SAMPLE.csv)).toEqual(['weekday']);
  // The sample ends on 2026-06-24; a lead of 2024-06-01 makes it more than 24 months.
  expect(parts(`${SAMPLE.csv}x,2024-06-01,social,retail,DE,5,1,2,no,no,no\n`)).toEqual(['weekday', 'month']);
});

test('the scale holds the hundredths of the training leads, the baseline their shares', () => {
  const { percentiles, grades } = artifact.scale;
  expect(percentiles).toHaveLength(98);
  expect([...percentiles].sort((a, b) => a - b)).toEqual(percentiles);
  expect(grades).toEqual({ A: 90, B: 70, C: 40 });
  for (const { missing, shares, levels } of Object.values(artifact.baseline)) {
    const all = [missing, ...(shares ?? []), ...Object.values(levels ?? {})];
    expect(all.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  }
  expect(Object.keys(artifact.baseline)).toEqual(artifact.schema.fields.map((field) => field.name));
});

test('options that do not fit together, or nothing to learn from', () => {
  expect(() => train({ joined: { data: 'lead_id\nL-00001\n' } })).toThrow(InputError);
  const idOnly = Array.from({ length: 60 }, (_, i) => `L-${i},${i % 2 ? 'yes' : 'no'}`);
  expect(() => train({ data: ['lead_id,converted', ...idOnly].join('\n') })).toThrow(
    'sample.csv: expected a column to learn from, found none: lead_id (identifier or free text: 60 different values in 60 rows).',
  );
});

describe('against the probabilities that the sample was drawn with', () => {
  const fresh = generateSample({ rows: 5000, seed: 2 });
  const model = compileModel(artifact);
  const lines = fresh.csv.trimEnd().split('\n').slice(1);
  const number = (word: string) => (word === '' ? null : Number(word));
  const flag = (word: string) => (word === '' ? null : word === 'yes');
  const logOdds = Float64Array.from(lines, (line) => {
    const [, first_contact, source, industry, country, employees, visits, pages, opened, demo] =
      line.split(',');
    return model.score({
      first_contact: first_contact!,
      source: source!,
      industry: industry || null,
      country: country!,
      employees: number(employees!),
      visits: number(visits!),
      pages_viewed: number(pages!),
      email_opened: flag(opened!),
      demo_requested: flag(demo!),
    }).logOdds;
  });
  const truth = fresh.trueProbabilities.map((p) => Math.log(p / (1 - p)));
  const labels = Uint8Array.from(lines, (line) => Number(line.endsWith('yes')));
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

  test('the log-odds follow the true ones', () => {
    const [a, b] = [mean(logOdds), mean(truth)];
    let [ab, aa, bb] = [0, 0, 0];
    logOdds.forEach((value, i) => {
      ab += (value - a) * (truth[i]! - b);
      aa += (value - a) ** 2;
      bb += (truth[i]! - b) ** 2;
    });
    expect(ab / Math.sqrt(aa * bb)).toBeGreaterThan(0.96);
  });

  test('the AUC on fresh leads is within .01 of what the true probabilities reach', () => {
    expect(rocAuc(truth, labels) - rocAuc(logOdds, labels)).toBeLessThan(0.01);
  });

  test('it is calibrated: in every fifth of the leads the mean is within .04 of the true one', () => {
    const byRank = Uint32Array.from(logOdds.keys()).sort((a, b) => logOdds[a]! - logOdds[b]!);
    for (let fifth = 0; fifth < 5; fifth++) {
      const group = byRank.subarray(fifth * 1000, (fifth + 1) * 1000);
      const predicted = mean(Float64Array.from(group, (i) => sigmoid(logOdds[i]!)));
      const actual = mean(Float64Array.from(group, (i) => fresh.trueProbabilities[i]!));
      expect(Math.abs(predicted - actual)).toBeLessThan(0.04);
    }
  });

  test('the figures it reports are near those on fresh leads', () => {
    const { holdout, cross_validated } = artifact.metrics;
    expect(Math.abs(cross_validated!.roc_auc - rocAuc(logOdds, labels))).toBeLessThan(0.03);
    expect(Math.abs(holdout!.roc_auc - cross_validated!.roc_auc)).toBeLessThan(0.05);
    expect(cross_validated!.log_loss).toBeLessThan(cross_validated!.constant_log_loss);
  });
});
