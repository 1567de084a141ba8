import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../lib/errors.ts';
import { floatBelow, readXgboost } from '../../../lib/importing/xgboost/read-xgboost.ts';
import { importGolden, largestDistance } from './import-golden.ts';

const FOLDER = join(__dirname, '../../golden/xgboost');
const text = (name: string) => readFileSync(join(FOLDER, name), 'utf8');
const read = (json: string, allTrees = false) => readXgboost(json, { fileName: 'model.json', allTrees });
const NUMERIC = text('numeric.model.json');
const PARTITION = text('partition.model.json');
const change = (from: string | RegExp, to: string, of = NUMERIC) => {
  const changed = of.replace(from, to);
  if (changed === of) throw new Error(`expected ${from} in the golden file`);
  return changed;
};

describe('another kind of model is refused by its name', () => {
  test.each([
    'multi:softprob',
    'reg:squarederror',
    'rank:pairwise',
    'binary:logitraw',
    'binary:hinge',
    'survival:cox',
  ])('%s', (name) => {
    expect(() => read(change('"binary:logistic"', `"${name}"`))).toThrow(
      `objective.name: expected binary:logistic or reg:logistic, whose scores become probabilities, got ${name}`,
    );
  });

  it('gblinear', () => {
    expect(() => read(change('"name":"gbtree"', '"name":"gblinear"'))).toThrow('got gblinear');
  });

  it('several classes and several targets', () => {
    expect(() => read(change('"num_class":"0"', '"num_class":"3"'))).toThrow(/num_class: .*got 3/);
    expect(() => read(change('"num_target":"1"', '"num_target":"2"'))).toThrow(/num_target: .*got 2/);
  });
});

describe('a damaged file is refused with the place', () => {
  test.each<[string, string, RegExp]>([
    ['cut', NUMERIC.slice(0, NUMERIC.length / 2), /ends early or is damaged/],
    [
      'a circle',
      change(/"left_children":\[\d+/, '"left_children":[0'),
      /trees\[0\], node 0: .*reached twice/,
    ],
    [
      'a child beyond the tree',
      change(/"left_children":\[\d+/, '"left_children":[99'),
      /expected a node of the tree, got 99/,
    ],
    [
      'a fraction for a child',
      change(/"left_children":\[\d+/, '"left_children":[1.5'),
      /expected a node of the tree, got 1.5/,
    ],
    [
      'no children',
      change(/"left_children":\[[^\]]*\]/, '"left_children":[]'),
      /expected (0|\d+) numbers|found none/,
    ],
    [
      'a column beyond the model',
      change(/"split_indices":\[\d+/, '"split_indices":[77'),
      /expected a column of the model, got 77/,
    ],
    [
      'no threshold',
      change(/"split_conditions":\[[^,]*/, '"split_conditions":[NaN'),
      /split_conditions: expected a number, got none/,
    ],
    [
      'a cover below 0',
      change(
        /"sum_hessian":\[[^\]]*\]/,
        NUMERIC.match(/"sum_hessian":\[[^\]]*\]/)![0].replaceAll(/[\d.E]+/g, '-1'),
      ),
      /expected a count/,
    ],
    [
      'a base score that is none',
      change(/"base_score":"[^"]*"/, '"base_score":"7"'),
      /base_score: expected a probability between 0 and 1/,
    ],
    [
      'two base scores',
      change(/"base_score":"[^"]*"/, '"base_score":"[3E-1,5E-1]"'),
      /base_score: expected a probability/,
    ],
    ['fewer names than columns', change('"opened",', ''), /feature_names: expected 5 names, got 4/],
    [
      'trees that are none',
      change('"trees":[', '"trees":7,"others":['),
      /trees: expected a list, got the number 7/,
    ],
    [
      'a set that is not there',
      change(/"categories_nodes":\[\d+/, '"categories_nodes":[60', PARTITION),
      /expected categories of the split/,
    ],
    [
      'a set beyond the codes',
      change(/"categories_sizes":\[\d+/, '"categories_sizes":[900', PARTITION),
      /expected categories of the split/,
    ],
  ])('%s', (_, json, message) => {
    expect(() => read(json)).toThrow(InputError);
    expect(() => read(json)).toThrow(message);
  });
});

describe('what newer releases write otherwise', () => {
  it('a list of base scores, and true and false', () => {
    const model = read(NUMERIC);
    const listed = change(/"base_score":"([^"]*)"/, '"base_score":"[$1]"').replaceAll(
      /"default_left":\[([^\]]*)\]/g,
      (_, list: string) => `"default_left":[${list.replaceAll('0', 'false').replaceAll('1', 'true')}]`,
    );
    expect(listed).toContain('true');
    expect(read(listed)).toEqual(model);
  });

  it('the words of categories (3.1)', async () => {
    const words = ['007', 'Berlin', 'Frankfurt, Main', 'Halle "Saale"', 'Köln', 'none'];
    const bytes = words.map((word) =>
      [...new TextEncoder().encode(word)].map((byte) => (byte > 127 ? byte - 256 : byte)),
    );
    const offsets = [0];
    for (const word of bytes) offsets.push(offsets.at(-1)! + word.length);
    const none = { offsets: [], values: [] };
    const cats = {
      enc: [none, { offsets, values: bytes.flat() }, none, none, none, none],
      feature_segments: [0, 0, 6, 6, 6, 6, 6],
      sorted_idx: [],
    };
    const json = change(
      '"gbtree_model_param"',
      `"cats":${JSON.stringify(cats)},"gbtree_model_param"`,
      PARTITION,
    );
    const { categories: _, ...golden } = JSON.parse(text('partition.json'));
    const { model } = await importGolden(new TextEncoder().encode(json), JSON.stringify(golden));
    expect(largestDistance(model, golden).probability).toBeLessThan(1e-6);
  });

  it('where each iteration begins (2.0)', () => {
    const early = text('early.model.json');
    const trees = JSON.parse(early.replaceAll('NaN', 'null')).learner.gradient_booster.model.trees
      .length as number;
    const starts = Array.from({ length: trees + 1 }, (_, i) => i);
    const json = change(
      '"gbtree_model_param"',
      `"iteration_indptr":[${starts.join()}],"gbtree_model_param"`,
      early,
    );
    expect(read(json)).toEqual(read(early));
  });
});

it('uses the trees up to the best iteration and says so, or all of them', () => {
  const early = text('early.model.json');
  const [best, all] = [read(early), read(early, true)];
  expect(best.notes).toEqual([
    expect.stringMatching(/^best_iteration \d+: the first \d+ trees? of \d+ are used/),
  ]);
  expect(all.notes).toEqual([]);
  expect(all.trees!.members[0]).not.toEqual(best.trees!.members[0]);
});

it.each([
  [1, 1 - 2 ** -24],
  [-1, -1 - 2 ** -23],
  [0, -(2 ** -149)],
  [2 ** -149, 0],
])('the 32-bit number below %p', (number, below) => {
  expect(floatBelow(number)).toBe(below);
  expect(Math.fround(below)).toBe(below);
});
