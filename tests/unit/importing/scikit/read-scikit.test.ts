import type { BaseModel, ExportFile, TreesModel } from '../../../../lib/importing/scikit/export-file.ts';
import { readScikit } from '../../../../lib/importing/scikit/read-scikit.ts';
import { compileModel } from '../../../../lib/model/compile-model.ts';
import { sigmoid } from '../../../../lib/statistics/sigmoid.ts';
import { artifactOf } from '../../../support/score-imported.ts';

const X = { source: 'x', steps: [] };
/** x ≤ 2: −1, above: 0.5; missing goes left. */
const STUMP = { input: [0, -1, -1], threshold: [2], route: [1], value: [-1, 0.5], cover: [3, 1], sets: [] };
const trees = (changes: Partial<TreesModel> = {}): TreesModel => ({
  kind: 'trees',
  columns: [X],
  float32: false,
  intercept: 0.25,
  output: 'log-odds',
  ...STUMP,
  ...changes,
});

const exported = (model: unknown, changes: Partial<ExportFile> = {}): unknown => ({
  format: 'scorelane-export/1',
  library: 'scikit-learn',
  versions: { python: '3.11.7', 'scikit-learn': '1.9.1' },
  columns: [{ name: 'x', type: 'number', range: [0, 10] }],
  positive: 'yes',
  model,
  notes: ['a note'],
  checks: [],
  ...changes,
});

const score = (file: unknown, lead: Record<string, number | string | boolean | null>) =>
  compileModel(artifactOf(readScikit(file))).score(lead).probability;

const calibrated = (on: 'decision' | 'probability', model: BaseModel, times: number) => ({
  kind: 'calibrated',
  on,
  of: Array.from({ length: times }, (_, i) => ({
    calibration: { method: 'platt', slope: 2 + i, offset: 0.1 },
    model,
  })),
});

test('a file of the exporter says what the library was, and what to tell', () => {
  const model = readScikit(exported(trees()));
  expect(model).toMatchObject({
    library: { name: 'scikit-learn', version: '1.9.1' },
    libraries: { python: '3.11.7' },
    notes: ['a note'],
    tolerance: 1e-12,
  });
});

test('steps that compute in 32 bits agree to 1e-6', () => {
  expect(readScikit(exported(trees(), { float32: true })).tolerance).toBe(1e-6);
});

test('one calibration of log-odds is the model’s', () => {
  expect(score(exported(calibrated('decision', trees(), 1)), { x: 3 })).toBeCloseTo(
    sigmoid(2 * 0.75 + 0.1),
    14,
  );
});

test('calibrations of several folds are averaged as probabilities', () => {
  const mean = (sigmoid(2 * 0.75 + 0.1) + sigmoid(3 * 0.75 + 0.1)) / 2;
  expect(score(exported(calibrated('decision', trees(), 2)), { x: 3 })).toBeCloseTo(mean, 14);
});

test('the exponential loss makes half of the log-odds; a calibration looks at these', () => {
  const model = trees({ output: 'half-log-odds' });
  expect(score(exported(model), { x: 3 })).toBeCloseTo(sigmoid(1.5), 14);
  expect(score(exported(calibrated('decision', model, 1)), { x: 3 })).toBeCloseTo(sigmoid(1.6), 14);
});

test('a calibration of a forest looks at its probability', () => {
  const forest = trees({ output: 'probability', intercept: 0, value: [0.2, 0.6] });
  expect(score(exported(forest), { x: 3 })).toBe(0.6);
  const expected = (sigmoid(2 * 0.6 + 0.1) + sigmoid(3 * 0.6 + 0.1)) / 2;
  expect(score(exported(calibrated('probability', forest, 2)), { x: 3 })).toBeCloseTo(expected, 14);
});

test('a value that scikit-learn refuses as missing makes its field strict, and would add the mean', () => {
  const linear = { kind: 'linear', columns: [X], coefficients: [0.5], means: [4], intercept: -1 };
  const file = exported(linear, { columns: [{ name: 'x', type: 'number', strict: true }] });
  expect(readScikit(file).fields).toEqual([{ name: 'x', type: 'number', strict: true }]);
  expect(readScikit(file).terms).toEqual([
    { kind: 'linear', feature: 'x', steps: [], weight: 0.5, missing: 2, mean: 2 },
  ]);
});

test('a column that the model does not look at has no type', () => {
  const columns = [{ name: 'x', type: 'number' as const }, { name: 'day' }];
  expect(readScikit(exported(trees(), { columns })).fields).toEqual(columns);
  const looks = trees({ columns: [{ source: 'day', steps: [] }] });
  expect(() => readScikit(exported(looks, { columns }))).toThrow('that have a type, got "day"');
});

