import fc from 'fast-check';
import { TRAINERS } from '../../../lib/contract/training-words.ts';
import { InputError } from '../../../lib/errors.ts';
import { rocAuc } from '../../../lib/learning/evaluation/evaluate.ts';
import { generateSample } from '../../../lib/learning/sample/generate-sample.ts';
import type { TrainInput } from '../../../lib/learning/train-input.ts';
import { serializeArtifact, type TrainedModel, trainModel } from '../../../lib/learning/train-model.ts';
import type { TrainerName } from '../../../lib/learning/trainers/trainer.ts';
import { compileModel } from '../../../lib/model/compile-model.ts';
import { parseArtifact } from '../../../lib/model/parse-artifact.ts';
import { sigmoid } from '../../../lib/statistics/sigmoid.ts';

const SAMPLE = generateSample({ rows: 3000, seed: 1 });
const train = (input: Partial<TrainInput> = {}) =>
  trainModel({
    data: SAMPLE.csv,
    fileName: 'sample.csv',
    target: 'converted',
    name: 'leads',
    createdAt: new Date('2026-01-01T00:00:00Z'),
    trainers: ['logistic'],
    ...input,
  });

/** A few trees, for what does not depend on how good they are. */
const FEW_TREES = { trees: { maxTrees: 20, learningRate: 0.2, bags: 2 }, boosted: { maxRounds: 50 } };

let logistic: TrainedModel;
beforeAll(async () => {
  logistic = await train();
});

test.each(TRAINERS)('%s writes an artifact that the reader accepts', async (trainer) => {
  const { artifact } = await train({
    trainers: [trainer],
    data: generateSample({ rows: 500, seed: 3 }).csv,
    settings: trainer === 'trees' ? FEW_TREES : {},
    folds: 2,
  });
  expect(parseArtifact(JSON.parse(serializeArtifact(artifact)))).toEqual(artifact);
  expect(artifact.trainer).toBe(trainer);
  expect(artifact.scale.points === undefined).toBe(trainer !== 'scorecard');
});

test('describes the leads', () => {
  const { artifact, record } = logistic;
  expect(artifact.schema.fields.map(({ name, type, required }) => [name, type, required])).toEqual([
    ['first_contact', 'date', false],
    ['source', 'category', false],
    ['industry', 'category', false],
    ['country', 'category', false],
    ['employees', 'number', false],
    ['visits', 'number', false],
    ['pages_viewed', 'number', false],
    ['email_opened', 'boolean', false],
    ['demo_requested', 'boolean', false],
  ]);
  expect(artifact.lineage.left_out).toEqual({
    lead_id: 'identifier or free text: 3,000 different values in 3,000 rows',
  });
  expect(record.warnings).toEqual([]);
  expect(record.data).toMatchObject({ file: 'sample.csv', rows: 3000, converted: 619, positive: 'yes' });
});

test('the same data, options and seed give the same bytes but for created_at', async () => {
  const later = (await train({ createdAt: new Date('2027-01-01T00:00:00Z') })).artifact;
  const bytes = serializeArtifact(logistic.artifact);
  expect(serializeArtifact(later).replace('2027-01-01', '2026-01-01')).toBe(bytes);
  expect((await train({ seed: 7 })).artifact.metrics).not.toEqual(logistic.artifact.metrics);
});

describe('the order of rows and columns makes no difference', () => {
  const { csv } = generateSample({ rows: 400, seed: 9 });
  const [header, ...rows] = csv.trimEnd().split('\n');
  /** Everything that scores, and how it was measured. */
  const trainOn = async (trainer: TrainerName, text: string) => {
    const { artifact } = await train({
      trainers: [trainer],
      data: text,
      folds: 2,
      drop: ['lead_id'],
      force: true,
      settings: trainer === 'trees' ? FEW_TREES : {},
    });
    const { intercept, terms, trees, calibration, scale, metrics } = artifact;
    return { intercept, terms, trees, calibration, scale, metrics };
  };

  test.each(TRAINERS)('%s', async (trainer) => {
    const straight = await trainOn(trainer, csv);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(rows, { minLength: rows.length }),
        fc.shuffledSubarray([...header!.split(',').keys()], { minLength: header!.split(',').length }),
        async (shuffled, order) => {
          const lines = [header!, ...shuffled].map((line) => {
            const cells = line.split(',');
            return order.map((i) => cells[i]).join(',');
          });
          expect(await trainOn(trainer, lines.join('\r\n'))).toEqual(straight);
        },
      ),
      { numRuns: 3 },
    );
  });
});

