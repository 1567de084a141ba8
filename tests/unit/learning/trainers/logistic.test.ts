import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { prepareFeatures } from '../../../../lib/learning/preparation/prepare-features.ts';
import type { Feature } from '../../../../lib/learning/table/encode-leads.ts';
import { buildDesign, computeLogOdds, type Design } from '../../../../lib/learning/trainers/design.ts';
import { fitLogistic } from '../../../../lib/learning/trainers/fit-logistic.ts';
import { createLogisticTrainer } from '../../../../lib/learning/trainers/logistic.ts';
import { computeLoss } from '../../../../lib/learning/trainers/logistic-loss.ts';
import { logLoss } from '../../../../lib/statistics/log-loss.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';
import { sigmoid } from '../../../../lib/statistics/sigmoid.ts';
import { everyRow, readSampleLeads } from '../../../support/sample-leads.ts';
// scikit-learn 1.9.1; golden/logistic.py says how.
import golden from '../golden/logistic.json' with { type: 'json' };

const text = readFileSync(join(__dirname, '../golden/leads.csv'), 'utf8');
const { features, labels } = readSampleLeads(text, ['lead_id', 'first_contact']);
const rows = everyRow(labels.length);

describe('agrees with scikit-learn to 1e-6 in the weights and 1e-7 in the log-loss', () => {
  const numbers = features.filter((feature) => feature.kind === 'number');
  test.each([
    ['ridge', features, { l2: 1 }],
    ['strong', features, { l2: 100 }],
    ['weighted', features, { l2: 1, positiveWeight: 3.5 }],
    ['unpenalised', numbers, { l2: 0 }],
    ['elastic', features, { l2: 6, l1: 4 }],
  ] as const)('%s', (name, used, options) => {
    const prepared = prepareFeatures(used, rows);
    const design = buildDesign(prepared, rows);
    const { weights, converged } = fitLogistic(design, labels, options);
    expect(converged).toBe(true);
    const expected = golden[name] as { intercept: number; log_loss: number; weights: Record<string, number> };
    expect(Math.abs(weights[0]! - expected.intercept)).toBeLessThan(1e-6);
    const words: Record<string, string> = { true: 'yes', false: 'no' };
    const found = prepared.flatMap(({ feature }, f): [string, number][] => {
      const { slope, levels, missing } = design.parameters[f]!;
      const own = feature.kind === 'level' ? feature.levels : [];
      return [
        ...(slope < 0 ? [] : [[feature.field, weights[slope]!] as [string, number]]),
        ...levels.map((at, i): [string, number] => [
          `${feature.field}=${words[own[i]!] ?? own[i]}`,
          weights[at]!,
        ]),
        ...(missing < 0 ? [] : [[`${feature.field}=`, weights[missing]!] as [string, number]]),
      ];
    });
    expect(found.map(([parameter]) => parameter).sort()).toEqual(Object.keys(expected.weights).sort());
    for (const [parameter, weight] of found) {
      expect(Math.abs(weight - expected.weights[parameter]!)).toBeLessThan(1e-6);
    }
    const loss = logLoss(computeLogOdds(design, weights).map(sigmoid), labels);
    expect(Math.abs(loss - expected.log_loss)).toBeLessThan(1e-7);
  });
});

const randomSet = fc
  .record({ seed: fc.integer(), size: fc.integer({ min: 30, max: 120 }), l2: fc.constantFrom(0.1, 1, 10) })
  .map(({ seed, size, l2 }) => {
    const random = createRandom(seed);
    const level = Uint16Array.from({ length: size }, () => Math.floor(4 * random()));
    const x = Float64Array.from({ length: size }, () => (random() < 0.1 ? Number.NaN : 10 * random() - 3));
    const y = Uint8Array.from({ length: size }, (_, i) =>
      Number(random() < sigmoid(0.3 * (x[i] || 0) + level[i]! - 2)),
    );
    y.set([0, 1]);
    const set: Feature[] = [
      { kind: 'level', field: 'level', levels: ['a', 'b', 'c'], codes: level },
      { kind: 'number', field: 'x', values: x },
    ];
    return { features: set, labels: y, l2 };
  });

const OPTIONS = {
  impute: 'mean',
  missingEffect: true,
  winsorise: 0,
  transform: 'none',
  normalise: true,
  rareLevelRows: 1,
} as const;

test('at the optimum the gradient is zero', () => {
  fc.assert(
    fc.property(randomSet, ({ features: set, labels: y, l2 }) => {
      const design = buildDesign(prepareFeatures(set, everyRow(y.length), OPTIONS), everyRow(y.length));
      const { weights } = fitLogistic(design, y, { l2 });
      const { gradient } = computeLoss({ design, labels: y, positiveWeight: 1, l2 }, weights);
      for (const slope of gradient) expect(Math.abs(slope)).toBeLessThan(1e-5);
    }),
    { numRuns: 50 },
  );
});

