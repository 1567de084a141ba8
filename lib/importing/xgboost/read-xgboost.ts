import { count } from '../../count.ts';
import { InputError } from '../../errors.ts';
import type { Input } from '../../model/artifact.ts';
import { inputOfCategories } from '../category-input.ts';
import { ForestBuilder, type SourceNode } from '../forest-builder.ts';
import type { ImportedField, ImportedModel } from '../imported-model.ts';
import { tellClassWeights, tellEmptyLeaves } from '../notes.ts';
import type { ReadOptions } from '../read-options.ts';
import { type Node, parseLooseJson } from './parse-json.ts';
import { readCategories } from './read-categories.ts';

const MOST_FEATURES = 100_000;
const OBJECTIVES: readonly unknown[] = ['binary:logistic', 'reg:logistic'];

/**
 * A model that XGBoost saved as JSON (`booster.save_model("model.json")`) and that predicts a probability, with the boosters gbtree
 * and dart.
 *
 * @throws {InputError} it is another one, or is damaged; with the place
 */
export function readXgboost(text: string, options: ReadOptions = { fileName: 'model.json' }): ImportedModel {
  const { fileName, allTrees = false } = options;
  const file = parseLooseJson(text, fileName);
  const learner = file.get('learner');
  const booster = learner.get('gradient_booster');
  const model = findTrees(booster);
  const intercept = readIntercept(learner);
  const trees = model.get('trees').list();
  const weights = booster.get('weight_drop').isThere
    ? booster.get('weight_drop').numbers(trees.length)
    : trees.map(() => 1);
  const used = allTrees ? undefined : findBest(learner, model, trees.length);
  const columns = new Columns(learner, model, trees, options);
  const forest = new ForestBuilder();
  trees.slice(0, used?.trees).forEach((tree, i) => {
    addTree(tree, weights[i]!, forest, columns);
  });
  const version = file.get('version').isThere ? file.get('version').numbers().join('.') : undefined;
  return {
    fields: columns.fields,
    intercept,
    terms: [],
    trees: { inputs: columns.inputs, members: [forest.build({ weight: 1, float32: true })] },
    calibration: { method: 'none' },
    library: { name: 'XGBoost', ...(version === undefined ? {} : { version }) },
    // It adds in 32 bits.
    tolerance: 1e-6,
    notes: [
      ...(used === undefined || used.trees === trees.length
        ? []
        : [
            `best_iteration ${used.iteration}: the first ${count(used.trees, 'tree')} of ${trees.length} are used, as predict of XGBClassifier does. Booster.predict uses all: --all-trees`,
          ]),
      ...noteWeights(learner),
      ...tellEmptyLeaves(forest.emptyLeaves),
    ],
  };
}

/** @throws {InputError} the model is of another kind */
function findTrees(booster: Node): Node {
  const name = booster.get('name');
  if (name.value === 'gbtree') return booster.get('model');
  if (name.value === 'dart') return booster.get('gbtree').get('model');
  if (name.value === 'gblinear')
    throw new InputError(
      `${name.place}: expected trees (gbtree or dart), got gblinear. Train a logistic regression: scorelane train --trainer logistic, or scikit-learn’s, which scorelane_export.py exports.`,
    );
  return name.refuse('gbtree or dart');
}

/** The log-odds that the trees are added to. */
function readIntercept(learner: Node): number {
  const objective = learner.get('objective').get('name');
  const parameters = learner.get('learner_model_param');
  if (!OBJECTIVES.includes(objective.value))
    throw new InputError(
      `${objective.place}: expected binary:logistic or reg:logistic, whose scores become probabilities, got ${String(objective.value).slice(0, 60)}. Train it with objective="binary:logistic".`,
    );
  const classes = parameters.get('num_class');
  const targets = parameters.get('num_target');
  if (classes.isThere && classes.whole() > 1)
    throw new InputError(
      `${classes.place}: expected one that tells two classes apart, got ${classes.whole()}.`,
    );
  if (targets.isThere && targets.whole() > 1)
    throw new InputError(`${targets.place}: expected one target, got ${targets.whole()}.`);
  const base = parameters.get('base_score');
  // Since 3.1 a list with an entry per target.
  const written = String(base.value).replace(/^\s*\[(.*)\]\s*$/, '$1');
  const probability = Number(written);
  if (written.trim() === '' || !(probability > 0 && probability < 1))
    base.refuse('a probability between 0 and 1');
  const rounded = Math.fround(probability);
  return -Math.log(1 / rounded - 1);
}

