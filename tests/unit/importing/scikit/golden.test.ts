import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportedModel } from '../../../../lib/importing/imported-model.ts';
import { readScikit } from '../../../../lib/importing/scikit/read-scikit.ts';
import { ROOT } from '../../../support/node24.ts';
import { artifactOf, compareWithChecks } from '../../../support/score-imported.ts';

/** Pipelines fitted and exported by scikit-learn itself (tests/golden/scikit/make.py). */
const FOLDER = join(ROOT, 'tests/golden/scikit');
const NAMES = readdirSync(FOLDER).flatMap((name) => /^(.+)\.json$/.exec(name)?.[1] ?? []);

const golden = (name: string): ImportedModel =>
  readScikit(JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')));

test('there are nine of them', () => expect(NAMES).toHaveLength(9));

test.each(NAMES)(
  '%s: every check agrees, to 1e-12 but for XGBoost, and reasons add up to the raw score',
  (name) => {
    const model = golden(name);
    expect(model.checks).toHaveLength(40);
    expect(model.tolerance).toBe(name === 'xgboost' ? 1e-6 : 1e-12);
    // Leads that are alike would prove little.
    expect(new Set(model.checks!.map(({ probability }) => probability)).size).toBeGreaterThan(5);
    const { score, reasons } = compareWithChecks(model);
    expect(score).toBeLessThan(model.tolerance);
    expect(reasons).toBeLessThan(1e-9);
  },
);

test('a logistic regression is additive: one-hot columns are a category term, an indicator is what a missing value adds', () => {
  const model = golden('logistic');
  expect(model.trees).toBeUndefined();
  expect(model.calibration).toEqual({ method: 'none' });
  expect(model.terms.map((term) => [term.kind, 'feature' in term && term.feature])).toEqual([
    ['category', 'source'],
    ['category', 'region'],
    ['linear', 'age'],
    ['binned', 'age'],
    ['linear', 'visits'],
    ['linear', 'budget'],
  ]);
  const regions = model.terms.flatMap((term) =>
    term.kind === 'category' && term.feature === 'region'
      ? [[term.other, term.values.r8, term.values.r1]]
      : [],
  );
  // min_frequency and infrequent_if_exist: an unknown level is one of the rare ones.
  const [[other, rare, usual]] = regions as [number[]];
  expect(other).toBe(rare);
  expect(usual).not.toBe(rare);
  expect(model.library).toEqual({ name: 'scikit-learn', version: expect.stringMatching(/^\d+\.\d+/) });
  expect(Object.keys(model.libraries!)).toEqual(expect.arrayContaining(['python', 'numpy', 'pandas']));
});

test('a forest averages probabilities: its raw score is one, and so are its reasons', () => {
  const model = golden('random-forest');
  expect(model.calibration).toEqual({ method: 'identity' });
  expect(model.trees!.members).toMatchObject([{ kind: 'trees', float32: true, weight: 1 }]);
});

test('HistGradientBoosting splits by categories, and a level that it does not know is missing', () => {
  const { trees } = golden('hist-gradient-boosting');
  const [member] = trees!.members;
  expect(member).toMatchObject({ kind: 'trees', sets: expect.arrayContaining([expect.any(Array)]) });
  expect(trees!.inputs).toContainEqual(
    expect.objectContaining({ kind: 'level', feature: 'region', other: null, missing: null }),
  );
});

test('the mean of calibrated logistic regressions has a linear member with a link for each', () => {
  const model = golden('isotonic-of-logistic');
  expect(model.calibration).toEqual({ method: 'identity' });
  expect(model.trees!.members).toHaveLength(3);
  for (const member of model.trees!.members)
    expect(member).toMatchObject({ kind: 'linear', weight: 1 / 3, link: { method: 'isotonic' } });
  expect(model.notes.join('\n')).toContain('class weights');
});

test('one calibration of all folds is the model’s own', () => {
  const model = golden('sigmoid-of-hist');
  expect(model.calibration).toMatchObject({ method: 'platt' });
  expect(model.trees!.members).toHaveLength(1);
});

test('bins and codes before a tree are inputs of their own, of the raw columns', () => {
  expect(golden('decision-tree').trees!.inputs.map(({ kind, feature }) => [kind, feature])).toEqual([
    ['bins', 'age'],
    ['bins', 'budget'],
    ['level', 'source'],
    ['level', 'region'],
  ]);
});

test('LightGBM in a pipeline looks at the pipeline’s columns, made of the raw ones', () => {
  const model = golden('lightgbm');
  const fields = new Set(model.fields.map(({ name }) => name));
  for (const { feature } of model.trees!.inputs) expect(fields).toContain(feature);
  expect(model.libraries).toHaveProperty('lightgbm');
});

test('XGBoost takes the zeros of a sparse matrix for missing: so does a level that a column is not of', () => {
  const { inputs } = golden('xgboost').trees!;
  expect(inputs).toContainEqual({
    kind: 'level',
    feature: 'source',
    values: { referral: 1 },
    other: null,
    missing: null,
  });
  expect(inputs).toContainEqual(expect.objectContaining({ feature: 'visits', zero_is_missing: true }));
});

test('a level may be named as a property of every object', () => {
  const model = golden('hist-gradient-boosting');
  expect(model.fields.find(({ name }) => name === 'source')!.levels).toContain('__proto__');
  const levels = model.trees!.inputs.flatMap((input) =>
    input.kind === 'level' && input.feature === 'source' ? Object.keys(input.values) : [],
  );
  expect(levels).toContain('__proto__');
  expect(() => artifactOf(model)).not.toThrow();
});
