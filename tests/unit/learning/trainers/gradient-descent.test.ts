import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { prepareFeatures } from '../../../../lib/learning/preparation/prepare-features.ts';
import { contributeColumn, scoreColumns } from '../../../../lib/learning/score-columns.ts';
import type { Feature } from '../../../../lib/learning/table/encode-leads.ts';
import {
  buildDesign,
  computeLogOdds,
  type Design,
  sumProducts,
} from '../../../../lib/learning/trainers/design.ts';
import { createGradientDescentTrainer, descend } from '../../../../lib/learning/trainers/gradient-descent.ts';
import { logLoss } from '../../../../lib/statistics/log-loss.ts';
import { sigmoid } from '../../../../lib/statistics/sigmoid.ts';
import { everyRow, readSampleLeads } from '../../../support/sample-leads.ts';
// numpy 2.4.6; golden/fit.py says how.
import golden from '../golden/fit.json' with { type: 'json' };

const fitRows = (features: readonly Feature[], labels: Uint8Array, rows = everyRow(labels.length)) =>
  createGradientDescentTrainer().fit({ features, labels, rows, seed: 1, positiveWeight: 1 });

describe('on leads of the sample', () => {
  const text = readFileSync(join(__dirname, '../golden/leads.csv'), 'utf8');
  const { leads, labels } = readSampleLeads(text, ['lead_id', 'first_contact']);
  const fit = fitRows(leads.features, labels);

  test('ends where as many steps of plain gradient descent end', () => {
    expect(fit.intercept).toBeCloseTo(golden.intercept, 8);
    const weights = golden.weights as Record<string, number>;
    const words: Record<string, string> = { true: 'yes', false: 'no' };
    for (const term of fit.terms) {
      if (term.kind === 'pair') throw new Error('a regression has no pairs');
      if (term.kind === 'linear') {
        expect(term.weight).toBeCloseTo(weights[term.feature]!, 8);
      } else if (term.kind === 'category') {
        for (const [level, value] of Object.entries(term.values)) {
          expect(value).toBeCloseTo(weights[`${term.feature}=${words[level] ?? level}`]!, 8);
        }
      }
      const missing = weights[`${term.feature}=`];
      if (missing !== undefined) expect(term.missing).toBeCloseTo(missing, 8);
    }
    expect(fit.terms).toHaveLength(8);
    expect(golden.gradient).toBeLessThan(1e-3);
    expect(fit.warnings).toEqual([]);
  });

  test('the scorer gives the log-odds that were fitted', () => {
    const prepared = prepareFeatures(leads.features, everyRow(labels.length));
    const design = buildDesign(prepared, everyRow(labels.length));
    const { weights } = descend(design, labels);
    const logOdds = computeLogOdds(design, weights);
    const scored = scoreColumns(fit, leads.features, everyRow(labels.length));
    for (let i = 0; i < leads.count; i++) expect(scored[i]).toBeCloseTo(logOdds[i]!, 12);
  });

  test('a term’s mean is the mean of its contributions', () => {
    for (const term of fit.terms) {
      const contributions = contributeColumn(term, leads.features, everyRow(labels.length));
      expect(term.mean).toBeCloseTo(contributions.reduce((sum, value) => sum + value, 0) / leads.count, 12);
    }
  });
});

describe('what training never showed', () => {
  const rows = Array.from({ length: 200 }, (_, i) => {
    const level = i % 2 === 0 ? 'a' : 'b';
    const rare = i < 5 ? 'rare' : level;
    return `${level},${rare},${i % 13},${(i * 7) % 10 < (i % 2 ? 3 : 6) ? 'yes' : 'no'}`;
  });
  const { leads, labels } = readSampleLeads(['level,rare,n,converted', ...rows].join('\n'), []);
  const { terms } = fitRows(leads.features, labels);
  const [level, n, rare] = terms;

  test('an unseen level and a missing value contribute the mean', () => {
    expect(level).toMatchObject({ other: level!.mean, missing: level!.mean });
    expect(n).toMatchObject({ missing: n!.mean, mean: expect.closeTo(0, 12) });
  });

  test('rare levels share a weight, which unseen levels get, too', () => {
    if (rare?.kind !== 'category') throw new Error('expected a category');
    expect(Object.keys(rare.values)).toEqual(['b', 'a']);
    expect(rare.other).not.toBeCloseTo(rare.mean, 6);
  });
});

