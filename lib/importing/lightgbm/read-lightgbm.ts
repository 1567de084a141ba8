import { InputError } from '../../errors.ts';
import type { Input } from '../../model/artifact.ts';
import { inputOfCategories } from '../category-input.ts';
import { ForestBuilder, type SourceNode } from '../forest-builder.ts';
import type { ImportedField, ImportedModel } from '../imported-model.ts';
import { tellClassWeights, tellEmptyLeaves } from '../notes.ts';
import type { ReadOptions } from '../read-options.ts';
import { assignCategories, type CodedColumn } from './assign-categories.ts';
import { type Block, type LightgbmText, numberOf, numbersOf, parseLightgbm, textOf } from './parse-text.ts';

/** A column as `feature_infos` has it. */
interface Feature extends CodedColumn {
  readonly smallest: number;
}

const MOST_FEATURES = 100_000;

/**
 * A model that LightGBM saved as text (`booster.save_model("model.txt")`), binary or cross-entropy.
 *
 * @throws {InputError} it predicts no probability, or is damaged; with the place
 */
export function readLightgbm(text: string, options: ReadOptions = { fileName: 'model.txt' }): ImportedModel {
  const { fileName, categories = {} } = options;
  const file = parseLightgbm(text, fileName);
  const scale = readObjective(file.head);
  const features = readFeatures(file.head, options);
  const lists = assignLists(file, features, options);
  const columns = new Columns(features, (name) => categories[name] ?? lists.get(name), fileName);
  const forest = new ForestBuilder();
  for (const tree of file.trees) addTree(tree, forest, columns);
  // A forest's trees are averaged, and each holds the base score.
  const average = file.head.values.has('average_output') ? file.trees.length : 1;
  return {
    fields: columns.fields,
    intercept: 0,
    terms: [],
    trees: { inputs: columns.inputs, members: [forest.build({ weight: scale / average })] },
    calibration: { method: 'none' },
    library: { name: 'LightGBM' },
    tolerance: 1e-12,
    notes: [...noteWeights(file), ...tellEmptyLeaves(forest.emptyLeaves)],
  };
}

/** @returns what a raw score is multiplied by to be log-odds */
function readObjective(head: Block): number {
  const objective = head.values.get('objective')?.trim();
  const refuse = (found: string, advice: string) =>
    new InputError(
      `${head.place}: expected a model whose score becomes a probability (objective binary or cross_entropy), got ${found}. ${advice}`,
    );
  if (objective === undefined || objective === '' || objective === 'custom')
    throw refuse(
      'one with an objective of its own',
      'The file does not say how its scores become probabilities.',
    );
  const perRound = textOf(head, 'num_tree_per_iteration').trim();
  const [name, ...settings] = objective.split(/\s+/);
  if (perRound !== '1') throw refuse(`${name} with ${perRound} classes`, 'Train one that tells two apart.');
  if (name === 'cross_entropy' || name === 'xentropy') return 1;
  if (name !== 'binary') throw refuse(name!, 'Train it with objective="binary".');
  const sigmoid = settings.find((word) => word.startsWith('sigmoid:')) ?? 'sigmoid:1';
  const scale = numberOf(sigmoid.slice('sigmoid:'.length));
  if (scale === undefined || !(scale > 0 && Number.isFinite(scale)))
    throw refuse(objective, 'Its sigmoid should be a number above 0.');
  return scale;
}

