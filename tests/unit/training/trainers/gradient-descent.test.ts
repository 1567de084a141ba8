import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inferSchema } from '../../../../lib/lead/infer-schema.ts';
import { makeWordRules } from '../../../../lib/lead/value-words.ts';
import { compileModel } from '../../../../lib/model/compile-model.ts';
import { fitAdditive } from '../../../../lib/training/fit-additive.ts';
import { prepareFeatures } from '../../../../lib/training/preparation/prepare-features.ts';
import { buildDataset } from '../../../../lib/training/table/build-dataset.ts';
import { encodeLeads } from '../../../../lib/training/table/encode-leads.ts';
import { readTable } from '../../../../lib/training/table/read-table.ts';
import { summariseColumn } from '../../../../lib/training/table/table.ts';
import {
  buildDesign,
  computeLogOdds,
  type Design,
  sumProducts,
} from '../../../../lib/training/trainers/design.ts';
import {
  fitByGradientDescent,
  GRADIENT_DESCENT_DEFAULTS,
} from '../../../../lib/training/trainers/gradient-descent.ts';
import { exampleArtifact } from '../../../support/example-model.ts';
// scikit-learn 1.9.1; golden/fit.py says how.
import golden from '../golden/fit.json' with { type: 'json' };

function readLeads(text: string, drop: readonly string[]) {
  const rules = makeWordRules();
  const dataset = buildDataset(readTable(text), { target: 'converted', drop }, rules);
  const { schema } = inferSchema(
    dataset.columns.map((column) => summariseColumn(column, dataset.rows)),
    rules,
  );
  const columns = schema.fields.map(({ name }) => dataset.columns.find((column) => column.name === name)!);
  return { schema, leads: encodeLeads(schema, columns, dataset.rows, rules), labels: dataset.labels };
}
const everyRow = (labels: Uint8Array) => Int32Array.from(labels.keys());

describe('on leads of the sample', () => {
  const text = readFileSync(join(__dirname, '../golden/leads.csv'), 'utf8');
  const { schema, leads, labels } = readLeads(text, ['lead_id', 'first_contact']);
  const fit = fitAdditive(leads, labels, everyRow(labels), GRADIENT_DESCENT_DEFAULTS);

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
    const prepared = prepareFeatures(leads.features, everyRow(labels));
    const design = buildDesign(prepared, everyRow(labels));
    const { weights } = fitByGradientDescent(design, labels);
    const logOdds = computeLogOdds(design, weights);
    const model = compileModel({ ...exampleArtifact(), schema, ...fit });
    for (let i = 0; i < leads.count; i++) {
      expect(model.score(leads.leadAt(i)).logOdds).toBeCloseTo(logOdds[i]!, 12);
    }
  });

  test('a term’s mean is the mean of its contributions', () => {
    const model = compileModel({ ...exampleArtifact(), schema, ...fit });
    const sums = new Float64Array(fit.terms.length);
    for (let i = 0; i < leads.count; i++) {
      model.score(leads.leadAt(i)).contributions.forEach((contribution, t) => {
        sums[t]! += contribution;
      });
    }
    fit.terms.forEach((term, t) => {
      expect(term.mean).toBeCloseTo(sums[t]! / leads.count, 12);
    });
  });
});

describe('what training never showed', () => {
  const rows = Array.from({ length: 200 }, (_, i) => {
    const level = i % 2 === 0 ? 'a' : 'b';
    const rare = i < 5 ? 'rare' : level;
    return `${level},${rare},${i % 13},${(i * 7) % 10 < (i % 2 ? 3 : 6) ? 'yes' : 'no'}`;
  });
  const { leads, labels } = readLeads(['level,rare,n,converted', ...rows].join('\n'), []);
  const { terms } = fitAdditive(leads, labels, everyRow(labels), GRADIENT_DESCENT_DEFAULTS);
  const [level, rare, n] = terms;

  test('an unseen level and a missing value contribute the mean', () => {
    expect(level).toMatchObject({ other: level!.mean, missing: level!.mean });
    expect(n).toMatchObject({ missing: 0, mean: 0 });
  });

  test('rare levels share a weight, which unseen levels get, too', () => {
    if (rare?.kind !== 'category') throw new Error('expected a category');
    expect(Object.keys(rare.values)).toEqual(['b', 'a']);
    expect(rare.other).not.toBeCloseTo(rare.mean, 6);
  });
});

test('learns from the leads at the given rows, and from no others', () => {
  const lines = Array.from({ length: 100 }, (_, i) => `${i},${i < 80 ? 'a' : 'b'},${i % 3 ? 'no' : 'yes'}`);
  const { leads, labels } = readLeads(['n,level,converted', ...lines, '500.5,b,yes'].join('\n'), []);
  const fit = fitAdditive(leads, labels, everyRow(labels).slice(10, 80), GRADIENT_DESCENT_DEFAULTS);
  const [n, level] = fit.terms;
  if (n?.kind !== 'linear' || level?.kind !== 'category') throw new Error('expected other terms');
  expect(n.steps[0]).toEqual({ op: 'clip', low: 10, high: 79 });
  expect(Object.keys(level.values)).toEqual(['a']);
});

describe('hard cases', () => {
  const fitColumns = (columns: readonly (readonly number[])[], labels: readonly number[], l2 = 1) => {
    const design: Design = {
      rows: labels.length,
      columns: columns.length + 1,
      numbers: columns.map((values, i) => ({ parameter: i + 1, values: Float64Array.from(values) })),
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
    numbers: [{ parameter: 3, values: Float64Array.of(2, -1, 0.5) }],
    indicators: [Int32Array.of(1, 2, 4)],
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
      expect(products[i * 5 + j]).toBeCloseTo(expected, 12);
    }
  }
});