test('learns from the leads at the given rows, and from no others', () => {
  const lines = Array.from({ length: 100 }, (_, i) => `${i},${i < 80 ? 'a' : 'b'},${i % 2 ? 'no' : 'yes'}`);
  const { leads, labels } = readSampleLeads(['n,level,converted', ...lines, '500.5,b,yes'].join('\n'), []);
  const fit = fitRows(leads.features, labels, everyRow(labels.length).slice(10, 80));
  const [level, n] = fit.terms;
  if (n?.kind !== 'linear' || level?.kind !== 'category') throw new Error('expected other terms');
  expect(n.steps[0]).toEqual({ op: 'clip', low: 10, high: 79 });
  expect(Object.keys(level.values)).toEqual(['a']);
});

describe('hard cases', () => {
  const designOf = (columns: readonly (readonly number[])[]): Design => ({
    rows: columns[0]!.length,
    columns: columns.length + 1,
    numbers: columns.map((values, i) => ({
      parameter: i + 1,
      values: Float64Array.from(values),
      fill: 0,
      missing: -1,
    })),
    indicators: [],
    parameters: [],
  });
  const lossOf = (design: Design, weights: Float64Array, labels: Uint8Array) =>
    logLoss(computeLogOdds(design, weights).map(sigmoid), labels);
  const x = Array.from({ length: 100 }, (_, i) => (i - 49.5) / 29);

  test('a perfectly separable target has finite weights, and is said not to have converged', () => {
    const labels = Uint8Array.from(x, (value) => Number(value > 0));
    const { weights, converged } = descend(designOf([x]), labels);
    expect(converged).toBe(false);
    expect(weights[1]).toBeGreaterThan(5);
    expect(weights[1]).toBeLessThan(200);
  });

  test('two equal columns share the weight, and a constant one gets none', () => {
    const labels = Uint8Array.from(x, (value, i) => Number(value + ((i * 37) % 19) / 9 - 1 > 0));
    const { weights, converged } = descend(designOf([x, x, x.map(() => 0)]), labels);
    expect(converged).toBe(true);
    expect(weights[1]).toBeGreaterThan(1);
    expect(weights[1]).toBeCloseTo(weights[2]!, 12);
    expect(weights[3]).toBe(0);
  });

  test('a learning rate is that of the mean gradient: one step from zero is the rate times it', () => {
    const labels = Uint8Array.from(x, (value) => Number(value > 0));
    const sd = Math.sqrt(x.reduce((sum, value) => sum + value ** 2, 0) / x.length);
    const gradient = x.reduce((sum, value, i) => sum + (value / sd) * (labels[i]! - 0.5), 0) / x.length;
    const { weights, lowered } = descend(designOf([x]), labels, 1, 0.1);
    expect(weights[1]! * sd).toBeCloseTo(0.1 * gradient, 12);
    expect(lowered).toBeUndefined();
  });

  test('one that could overshoot is lowered to the usual one, and a warning says so', () => {
    const labels = Uint8Array.from(x, (value, i) => Number(value + ((i * 37) % 19) / 9 - 1 > 0));
    const columns = Array.from({ length: 8 }, () => x);
    const usual = descend(designOf(columns), labels);
    const { weights, lowered } = descend(designOf(columns), labels, undefined, 1);
    expect(lowered).toBeCloseTo(4 / 8, 12);
    expect(weights).toEqual(usual.weights);
    const features = columns.map((values, i) => ({
      kind: 'number' as const,
      field: `n${i}`,
      values: Float64Array.from(values),
    }));
    const trainer = createGradientDescentTrainer(undefined, { steps: 7, learningRate: 1 });
    expect(trainer.options).toEqual({ steps: 7, learning_rate: 1, most_rows: 10_000 });
    const set = { features, labels, rows: everyRow(x.length), seed: 1, positiveWeight: 1 };
    expect(trainer.fit(set).warnings).toEqual([
      expect.stringMatching(
        /^gradient-descent: a learning rate of 1 may overshoot on these leads; 0\.500 was taken$/,
      ),
      expect.stringContaining('not converged after 7 steps'),
    ]);
  });

  test('no step overshoots: the loss falls with every step, however the columns hang together and are scaled', () => {
    const value = fc.double({ min: -1, max: 1, noNaN: true });
    const lead = fc.tuple(value, value, value, fc.boolean());
    fc.assert(
      fc.property(fc.array(lead, { minLength: 5, maxLength: 40 }), (leads) => {
        const labels = Uint8Array.from(leads, ([, , , converted]) => Number(converted));
        const design = designOf([
          leads.map(([a]) => a),
          leads.map(([a, b]) => 1000 * a + 1e-3 * b + 7),
          leads.map(([, b, c]) => b - c),
          leads.map(([a, b, c]) => Number(a + b + c > 0)),
        ]);
        const losses = [0, 1, 2, 5, 20].map((steps) =>
          lossOf(design, descend(design, labels, steps).weights, labels),
        );
        expect(losses[0]).toBeCloseTo(Math.LN2, 12);
        losses.slice(1).forEach((loss, i) => {
          expect(loss).toBeLessThanOrEqual(losses[i]! + 1e-12);
        });
      }),
    );
  });
});

