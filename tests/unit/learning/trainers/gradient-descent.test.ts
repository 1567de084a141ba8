import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareFeatures } from '../../../../lib/learning/preparation/prepare-features.ts';
import { contributeColumn, scoreColumns } from '../../../../lib/learning/score-columns.ts';
import type { Feature } from '../../../../lib/learning/table/encode-leads.ts';
import {
  buildDesign,
  computeLogOdds,
  type Design,
  sumProducts,
} from '../../../../lib/learning/trainers/design.ts';
import {
  createGradientDescentTrainer,
  fitByGradientDescent,
  GRADIENT_DESCENT_DEFAULTS,
} from '../../../../lib/learning/trainers/gradient-descent.ts';
import { everyRow, readSampleLeads } from '../../../support/sample-leads.ts';
// scikit-learn 1.9.1; golden/fit.py says how.
import golden from '../golden/fit.json' with { type: 'json' };

const fitRows = (features: readonly Feature[], labels: Uint8Array, rows = everyRow(labels.length)) =>
  createGradientDescentTrainer().fit({ features, labels, rows, seed: 1, positiveWeight: 1 });

describe('on leads of the sample', () => {
  const text = readFileSync(join(__dirname, '../golden/leads.csv'), 'utf8');
  const { leads, labels } = readSampleLeads(text, ['lead_id', 'first_contact']);
  const fit = fitRows(leads.features, labels);

  test('agrees with scikit-learn’s ridge logistic regression', () => {
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
  });

  test('the scorer gives the log-odds that were fitted', () => {
    const prepared = prepareFeatures(leads.features, everyRow(labels.length));
    const design = buildDesign(prepared, everyRow(labels.length));
    const { weights } = fitByGradientDescent(design, labels);
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
  const fitColumns = (columns: readonly (readonly number[])[], labels: readonly number[], l2 = 1) => {
    const design: Design = {
      rows: labels.length,
      columns: columns.length + 1,
      numbers: columns.map((values, i) => ({
        parameter: i + 1,
        values: Float64Array.from(values),
        fill: 0,
        missing: -1,
      })),
      indicators: [],
      parameters: [],
    };
    return fitByGradientDescent(design, Uint8Array.from(labels), { ...GRADIENT_DESCENT_DEFAULTS, l2 });
  };
  const x = Array.from({ length: 100 }, (_, i) => (i - 49.5) / 29);

  test('a perfectly separable target has finite weights', () => {
    const { weights, distance } = fitColumns(
      [x],
      x.map((value) => Number(value > 0)),
      1e-3,
    );
    expect(distance).toBeLessThan(1e-9);
    expect(weights[1]).toBeGreaterThan(5);
    expect(weights[1]).toBeLessThan(200);
  });

  test('two equal columns share the weight', () => {
    const labels = x.map((value, i) => Number(value + ((i * 37) % 19) / 9 - 1 > 0));
    const { weights } = fitColumns([x, x], labels);
    expect(weights[1]).toBeCloseTo(weights[2]!, 9);
  });

  test('one lead in two thousand', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => Math.sin(i));
    const { distance, weights } = fitColumns(
      [many],
      many.map((_, i) => Number(i % 2000 === 7)),
    );
    expect(distance).toBeLessThan(1e-9);
    expect(weights[0]).toBeLessThan(-6);
  });
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