/** The trees up to the best iteration, where training was stopped early. */
function findBest(
  learner: Node,
  model: Node,
  trees: number,
): { readonly iteration: number; readonly trees: number } | undefined {
  const best = learner.get('attributes').get('best_iteration');
  if (!best.isThere) return undefined;
  const iteration = best.whole();
  const starts = model.get('iteration_indptr');
  const parallel = model.get('gbtree_model_param').get('num_parallel_tree');
  const perIteration = parallel.isThere ? Math.max(1, parallel.whole()) : 1;
  const used = starts.isThere ? starts.numbers()[iteration + 1] : (iteration + 1) * perIteration;
  if (used === undefined || !(used >= 1 && used <= trees))
    throw new InputError(`${best.place}: expected an iteration of ${trees} trees, got ${iteration}.`);
  return { iteration, trees: used };
}

/** The inputs that trees turn out to look at. */
class Columns {
  readonly inputs: Input[] = [];
  readonly #names: readonly string[];
  readonly #lists: readonly (readonly unknown[] | undefined)[];
  readonly #ranges = new Map<number, [number, number]>();
  readonly #places = new Map<number, number>();
  readonly #fileName: string;

  constructor(learner: Node, model: Node, trees: readonly Node[], options: ReadOptions) {
    const { fileName, leads, categories = {} } = options;
    this.#fileName = fileName;
    const given = learner.get('feature_names');
    const written = given.isThere ? given.list().map((name) => name.text()) : [];
    const size = learner.get('learner_model_param').get('num_feature');
    const fromTree = trees[0]?.get('tree_param').get('num_feature');
    const features = size.isThere ? size.whole() : fromTree?.isThere ? fromTree.whole() : written.length;
    if (features > MOST_FEATURES || features < 0)
      throw new InputError(`${size.place}: expected at most ${MOST_FEATURES} columns, got ${features}.`);
    if (written.length > 0 && written.length !== features)
      throw new InputError(`${given.place}: expected ${features} names, got ${written.length}.`);
    this.#names = Array.from({ length: features }, (_, i) => {
      const name = written[i] ?? `f${i}`;
      return leads?.nameOf(name) ?? name;
    });
    const twice = this.#names.find((name, i) => this.#names.indexOf(name) !== i);
    if (twice !== undefined)
      throw new InputError(`${given.place}: expected each name once, got ${twice} twice.`);
    const kept = readCategories(model.get('cats'));
    this.#lists = this.#names.map((name, i) =>
      Object.hasOwn(categories, name) ? categories[name] : kept[i],
    );
  }

  /** @param threshold of a split by it, which tells where the column's numbers lie */
  placeOf(feature: number, threshold: number | undefined): number | undefined {
    const name = this.#names[feature];
    if (name === undefined) return undefined;
    if (threshold !== undefined) {
      const [low, high] = this.#ranges.get(feature) ?? [threshold, threshold];
      this.#ranges.set(feature, [Math.min(low, threshold), Math.max(high, threshold)]);
    }
    const known = this.#places.get(feature);
    if (known !== undefined) return known;
    const list = this.#lists[feature];
    const input: Input =
      list === undefined
        ? { kind: 'number', feature: name, steps: [], missing: null }
        : inputOfCategories(name, list, this.#fileName).input;
    const place = this.inputs.push(input) - 1;
    this.#places.set(feature, place);
    return place;
  }

  get fields(): ImportedField[] {
    return this.#names.map((name, i): ImportedField => {
      if (!this.#places.has(i)) return { name };
      const list = this.#lists[i];
      if (list !== undefined) return inputOfCategories(name, list, this.#fileName).field;
      const range = this.#ranges.get(i);
      return { name, type: 'number', ...(range === undefined ? {} : { range }) };
    });
  }
}