describe('more leads than it learns from', () => {
  const rows = 12_000;
  const values = Float64Array.from({ length: rows }, (_, i) => Math.sin(i));
  const labels = Uint8Array.from(values, (value, i) => Number(value + ((i * 37) % 19) / 9 - 1 > 0));
  const fitBy = (seed: number) =>
    createGradientDescentTrainer().fit({
      features: [{ kind: 'number', field: 'n', values }],
      labels,
      rows: everyRow(rows),
      seed,
      positiveWeight: 1,
    });

  test('are drawn by the seed, which a warning says', () => {
    const [first, again, other] = [fitBy(1), fitBy(1), fitBy(2)];
    expect(first.warnings).toEqual([
      'gradient-descent: learns from 10,000 leads drawn at random, not from all',
    ]);
    expect(again).toEqual(first);
    expect(other.intercept).not.toBe(first.intercept);
    expect(other.intercept).toBeCloseTo(first.intercept, 1);
  });
});

test('class weights are refused', () => {
  const set = { features: [], labels: Uint8Array.of(0, 1), rows: everyRow(2), seed: 1, positiveWeight: 3 };
  expect(() => createGradientDescentTrainer().fit(set)).toThrow('expected no class weights');
});

test('sumProducts is designᵀ diag(w) design, and symmetric', () => {
  const design: Design = {
    rows: 3,
    columns: 4,
    numbers: [{ parameter: 3, values: Float64Array.of(2, Number.NaN, 0.5), fill: -1, missing: -1 }],
    indicators: [{ codes: Uint16Array.of(0, 1, 2), parameterOf: Int32Array.of(1, 2, 4) }],
    parameters: [],
  };
  const w = Float64Array.of(1, 2, 4);
  const dense = [
    [1, 1, 0, 2],
    [1, 0, 1, -1],
    [1, 0, 0, 0.5],
  ];
  const products = sumProducts(design, w);
  for (let i = 0; i < 4; i++) {
    for (let j = 0; j < 4; j++) {
      const expected = dense.reduce((sum, row, r) => sum + w[r]! * row[i]! * row[j]!, 0);
      expect(products[i * 4 + j]).toBeCloseTo(expected, 12);
    }
  }
});
