import fc from 'fast-check';
import { measureShuffles } from '../../../../lib/learning/evaluation/measure-shuffles.ts';
import { shuffleLeads } from '../../../../lib/learning/evaluation/shuffle-leads.ts';
import { compileShuffles, countShuffleSteps } from '../../../../lib/learning/evaluation/shuffle-trees.ts';
import { generateSample } from '../../../../lib/learning/sample/generate-sample.ts';
import { scoreColumns } from '../../../../lib/learning/score-columns.ts';
import type { Feature } from '../../../../lib/learning/table/encode-leads.ts';
import { takeFeature } from '../../../../lib/learning/table/take-feature.ts';
import { trainModel } from '../../../../lib/learning/train-model.ts';
import type { Input, LinearTerm, Trees } from '../../../../lib/model/artifact.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';
import { range } from '../../../../lib/typed-arrays.ts';
import { randomTrees } from '../../../support/random-trees.ts';
// scikit-learn 1.2.1; golden/cut-offs.py says how.
import goldens from '../golden/cut-offs.json' with { type: 'json' };

const { shuffles: golden } = goldens;
const NAMES = ['strong', 'weak', 'unused'] as const;
const linear = (feature: string, weight: number): LinearTerm => ({
  kind: 'linear',
  ...{ feature, weight, steps: [], missing: 0, mean: 0 },
});
const features: Feature[] = golden.columns.map((column, i) => ({
  kind: 'number',
  field: NAMES[i]!,
  values: Float64Array.from(column),
}));
const labels = Uint8Array.from(golden.labels);
const input = {
  fit: {
    intercept: golden.intercept,
    // The unused one has no term, as a column that the selection left out.
    terms: golden.weights.slice(0, 2).map((weight, i) => linear(NAMES[i]!, weight)),
  },
  calibration: { method: 'none' } as const,
  features,
  labels,
  holdout: range(labels.length),
  seed: 1,
};

test('is scikit-learn’s permutation importance', () => {
  const repeats = 2000;
  const found = measureShuffles({ ...input, repeats });
  for (const [i, name] of NAMES.entries()) {
    const { log_loss, roc_auc } = found.features.find(({ feature }) => feature === name)!;
    const { neg_log_loss, roc_auc: area, expected_log_loss } = golden;
    // Four standard errors of both means.
    const near = (sd: number) => 4 * sd * Math.sqrt(1 / repeats + 1 / golden.repeats) + 1e-12;
    expect(Math.abs(log_loss.mean - neg_log_loss.mean[i]!)).toBeLessThan(near(neg_log_loss.sd[i]!));
    expect(Math.abs(log_loss.mean - expected_log_loss[i]!)).toBeLessThan(near(neg_log_loss.sd[i]!));
    expect(Math.abs(roc_auc.mean - area.mean[i]!)).toBeLessThan(near(area.sd[i]!));
    expect(Math.abs(log_loss.sd / neg_log_loss.sd[i]! - 1) < 0.1 || i === 2).toBe(true);
  }
});

test('a field that the model does not use has exactly 0', () => {
  const { features: found } = measureShuffles(input);
  expect(found.find(({ feature }) => feature === 'unused')).toEqual({
    feature: 'unused',
    mean_abs: 0,
    log_loss: { mean: 0, sd: 0, low: 0, high: 0 },
    roc_auc: { mean: 0, sd: 0 },
  });
  expect(found.map(({ feature }) => feature)).toEqual(['strong', 'weak', 'unused']);
});

test('a field’s figures depend on its name and the seed, not on the others', () => {
  const of = (changes: Partial<typeof input>) =>
    measureShuffles({ ...input, ...changes }).features.find(({ feature }) => feature === 'weak');
  expect(of({ features: [features[1]!, features[2]!, features[0]!] })).toEqual(of({}));
  expect(of({ seed: 2 })).not.toEqual(of({}));
});

test('of very many leads a sample is measured, and the record says so', () => {
  const most = 25_000;
  const values = Float64Array.from({ length: most }, (_, i) => Math.sin(i));
  const { rows, holdout_rows } = measureShuffles({
    ...input,
    fit: { intercept: 0, terms: [linear('strong', 1)] },
    features: [{ kind: 'number', field: 'strong', values }],
    labels: Uint8Array.from(values, (x, i) => Number(x > Math.cos(7 * i))),
    holdout: range(most),
    repeats: 1,
  });
  expect({ rows, holdout_rows }).toEqual({ rows: 10_000, holdout_rows: most });
});