function readFeatures(head: Block, { leads, fileName }: ReadOptions): Feature[] {
  const written = textOf(head, 'feature_names').split(' ');
  const last = numbersOf(head, 'max_feature_idx', 1)[0]!;
  if (written.length !== last + 1 || written.length > MOST_FEATURES)
    throw new InputError(
      `${fileName}: feature_names: expected ${last + 1} names, as max_feature_idx says, got ${written.length}.`,
    );
  const names = written.map((name) => leads?.nameOf(name) ?? name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new InputError(`${fileName}: feature_names: expected each name once, got ${twice} twice.`);
  const infos = textOf(head, 'feature_infos').trim().split(/\s+/);
  if (infos.length !== names.length)
    throw new InputError(
      `${fileName}: feature_infos: expected ${names.length}, one per name, got ${infos.length}.`,
    );
  return names.map((name, i) => {
    const values = leads?.valuesOf(name);
    const told = readInfo(infos[i]!);
    if (told === undefined)
      throw new InputError(
        `${fileName}: feature_infos[${i}]: expected [smallest:largest], codes or none, got “${infos[i]!.slice(0, 40)}”.`,
      );
    return { name, ...told, ...(values === undefined ? {} : { values }) };
  });
}

function readInfo(info: string): Omit<Feature, 'name' | 'values'> | undefined {
  if (info === 'none') return { kind: 'none', smallest: 0, largest: 0, isWhole: true };
  const isRange = info.startsWith('[') && info.endsWith(']');
  const numbers = (isRange ? info.slice(1, -1) : info).split(':').map(numberOf);
  if (numbers.some((number) => number === undefined) || (isRange && numbers.length !== 2)) return undefined;
  const known = numbers as number[];
  return {
    kind: isRange ? 'numbers' : 'codes',
    smallest: known.reduce((least, number) => Math.min(least, number)),
    largest: known.reduce((most, number) => Math.max(most, number)),
    isWhole: known.every(Number.isInteger),
  };
}

function assignLists(
  { pandasCategories }: LightgbmText,
  features: readonly Feature[],
  { fileName, categories = {}, leads }: ReadOptions,
): ReadonlyMap<string, readonly unknown[]> {
  // What was said of a column needs no list; only without any lists can that be all there is.
  if (pandasCategories.length > 0)
    return assignCategories(
      pandasCategories,
      features.map(({ values, ...feature }) =>
        values === undefined || Object.hasOwn(categories, feature.name) ? feature : { ...feature, values },
      ),
      fileName,
      leads === undefined ? [] : features.flatMap(({ name }) => (leads.has(name) ? [] : [name])),
    );
  return new Map();
}

/** The inputs that trees turn out to look at. */
class Columns {
  readonly inputs: Input[] = [];
  readonly #features: readonly Feature[];
  readonly #listOf: (name: string) => readonly unknown[] | undefined;
  readonly #fileName: string;
  readonly #places = new Map<string, number>();
  readonly #used = new Set<number>();

  constructor(
    features: readonly Feature[],
    listOf: (name: string) => readonly unknown[] | undefined,
    fileName: string,
  ) {
    this.#features = features;
    this.#listOf = listOf;
    this.#fileName = fileName;
  }

  /** @param zeroIsMissing a split that sends zeros where it sends what is missing */
  placeOf(feature: number, zeroIsMissing: boolean): number | undefined {
    if (this.#features[feature] === undefined) return undefined;
    const key = `${feature} ${zeroIsMissing}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#used.add(feature);
    const place = this.inputs.push(this.#makeInput(this.#features[feature], zeroIsMissing)) - 1;
    this.#places.set(key, place);
    return place;
  }

  #makeInput({ name }: Feature, zeroIsMissing: boolean): Input {
    const list = this.#listOf(name);
    if (list === undefined)
      return {
        kind: 'number',
        feature: name,
        steps: [],
        missing: null,
        ...(zeroIsMissing ? { zero_is_missing: true } : {}),
      };
    const { input } = inputOfCategories(name, list, this.#fileName);
    return zeroIsMissing ? withoutZero(input) : input;
  }

  get fields(): ImportedField[] {
    return this.#features.map(({ name, kind, smallest, largest }, i): ImportedField => {
      if (!this.#used.has(i)) return { name };
      const list = this.#listOf(name);
      if (list !== undefined) return inputOfCategories(name, list, this.#fileName).field;
      return { name, type: 'number', ...(kind === 'none' ? {} : { range: [smallest, largest] }) };
    });
  }
}

/** The first category has the code 0. */
function withoutZero(input: Input): Input {
  if (input.kind === 'bins')
    return { ...input, values: input.values.map((value) => (value === 0 ? null : value)) };
  if (input.kind === 'level')
    return {
      ...input,
      values: Object.fromEntries(Object.entries(input.values).filter(([, code]) => code !== 0)),
    };
  return input;
}

/** `decision_type`: 1 by categories, 2 missing goes left, and from 4 on what is missing. */
const BY_CATEGORIES = 1;
const DEFAULT_LEFT = 2;
const MISSING_ZERO = 1;
const MISSING_NAN = 2;

function addTree(tree: Block, forest: ForestBuilder, columns: Columns): void {
  const { place } = tree;
  const leaves = numbersOf(tree, 'num_leaves', 1)[0]!;
  if (!(Number.isInteger(leaves) && leaves >= 1))
    throw new InputError(`${place}: num_leaves: expected a whole number from 1 on, got ${leaves}.`);
  if (tree.values.get('is_linear')?.trim() === '1')
    throw new InputError(
      `${place}: expected leaves that are numbers, got a linear model in each (linear_tree). Train without linear_tree.`,
    );
  const values = numbersOf(tree, 'leaf_value', leaves);
  if (leaves === 1) {
    forest.add(place, ~0, () => ({ kind: 'leaf', value: values[0]!, cover: 1 }));
    return;
  }
  const list = (name: string, length: number) => numbersOf(tree, name, length);
  const covers = list('leaf_count', leaves);
  const features = list('split_feature', leaves - 1);
  const thresholds = list('threshold', leaves - 1);
  const decisions = list('decision_type', leaves - 1);
  const lefts = list('left_child', leaves - 1);
  const rights = list('right_child', leaves - 1);
  const setOf = readSets(tree);
  const child = (node: number, at: string): number => {
    const isThere = Number.isInteger(node) && (node < 0 ? ~node < leaves : node < leaves - 1);
    if (isThere) return node;
    throw new InputError(`${at}: expected a node of the tree, got ${node}.`);
  };
  forest.add(place, 0, (node): SourceNode => {
    if (node < 0) return { kind: 'leaf', value: values[~node]!, cover: covers[~node]! };
    const at = `${place}, node ${node}`;
    const decision = decisions[node]!;
    if (!(Number.isInteger(decision) && decision >= 0 && decision < 12))
      throw new InputError(`${at}: decision_type: expected a number from 0 to 11, got ${decision}.`);
    const byCodes = (decision & BY_CATEGORIES) !== 0;
    const missing = decision >> 2;
    const input = columns.placeOf(features[node]!, !byCodes && missing === MISSING_ZERO);
    if (input === undefined)
      throw new InputError(`${at}: split_feature: expected a column of the model, got ${features[node]}.`);
    const sides = { left: child(lefts[node]!, at), right: child(rights[node]!, at) };
    const threshold = thresholds[node]!;
    if (byCodes) return { kind: 'split', input, by: setOf(threshold, at), missingLeft: false, ...sides };
    // Where nothing was missing in training, a missing value counts as 0.
    const missingLeft =
      missing === MISSING_NAN || missing === MISSING_ZERO ? (decision & DEFAULT_LEFT) !== 0 : 0 <= threshold;
    return { kind: 'split', input, by: threshold, missingLeft, ...sides };
  });
}

const WORD_BITS = 32;

/** The sets of codes, which are bits of 32-bit words. */
function readSets(tree: Block): (set: number, at: string) => readonly number[] {
  const sets = numbersOf(tree, 'num_cat', 1)[0]!;
  if (sets === 0)
    return (_, at) => {
      throw new InputError(`${at}: expected categories in num_cat, found none.`);
    };
  const bounds = numbersOf(tree, 'cat_boundaries', sets + 1);
  const words = numbersOf(tree, 'cat_threshold', bounds.at(-1)!);
  return (set, at) => {
    const [from, to] = [bounds[set], bounds[set + 1]];
    if (from === undefined || to === undefined || !(from >= 0 && from <= to && to <= words.length))
      throw new InputError(`${at}: cat_boundaries: expected a set with the number ${set}.`);
    const codes: number[] = [];
    for (let word = from; word < to; word++)
      for (let bit = 0; bit < WORD_BITS; bit++)
        if (((words[word]! >>> bit) & 1) === 1) codes.push((word - from) * WORD_BITS + bit);
    return codes;
  };
}

function noteWeights({ parameters }: LightgbmText): string[] {
  const weight = numberOf(parameters.get('scale_pos_weight') ?? '1') ?? 1;
  const told = [
    ...(weight === 1 ? [] : [`scale_pos_weight ${weight}`]),
    ...(parameters.get('is_unbalance') === '1' ? ['is_unbalance'] : []),
  ];
  return tellClassWeights(told);
}