test('a date becomes its weekday; its month only from two years on; its place in time only when asked', async () => {
  const parts = async (csv: string, changes: Partial<TrainInput> = {}) =>
    (await train({ data: csv, ...changes })).artifact.terms.flatMap((term) =>
      term.kind === 'pair' || term.part === undefined ? [] : [term.part],
    );
  expect(await parts(SAMPLE.csv)).toEqual(['weekday']);
  expect(await parts(SAMPLE.csv, { absoluteDate: true })).toEqual(['weekday', 'days']);
  // The sample ends on 2026-06-24; a lead of 2024-06-01 makes it more than 24 months.
  expect(await parts(`${SAMPLE.csv}x,2024-06-01,social,retail,DE,5,1,2,no,no,no\n`)).toEqual([
    'weekday',
    'month',
  ]);
});

test('the scale holds the hundredths of the training leads, the baseline their shares', () => {
  const { scale, baseline, schema } = logistic.artifact;
  expect(scale.percentiles).toHaveLength(98);
  expect([...scale.percentiles].sort((a, b) => a - b)).toEqual(scale.percentiles);
  expect(scale.grades).toEqual({ A: 90, B: 70, C: 40 });
  for (const { missing, shares, levels } of Object.values(baseline)) {
    const all = [missing, ...(shares ?? []), ...Object.values(levels ?? {})];
    expect(all.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  }
  expect(Object.keys(baseline)).toEqual(schema.fields.map((field) => field.name).sort());
});

test('options that do not fit together, or nothing to learn from', async () => {
  await expect(train({ joined: { data: 'lead_id\nL-00001\n' } })).rejects.toThrow(InputError);
  await expect(train({ folds: 0, trainers: ['logistic', 'scorecard'] })).rejects.toThrow(
    '--folds: expected at least 2, to compare logistic, scorecard, got 0.',
  );
  const idOnly = Array.from({ length: 100 }, (_, i) => `L-${i},${i % 2 ? 'yes' : 'no'}`);
  await expect(train({ data: ['lead_id,converted', ...idOnly].join('\n') })).rejects.toThrow(
    'sample.csv: expected a column to learn from, found none: lead_id (identifier or free text: 100 different values in 100 rows).',
  );
});

describe('splits', () => {
  test('forward in time: the hold-out is the latest fifth', async () => {
    const { record } = await train({ time: 'first_contact', folds: 3 });
    expect(record.split).toEqual({
      scheme: 'forward',
      column: 'first_contact',
      folds: 3,
      holdout_rows: expect.any(Number),
      measured_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      text: expect.stringContaining(
        'split by first_contact: every part is measured with a model of what came before it',
      ),
    });
    expect(Math.abs(record.split.holdout_rows - 600)).toBeLessThan(20);
  });

  test('forward in time: leads without a time take no part, and that is told', async () => {
    const { csv } = generateSample({ rows: 600, seed: 4 });
    const data = csv
      .split('\n')
      .map((line, i) => (i > 0 && i % 50 === 0 ? line.replace(/\d{4}-\d\d-\d\d/, '') : line))
      .join('\n');
    const { record } = await train({ data, time: 'first_contact', folds: 2, trainers: ['logistic'] });
    expect(record.split.text).toMatch(/; 12 leads without a first_contact took no part$/);
  });

  test('grouped: the column is not learned from', async () => {
    const { record, artifact } = await train({ group: 'country', folds: 3 });
    expect(record.split).toMatchObject({ scheme: 'grouped', column: 'country' });
    expect(record.left_out.country).toBe('the column of --group');
    expect(artifact.schema.fields.map(({ name }) => name)).not.toContain('country');
  });

  test('nothing held out: nothing is claimed', async () => {
    const { record, artifact } = await train({ folds: 0, holdout: 0 });
    expect(artifact.metrics).toEqual({});
    expect(record.curves).toBeUndefined();
    expect(record.split.text).toBe('nothing was held out, so nothing was measured');
  });
});

test('class weights change the fit and leave the probabilities honest', async () => {
  const { artifact } = await train({ classWeight: 'balanced' });
  expect(artifact.trainer_options.class_weight).toBe('balanced');
  expect(artifact.terms).not.toEqual(logistic.artifact.terms);
  const { cross_validated } = artifact.metrics;
  expect(cross_validated!.log_loss - logistic.artifact.metrics.cross_validated!.log_loss).toBeLessThan(0.002);
  expect(cross_validated!.ece).toBeLessThan(0.03);
});

test('threads change the time it takes, and nothing else', async () => {
  const changes: Partial<TrainInput> = {
    trainers: ['logistic', 'scorecard', 'trees'],
    folds: 2,
    settings: FEW_TREES,
  };
  // Worker threads load TypeScript by Node itself, not by Jest.
  const [one, two] = [await train({ ...changes, threads: 1 }), await train({ ...changes, threads: 2 })];
  expect(serializeArtifact(two.artifact)).toBe(serializeArtifact(one.artifact));
  expect(two.record).toEqual(one.record);
});

describe('a column that knows the outcome', () => {
  const [header, ...rows] = SAMPLE.csv.trimEnd().split('\n');
  test('is named in a warning', async () => {
    const leaking = rows.map((row, i) => `${row},${row.endsWith('yes') ? 3 + (i % 5) : i % 3}`);
    const { record } = await train({ data: [`${header},deal_size`, ...leaking].join('\n') });
    expect(record.warnings.join('\n')).toContain('deal_size may give the outcome away');
    expect(record.warnings.join('\n')).toContain(
      'separate the leads that converted from the others perfectly',
    );
  });

  test('an equal column is left out and told', async () => {
    const doubled = rows.map((row) => `${row},${10 * Number(row.split(',')[6])}`);
    const { record } = await train({ data: [`${header},visits_x10`, ...doubled].join('\n') });
    expect(record.left_out.visits_x10).toBe('tells the same as “visits” (correlation 1.0000)');
  });
});

describe('against the probabilities that the sample was drawn with', () => {
  let winner: TrainedModel;
  let logOdds: Float64Array;
  /** Feature → Σ |effect − mean effect| over the leads. */
  let effects: Map<string, number>;
  const fresh = generateSample({ rows: 5000, seed: 2 });
  const truth = fresh.trueProbabilities.map((p) => Math.log(p / (1 - p)));
  const lines = fresh.csv.trimEnd().split('\n').slice(1);
  const labels = Uint8Array.from(lines, (line) => Number(line.endsWith('yes')));
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

  beforeAll(async () => {
    winner = await train({
      data: generateSample({ rows: 20_000, seed: 1 }).csv,
      trainers: ['logistic', 'scorecard', 'gradient-descent'],
    });
    const model = compileModel(winner.artifact);
    const number = (word: string) => (word === '' ? null : Number(word));
    const flag = (word: string) => (word === '' ? null : word === 'yes');
    effects = new Map();
    logOdds = Float64Array.from(lines, (line) => {
      const [, first_contact, source, industry, country, employees, visits, pages, opened, demo] =
        line.split(',');
      const lead = {
        first_contact: first_contact!,
        source: source!,
        industry: industry || null,
        country: country!,
        employees: number(employees!),
        visits: number(visits!),
        pages_viewed: number(pages!),
        email_opened: flag(opened!),
        demo_requested: flag(demo!),
      };
      const explained = model.explain(lead);
      const { contributions } = model.score(lead);
      winner.artifact.terms.forEach((term, t) => {
        if (term.kind === 'pair') return;
        const effect = Math.abs(contributions[t]! - term.mean);
        effects.set(term.feature, (effects.get(term.feature) ?? 0) + effect);
      });
      return Math.log(explained.probability / (1 - explained.probability));
    });
  });

  test('of three candidates the simple one wins, because the truth is nearly linear', () => {
    expect(winner.record.candidates.map(({ trainer }) => trainer)).toEqual([
      'logistic',
      'scorecard',
      'gradient-descent',
    ]);
    expect(winner.record.winner).toBe('logistic');
  });

  test('the calibration slope is within .9 and 1.1', () => {
    // The slope of the true log-odds over the predicted ones, by least squares.
    const [a, b] = [mean(logOdds), mean(truth)];
    let [ab, aa, bb] = [0, 0, 0];
    logOdds.forEach((value, i) => {
      ab += (value - a) * (truth[i]! - b);
      aa += (value - a) ** 2;
      bb += (truth[i]! - b) ** 2;
    });
    expect(ab / Math.sqrt(aa * bb)).toBeGreaterThan(0.96);
    expect(ab / aa).toBeGreaterThan(0.9);
    expect(ab / aa).toBeLessThan(1.1);
  });

  test('the effects recover the strongest ones of the generator, in their order', () => {
    // By the process of generate-sample.ts, mean |effect − mean effect|: source .39, visits .36, demo_requested .32,
    // then email_opened .28 and pages_viewed .27, which are too near to each other to be told apart.
    const found = [...effects].sort(([, x], [, y]) => y - x).map(([feature]) => feature);
    expect(found.slice(0, 3)).toEqual(['source', 'visits', 'demo_requested']);
    expect(found.slice(3, 5).sort()).toEqual(['email_opened', 'pages_viewed']);
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
    const { holdout, cross_validated } = winner.artifact.metrics;
    expect(Math.abs(cross_validated!.roc_auc - rocAuc(logOdds, labels))).toBeLessThan(0.03);
    expect(Math.abs(holdout!.roc_auc - cross_validated!.roc_auc)).toBeLessThan(0.05);
    expect(cross_validated!.log_loss).toBeLessThan(cross_validated!.constant_log_loss);
  });
});