test('at the optimum of the elastic net a weight is zero exactly where its gradient is within l1', () => {
  fc.assert(
    fc.property(randomSet, ({ features: set, labels: y, l2 }) => {
      const design = buildDesign(prepareFeatures(set, everyRow(y.length), OPTIONS), everyRow(y.length));
      const { weights } = fitLogistic(design, y, { l2, l1: 2 });
      const { gradient } = computeLoss({ design, labels: y, positiveWeight: 1, l2 }, weights);
      expect(Math.abs(gradient[0]!)).toBeLessThan(1e-4);
      for (let j = 1; j < weights.length; j++) {
        if (weights[j] === 0) expect(Math.abs(gradient[j]!)).toBeLessThan(2 + 1e-4);
        else expect(gradient[j]! + 2 * Math.sign(weights[j]!)).toBeCloseTo(0, 3);
      }
    }),
    { numRuns: 50 },
  );
});

test('the names of the levels make no difference, nor does the order of the leads', () => {
  fc.assert(
    fc.property(randomSet, ({ features: set, labels: y, l2 }) => {
      const [level, x] = set as [Extract<Feature, { kind: 'level' }>, Extract<Feature, { kind: 'number' }>];
      const trainer = createLogisticTrainer({ l2, l1: 0 }, OPTIONS);
      const train = (leads: readonly Feature[], outcomes: Uint8Array) =>
        trainer.fit({
          features: leads,
          labels: outcomes,
          rows: everyRow(y.length),
          seed: 1,
          positiveWeight: 1,
        });
      const straight = train(set, y);
      const backwards = train(
        [
          { ...level, levels: ['z', 'y', 'x'], codes: level.codes.slice().reverse() },
          { ...x, values: x.values.slice().reverse() },
        ],
        y.slice().reverse(),
      );
      expect(backwards.intercept).toBeCloseTo(straight.intercept, 8);
      const valuesOf = (terms: typeof straight.terms) =>
        terms.flatMap((term) => (term.kind === 'category' ? Object.values(term.values) : []));
      valuesOf(straight.terms).forEach((value, i) => {
        expect(valuesOf(backwards.terms)[i]).toBeCloseTo(value, 8);
      });
    }),
    { numRuns: 30 },
  );
});

describe('tells what is wrong with the data', () => {
  const numbers = (columns: Record<string, readonly number[]>): Feature[] =>
    Object.entries(columns).map(([field, values]) => ({
      kind: 'number',
      field,
      values: Float64Array.from(values),
    }));
  const train = (columns: Record<string, readonly number[]>, outcomes: readonly number[], l2 = 1) =>
    createLogisticTrainer({ l2, l1: 0 }, OPTIONS).fit({
      features: numbers(columns),
      labels: Uint8Array.from(outcomes),
      rows: everyRow(outcomes.length),
      seed: 1,
      positiveWeight: 1,
    });
  const x = Array.from({ length: 100 }, (_, i) => (i - 49.5) / 29);
  const noise = x.map((_, i) => ((i * 37) % 100) / 50);

  test.each([1, 1e-6, 0])('perfect separation, with l2 = %p: finite weights and a warning', (l2) => {
    const { terms, warnings } = train(
      { x, noise },
      x.map((value) => Number(value > 0)),
      l2,
    );
    expect(warnings).toEqual(
      expect.arrayContaining([
        expect.stringContaining('separate the leads that converted from the others perfectly'),
      ]),
    );
    for (const term of terms) expect(term.kind === 'linear' && Number.isFinite(term.weight)).toBe(true);
  });

  test('a number that others add up to', () => {
    const outcomes = x.map((_, i) => Number((i * 7) % 10 < 4));
    const sum = x.map((value, i) => 2 * value - noise[i]! + 3);
    expect(train({ noise, sum, x }, outcomes).warnings).toEqual([
      'collinear: x can be computed from the numbers before it, so their weights share one effect; leave one out with --drop',
    ]);
    expect(train({ noise, x }, outcomes).warnings).toEqual([]);
  });
});

test('large tables take their curvature from a part of the leads, and reach the same optimum', () => {
  const random = createRandom(5);
  const size = 130_000;
  const x = Float64Array.from({ length: size }, () => random() - 0.5);
  const labels2 = Uint8Array.from(x, (value) => Number(random() < sigmoid(2 * value - 2)));
  const design: Design = {
    rows: size,
    columns: 2,
    numbers: [{ parameter: 1, values: x, fill: 0, missing: -1 }],
    indicators: [],
    parameters: [],
  };
  const { weights, iterations, converged } = fitLogistic(design, labels2, { l2: 1 });
  const { gradient } = computeLoss({ design, labels: labels2, positiveWeight: 1, l2: 1 }, weights);
  expect(converged).toBe(true);
  expect(iterations).toBeLessThan(10);
  // A hundredth of the gradient's own standard error, √(n p (1 − p)) ≈ 100.
  for (const slope of gradient) expect(Math.abs(slope)).toBeLessThan(1);
});