test('whole groups change places, and every lead’s values are taken once', () => {
  fc.assert(
    fc.property(fc.nat(), fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 40 }), (seed, numbers) => {
      const groups = Uint32Array.from(numbers);
      const giverOf = shuffleLeads(groups.length, createRandom(seed), groups);
      expect(Array.from(giverOf).sort((a, b) => a - b)).toEqual([...groups.keys()]);
    }),
  );
  // Of groups of one size each gets the values of one.
  const groups = Uint32Array.from({ length: 60 }, (_, i) => i % 20);
  const giverOf = shuffleLeads(60, createRandom(3), groups);
  for (let group = 0; group < 20; group++) {
    const givers = new Set(
      [...groups.keys()].filter((i) => groups[i] === group).map((i) => giverOf[i]! % 20),
    );
    expect(givers.size).toBe(1);
  }
});

test('a field that is the outcome’s noise has an interval around 0; pairs and date parts go with their fields', async () => {
  const { csv } = generateSample({ rows: 1500, seed: 5 });
  const lines = csv.trimEnd().split('\n');
  const random = createRandom(9);
  const data = lines
    .map((line, i) => `${line},${i === 0 ? 'noise' : Math.round(1000 * random())}`)
    .join('\n');
  const { record } = await trainModel({
    ...{ data, target: 'converted', name: 'leads', createdAt: new Date(0), folds: 2 },
    trainers: ['boosted'],
    settings: { boosted: { pairs: 2 } },
  });
  const { features: found, ...rest } = record.shuffles!;
  expect(rest).toMatchObject({ on: 'holdout', rows: 300, holdout_rows: 300, repeats: 10, shuffled: 'leads' });
  expect(rest.log_loss).toBe(record.candidates[0]!.holdout!.log_loss);
  expect(rest.roc_auc).toBe(record.candidates[0]!.holdout!.roc_auc);
  expect(found.map(({ feature }) => feature).sort()).toEqual(
    [...record.data.fields.map(({ name }) => name)].sort(),
  );
  const noise = found.find(({ feature }) => feature === 'noise')!;
  expect(noise.log_loss.low!).toBeLessThanOrEqual(0);
  expect(found[0]!.log_loss.low!).toBeGreaterThan(0);
});

const INPUTS: Input[] = NAMES.flatMap((feature): Input[] => [
  { kind: 'number', feature, steps: [], missing: null },
  { kind: 'bins', feature, edges: [0], values: [-1, 1], missing: null },
]).slice(0, 4);

/** Trees on both fields, a sum beside them and a mean over a link: what a shuffled field changes goes through all of them. */
const blended = (): Trees => {
  const grown = randomTrees({ inputs: INPUTS, trees: 12, leaves: 6, members: 3, range: [-2, 2], seed: 5 });
  const [first, second, third] = grown.members;
  return {
    ...grown,
    members: [
      { ...first!, intercept: 0.2 },
      { ...second!, link: { method: 'platt', slope: 3, offset: 0.1 } },
      { ...third!, float32: true } as Trees['members'][number],
      { kind: 'linear', weight: 0.5, coefficients: [0.4, 0, 0, 0.2], means: [0, 0, 0, 0] },
    ],
  };
};

test('of a model with trees a shuffled field is scored anew, whatever its members are', () => {
  const trees = blended();
  const fit = { ...input.fit, trees };
  const every = range(labels.length);
  const change = compileShuffles(trees, features, every);
  expect(change('unused')).toBeUndefined();
  for (const field of ['strong', 'weak']) {
    const giverOf = shuffleLeads(labels.length, createRandom(3));
    const moved = features.map((feature) =>
      feature.field === field ? takeFeature(feature, giverOf) : feature,
    );
    const none = { intercept: 0, terms: [], trees };
    const [before, after] = [features, moved].map((of) => scoreColumns(none, of, every)) as [
      Float64Array,
      Float64Array,
    ];
    const changes = change(field)!(giverOf);
    changes.forEach((one, lead) => {
      expect(one).toBeCloseTo(after[lead]! - before[lead]!, 12);
    });
  }
  const { features: found, repeats } = measureShuffles({ ...input, fit });
  expect(repeats).toBe(5);
  for (const { feature, mean_abs, log_loss } of found) {
    expect(mean_abs === 0).toBe(feature === 'unused');
    expect(log_loss.sd === 0).toBe(feature === 'unused');
  }
});

test('what shuffles of trees cost is bounded by their size', () => {
  const trees = randomTrees({ inputs: INPUTS, trees: 2000, leaves: 60, seed: 1 });
  // Two fields, five repeats, seven steps a tree.
  expect(countShuffleSteps(trees)).toBeGreaterThan(2 * 2000 * 6.8);
  expect(countShuffleSteps(trees)).toBeLessThanOrEqual(2 * 2000 * 7);
});