function addTree(tree: Node, weight: number, forest: ForestBuilder, columns: Columns): void {
  const { place } = tree;
  const lefts = tree.get('left_children').numbers();
  const list = (name: string) => tree.get(name).numbers(lefts.length);
  const rights = list('right_children');
  const features = list('split_indices');
  const conditions = list('split_conditions');
  const covers = list('sum_hessian');
  const missing = list('default_left');
  const types = tree.get('split_type').isThere ? list('split_type') : lefts.map(() => 0);
  const setOf = readSets(tree);
  const child = (node: number, at: string): number => {
    if (Number.isInteger(node) && node >= 0 && node < lefts.length) return node;
    throw new InputError(`${at}: expected a node of the tree, got ${node}.`);
  };
  const vector = tree.get('tree_param').get('size_leaf_vector');
  if (vector.isThere && vector.whole() > 1)
    throw new InputError(`${vector.place}: expected leaves of one number, got ${vector.whole()}.`);
  forest.add(place, 0, (node): SourceNode => {
    const at = `${place}, node ${node}`;
    if (lefts[node] === undefined) throw new InputError(`${at}: expected a node, found none.`);
    if (lefts[node] === -1) return { kind: 'leaf', value: weight * conditions[node]!, cover: covers[node]! };
    const byCodes = types[node] === 1;
    const left = child(lefts[node]!, at);
    const right = child(rights[node]!, at);
    const missingLeft = missing[node] === 1;
    const threshold = Math.fround(conditions[node]!);
    const input = columns.placeOf(features[node]!, byCodes ? undefined : threshold);
    if (input === undefined)
      throw new InputError(`${at}: split_indices: expected a column of the model, got ${features[node]}.`);
    // Codes of the set go right there, and left here.
    if (byCodes)
      return {
        kind: 'split',
        input,
        by: setOf(node, at),
        missingLeft: !missingLeft,
        left: right,
        right: left,
      };
    if (Number.isNaN(threshold))
      throw new InputError(`${at}: split_conditions: expected a number, got none.`);
    return { kind: 'split', input, by: floatBelow(threshold), missingLeft, left, right };
  });
}

/** The codes of each split by categories. */
function readSets(tree: Node): (node: number, at: string) => readonly number[] {
  const nodes = tree.get('categories_nodes');
  if (!nodes.isThere)
    return (_, at) => {
      throw new InputError(`${at}: expected categories of the split, found none.`);
    };
  const places = new Map(nodes.numbers().map((node, i) => [node, i]));
  const codes = tree.get('categories').numbers();
  const starts = tree.get('categories_segments').numbers(places.size);
  const sizes = tree.get('categories_sizes').numbers(places.size);
  return (node, at) => {
    const place = places.get(node);
    const set = place === undefined ? [] : codes.slice(starts[place], starts[place]! + sizes[place]!);
    if (place === undefined || set.length !== sizes[place])
      throw new InputError(`${at}: expected categories of the split, found none.`);
    return set;
  };
}

const bits = new Int32Array(1);
const float = new Float32Array(bits.buffer);

/** The largest 32-bit number that is less: `x < t` is `x ≤` it. */
export function floatBelow(number: number): number {
  float[0] = number;
  if (float[0] === 0) return -(2 ** -149);
  bits[0]! += float[0]! > 0 ? -1 : 1;
  return float[0]!;
}

function noteWeights(learner: Node): string[] {
  const weight = learner.get('objective').get('reg_loss_param').get('scale_pos_weight');
  if (!weight.isThere || weight.number() === 1) return [];
  return tellClassWeights([`scale_pos_weight ${weight.number()}`]);
}