/** A stump of LightGBM on its column 1; `decision_type` 6: missing (zero) goes left. */
const LIGHTGBM = `tree
version=v4
num_class=1
num_tree_per_iteration=1
label_index=0
max_feature_idx=1
objective=binary sigmoid:0.5
feature_names=Column_0 Column_1
feature_infos=none [0:9]
tree_sizes=300

Tree=0
num_leaves=2
num_cat=0
split_feature=1
split_gain=1
threshold=2.5
decision_type=6
left_child=-1
right_child=-2
leaf_value=-1 2
leaf_weight=1 1
leaf_count=30 10
internal_value=0
internal_weight=0
internal_count=40
is_linear=0
shrinkage=1


end of trees

feature_importances:

parameters:
end of parameters

pandas_categorical:null
`;
const lightgbm = (steps: readonly unknown[]): BaseModel =>
  ({ kind: 'lightgbm', columns: [X, { source: 'x', steps }], text: LIGHTGBM }) as BaseModel;

test('LightGBM in a pipeline splits by what the steps make, whose zeros are missing to it', () => {
  const file = exported(lightgbm([{ op: 'scale', mean: 5, sd: 1 }]));
  expect(readScikit(file).trees!.inputs).toMatchObject([{ feature: 'x', zero_is_missing: true }]);
  const scores = [5, 7, 8, null].map((x) => score(file, { x }));
  expect(scores).toEqual([-0.5, -0.5, 1, -0.5].map((z) => expect.closeTo(sigmoid(z), 14)));
});

test('bins whose code is 0 are missing to it, too', () => {
  const file = exported(lightgbm([{ op: 'bins', edges: [5] }]));
  expect(readScikit(file).trees!.inputs).toMatchObject([{ kind: 'bins', values: [null, 1] }]);
});

test('a calibration of LightGBM looks at its probability', () => {
  const file = exported(calibrated('probability', lightgbm([]), 1));
  expect(score(file, { x: 3 })).toBeCloseTo(sigmoid(2 * sigmoid(1) + 0.1), 14);
  expect(() => readScikit(exported(calibrated('probability', lightgbm([]), 2)))).toThrow('ensemble=False');
});

/** As XGBoost writes it: x < 2.5 goes left, missing right. */
const XGBOOST = JSON.stringify({
  learner: {
    attributes: {},
    feature_names: [],
    feature_types: [],
    learner_model_param: { base_score: '5E-1', num_class: '0', num_feature: '1', num_target: '1' },
    objective: { name: 'binary:logistic', reg_loss_param: { scale_pos_weight: '1' } },
    gradient_booster: {
      name: 'gbtree',
      model: {
        gbtree_model_param: { num_trees: '1', num_parallel_tree: '1' },
        tree_info: [0],
        trees: [
          {
            base_weights: [0, -1, 2],
            categories: [],
            categories_nodes: [],
            categories_segments: [],
            categories_sizes: [],
            default_left: [0, 0, 0],
            id: 0,
            left_children: [1, -1, -1],
            loss_changes: [1, 0, 0],
            parents: [2147483647, 0, 0],
            right_children: [2, -1, -1],
            split_conditions: [2.5, -1, 2],
            split_indices: [0, 0, 0],
            split_type: [0, 0, 0],
            sum_hessian: [4, 3, 1],
            tree_param: { num_deleted: '0', num_feature: '1', num_nodes: '3', size_leaf_vector: '0' },
          },
        ],
      },
    },
  },
  version: [1, 7, 4],
});

test('XGBoost in a pipeline does so as well, in 32 bits', () => {
  const columns = [{ source: 'x', steps: [{ op: 'affine', factor: 0.5, add: 0 }] }];
  const file = exported({ kind: 'xgboost', columns, text: XGBOOST });
  expect(readScikit(file).tolerance).toBe(1e-6);
  const scores = [4, 5, null].map((x) => score(file, { x }));
  expect(scores).toEqual([-1, 2, 2].map((z) => expect.closeTo(sigmoid(z), 14)));
});

test.each([
  ['another format', exported(trees(), { format: 'scorelane-export/2' as never }), 'format'],
  ['a model without its kind', exported({ columns: [] }), 'model'],
  ['a column that is not there', exported(trees({ columns: [{ source: 'y', steps: [] }] })), 'got "y"'],
  [
    'lists that do not fit',
    exported({ kind: 'linear', columns: [X], coefficients: [1, 2], means: [1], intercept: 0 }),
    'coefficients: expected 1, one per column, got 2',
  ],
  ['no calibrated model', exported({ kind: 'calibrated', on: 'decision', of: [] }), 'at least one'],
  [
    'a library’s text for other columns',
    exported({ kind: 'lightgbm', columns: [X], text: LIGHTGBM }),
    'expected 1 columns, as the pipeline makes, got 2',
  ],
  [
    'means of what cannot be averaged exactly',
    exported(calibrated('probability', trees(), 2)),
    'expected calibrations of log-odds',
  ],
  ['no object', null, 'expected an object'],
])('refuses %s, with the place', (_, file, message) => {
  expect(() => readScikit(file)).toThrow(message);
});
