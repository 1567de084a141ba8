import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../lib/errors.ts';
import { readLightgbm } from '../../../lib/importing/lightgbm/read-lightgbm.ts';

const FOLDER = join(__dirname, '../../golden/lightgbm');
const CODES = readFileSync(join(FOLDER, 'codes.txt'), 'utf8');
const read = (text: string) => readLightgbm(text, { fileName: 'model.txt' });
/** One change, which must be one. */
const change = (from: string | RegExp, to: string) => {
  const changed = CODES.replace(from, to);
  if (changed === CODES) throw new Error(`expected ${from} in the golden file`);
  return changed;
};

test('the file as LightGBM wrote it is read', () => {
  expect(read(CODES).fields.map(({ name }) => name)).toEqual([
    'days_since_visit',
    'employees',
    'region',
    'visits',
  ]);
});

describe('another kind of model is refused by its name', () => {
  test.each([
    ['multiclass num_class:3', 'got multiclass'],
    ['multiclassova num_class:3 sigmoid:1', 'got multiclassova'],
    ['regression', 'got regression'],
    ['lambdarank', 'got lambdarank'],
    ['cross_entropy_lambda', 'got cross_entropy_lambda'],
    ['binary sigmoid:0', 'got binary sigmoid:0'],
    ['custom', 'an objective of its own'],
  ])('objective=%s', (objective, found) => {
    expect(() => read(change(/objective=.*/, `objective=${objective}`))).toThrow(found);
  });

  it('no objective', () => {
    expect(() => read(change(/objective=.*\n/, ''))).toThrow('an objective of its own');
  });

  it('several classes a round', () => {
    expect(() => read(change('num_tree_per_iteration=1', 'num_tree_per_iteration=3'))).toThrow('3 classes');
  });

  it('linear trees', () => {
    expect(() => read(change('is_linear=0', 'is_linear=1'))).toThrow(/Tree=0 \(line \d+\): .*linear_tree/);
  });
});

describe('a damaged file is refused with the place', () => {
  test.each<[string, string, RegExp]>([
    ['cut in the middle of a tree', CODES.slice(0, CODES.indexOf('Tree=2') + 200), /a part is missing/],
    ['a tree that is gone', CODES.replace('Tree=1\n', ''), /expected Tree=1, got Tree=2/],
    [
      'fewer numbers than leaves',
      change(/leaf_value=\S+ /, 'leaf_value='),
      /leaf_value: expected 7 numbers, got 6/,
    ],
    [
      'a word for a number',
      change(/leaf_value=\S+/, 'leaf_value=abc'),
      /leaf_value\[0\]: expected a number, got “abc”/,
    ],
    ['NaN in a leaf', change(/leaf_value=\S+/, 'leaf_value=nan'), /leaf_value\[0\]: expected a number/],
    [
      'infinity in a leaf',
      change(/leaf_value=\S+/, 'leaf_value=inf'),
      /expected a finite number, got Infinity/,
    ],
    [
      'children in a circle',
      change(/left_child=\S+/, 'left_child=0'),
      /node 0: expected a tree, got a node that is reached twice/,
    ],
    [
      'a child beyond the tree',
      change(/left_child=\S+/, 'left_child=99'),
      /expected a node of the tree, got 99/,
    ],
    [
      'a leaf beyond the tree',
      change(/left_child=\S+/, 'left_child=-99'),
      /expected a node of the tree, got -99/,
    ],
    [
      'a column beyond the model',
      change(/split_feature=\S+/, 'split_feature=12'),
      /split_feature: expected a column of the model, got 12/,
    ],
    ['a decision of no kind', change(/decision_type=\S+/, 'decision_type=64'), /decision_type: expected/],
    ['a set beyond the sets', change(/decision_type=\S+/, 'decision_type=1'), /expected (categories|a set)/],
    ['more names than columns', change('max_feature_idx=3', 'max_feature_idx=9'), /expected 10 names/],
    ['a name twice', change('employees region', 'region region'), /each name once, got region twice/],
    [
      'too many leaves to be true',
      change('num_leaves=7', 'num_leaves=1000000000'),
      /leaf_value: expected 1000000000 numbers, got 7/,
    ],
    ['no leaves', change('num_leaves=7', 'num_leaves=0'), /num_leaves: expected a whole number from 1 on/],
    ['lists that are none', change('pandas_categorical:[]', 'pandas_categorical:[1'), /list of lists/],
  ])('%s', (_, text, message) => {
    expect(() => read(text)).toThrow(InputError);
    expect(() => read(text)).toThrow(message);
  });
});

it('reads thresholds that are infinite, which JSON has not', () => {
  const model = read(change(/threshold=\S+/, 'threshold=inf'));
  const member = model.trees!.members[0]!;
  expect(member).toMatchObject({ kind: 'trees' });
  expect(JSON.stringify(member)).not.toContain('null');
  expect(member.kind === 'trees' && member.threshold[0]).toBe(Number.MAX_VALUE);
});

it('tells weights of classes, and changes nothing', () => {
  const weighted = read(change('[scale_pos_weight: 1]', '[scale_pos_weight: 3]'));
  expect(weighted.notes).toEqual([
    expect.stringMatching(/^scale_pos_weight 3: .*They are imported as they are$/),
  ]);
  expect(weighted.trees).toEqual(read(CODES).trees);
});
