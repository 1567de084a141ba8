import { PermanentError } from '../../../../errors.ts';
import { createRandom, mix32 } from '../../../../statistics/random.ts';
import { type Bounds, boundNext, boundStart, chooseScales } from './choose-scales.ts';
import { createCrew, createKernel } from './crew.ts';
import { COLUMN_BYTES, CONTROL, fillMemory, MOST_LEADS, planMemory } from './grow-memory.ts';
import { type Leaf, leafValue, type Scales, type Split } from './judge-split.ts';
import { PLACES } from './leaf-search.ts';
import { COUNTED, STEPS } from './row-block.ts';
import { giveBack, takeMemory } from './take-memory.ts';
import type { BinnedLeads, GrownTree, GrowRules, GrowTarget, TreeGrower } from './tree-grower.ts';

/** A leaf, or a split of what was one. */
interface Node extends Leaf {
  readonly leaf: number;
  /** Where its histograms are. */
  readonly slot: number;
  /** Its best split, once it was searched. */
  found: Split | undefined;
  sides?: readonly [Node, Node];
}

/** Columns whose search is worth another thread: some 100 µs. */
const WORTH_COLUMNS = 6;

export interface GrowOptions {
  readonly threads?: number;
  /** Without WebAssembly, as where there is none. */
  readonly isScript?: boolean;
}

/**
 * Grows trees leaf by leaf, that with the most to gain first (Ke et al., LightGBM, 2017), on histograms of gradients and
 * hessians that are rounded to integers (Shi et al., Quantized training of gradient boosting decision trees, 2022, without its
 * randomness and with 31 bits instead of 3). Sums of integers are the same in any order, so that the trees do not depend on the order
 * of the leads nor on the number of threads. Of equal splits that of the first column is taken.
 *
 * @param options.threads on how many the leads are shared out
 * @throws {PermanentError} more leads than histograms can sum
 */
export function createTreeGrower(
  leads: BinnedLeads,
  target: GrowTarget,
  rules: GrowRules,
  options: GrowOptions = {},
): TreeGrower {
  const { count, columns } = leads;
  if (count > MOST_LEADS)
    throw new PermanentError(`expected at most ${MOST_LEADS} leads to grow trees on, found ${count}`);
  const isThinned = target.maturity !== undefined;
  const at = planMemory(leads, rules, Math.max(1, Math.floor(options.threads ?? 1)), isThinned);
  const memory = takeMemory(at.bytes, options.isScript === true);
  const { buffer } = memory;
  const kernel = createKernel(memory);
  fillMemory(buffer, at, leads, target);
  const crew = createCrew(memory, at, kernel, {
    columns: columns.map(({ kind, bins, monotone }) => ({ kind, bins, monotone })),
    rules,
  });
  const { blocks } = crew;
  const control = new Int32Array(buffer, at.control, 32);
  const sums = new Float64Array(buffer, at.sums, 2 * blocks.length);
  const scores = new Float64Array(buffer, at.scores, count);
  const [positives, negatives] = countLabels(target);
  let bounds: Bounds = boundStart(scores, target);

  const addressOf = (slot: number) => at.histograms + slot * at.columns * COLUMN_BYTES;
  function mergeBlocks(slot: number): void {
    for (let block = 1; block < blocks.length; block++)
      kernel.add(addressOf(slot), addressOf(slot + 1), addressOf(at.leaves + block - 1));
  }

  function grow(seed: number): GrownTree | undefined {
    const chosen = chooseColumns(columns.length, rules.columnShare, seed);
    new Int32Array(buffer, at.chosenColumns, chosen.length).set(chosen);
    control[CONTROL.columns] = chosen.length;
    control[CONTROL.seed] = mix32(seed);
    control[CONTROL.threshold] = thresholdOf(rules.rowShare, target.heldOut !== undefined);
    const multipliers = chooseScales(bounds, positives + negatives);
    new Float64Array(buffer, at.scales, 2).set([multipliers.gradient, multipliers.hessian]);
    const scales: Scales = { gradient: 1 / multipliers.gradient, hessian: 1 / multipliers.hessian };
    crew.run(STEPS.begin, count);
    mergeBlocks(0);
    const total = { gradient: 0, hessian: 0 };
    blocks.forEach((_, block) => {
      total.gradient += sums[2 * block]!;
      total.hessian += sums[2 * block + 1]!;
    });

    const isShared = chosen.length >= WORTH_COLUMNS;
    const root: Node = { ...sumRoot(chosen[0]!), leaf: 0, slot: 0, found: undefined };
    search([root], isShared);
    const leaves = [root];
    while (leaves.length < rules.leaves) {
      const best = pickLeaf(leaves);
      if (best === undefined) break;
      const isLast = leaves.length + 1 === rules.leaves;
      const [left, right] = split(best, leaves.length, isLast);
      if (!isLast) search([left, right], isShared);
      best.sides = [left, right];
      leaves[left.leaf] = left;
      leaves[right.leaf] = right;
    }
    if (leaves.length === 1) {
      bounds = boundNext(total, multipliers, positives + negatives, target, 0);
      return undefined;
    }
    const values = leaves.map((leaf) =>
      roundValue(leafValue(leaf, scales) * rules.learningRate, rules.valueStep),
    );
    new Float64Array(buffer, at.values, at.leaves).set(values);
    control[CONTROL.leaves] = leaves.length;
    crew.run(STEPS.raise, count);
    const step = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    bounds = boundNext(total, multipliers, positives + negatives, target, step);
    return describeTree(root, values, (leaf) => blocks.reduce((sum, block) => sum + block.learned(leaf), 0));
  }

  /** Finds the best splits of leaves: one, or the two sides of a split. */
  function search(leaves: readonly Node[], isShared: boolean): void {
    for (let place = 0; place < PLACES; place++)
      crew.search.ask(place, leaves[place], leaves[place]?.slot ?? 0);
    crew.run(STEPS.search, isShared && leaves.length > 1 ? Number.POSITIVE_INFINITY : 0);
    leaves.forEach((leaf, place) => {
      leaf.found = crew.search.answer(place);
    });
  }

  function sumRoot(column: number): Leaf {
    const words = (columns[column]!.bins * 8) / 4;
    const from = addressOf(0) + column * COLUMN_BYTES;
    const add = (cells: ArrayLike<number>, first: number) => {
      let sum = 0;
      for (let cell = first; cell < words; cell += 2) sum += cells[cell]!;
      return sum;
    };
    const seen = blocks.reduce((leads, block) => leads + block.count(0), 0);
    const gradient = add(new Int32Array(buffer, from, words), 1);
    const hessian = add(new Uint32Array(buffer, from, words), 0);
    return { gradient, hessian, count: seen, low: -Infinity, high: Infinity, l2: rules.l2 };
  }

  /** The smaller side is counted; the other is the leaf's histogram less that. */
  function split(leaf: Node, newLeaf: number, isLast: boolean): [Node, Node] {
    const found = leaf.found!;
    const isLeftSmall = 2 * found.hessian <= leaf.hessian;
    control[CONTROL.leaf] = leaf.leaf;
    control[CONTROL.newLeaf] = newLeaf;
    control[CONTROL.column] = found.column;
    control[CONTROL.slot] = newLeaf;
    control[CONTROL.counted] = isLast ? COUNTED.none : isLeftSmall ? COUNTED.left : COUNTED.right;
    const routes = new Uint8Array(buffer, at.routes, 256);
    routes.fill(0);
    routes.set(found.goesLeft);
    crew.run(STEPS.split, leaf.count);
    if (!isLast) {
      mergeBlocks(newLeaf);
      kernel.subtract(addressOf(leaf.slot), addressOf(leaf.slot + 1), addressOf(newLeaf));
    }
    const counts = [leaf.leaf, newLeaf].map((side) =>
      blocks.reduce((sum, block) => sum + block.count(side), 0),
    );
    const limits = limitSides(leaf, found);
    const left = { gradient: found.gradient, hessian: found.hessian, count: counts[0]!, ...limits[0] };
    const right = {
      gradient: leaf.gradient - found.gradient,
      hessian: leaf.hessian - found.hessian,
      count: counts[1]!,
      ...limits[1],
    };
    const [leftSlot, rightSlot] = isLeftSmall ? [newLeaf, leaf.slot] : [leaf.slot, newLeaf];
    return [
      { ...left, l2: found.l2, leaf: leaf.leaf, slot: leftSlot, found: undefined },
      { ...right, l2: found.l2, leaf: newLeaf, slot: rightSlot, found: undefined },
    ];
  }

  /** Where the column has a direction, what is on either side of a split stays on its side of the middle between their values. */
  function limitSides(leaf: Node, found: Split): [Limits, Limits] {
    const { low, high } = leaf;
    const direction = columns[found.column]!.monotone;
    if (direction === 0)
      return [
        { low, high },
        { low, high },
      ];
    const scales = new Float64Array(buffer, at.scales, 2);
    const value = (gradient: number, hessian: number) =>
      leafValue(
        { ...leaf, gradient, hessian, l2: found.l2 },
        { gradient: 1 / scales[0]!, hessian: 1 / scales[1]! },
      );
    const middle =
      (value(found.gradient, found.hessian) +
        value(leaf.gradient - found.gradient, leaf.hessian - found.hessian)) /
      2;
    const below = { low, high: middle };
    const above = { low: middle, high };
    return direction > 0 ? [below, above] : [above, below];
  }

  let isOpen = true;
  function close(): void {
    if (!isOpen) return;
    isOpen = false;
    crew.close();
    // Threads that are about to end may still look at theirs.
    if (blocks.length === 1) giveBack(memory);
  }

  return { scores, grow, close };
}

type Limits = Pick<Leaf, 'low' | 'high'>;

function countLabels({ labels, heldOut }: GrowTarget): [positives: number, negatives: number] {
  let [positives, negatives] = [0, 0];
  for (let lead = 0; lead < labels.length; lead++)
    if (heldOut === undefined || heldOut[lead] === 0) {
      if (labels[lead] === 1) positives++;
      else negatives++;
    }
  return [positives, negatives];
}

/** To a whole multiple of a step that is a power of ten: as decimals are read, not as they are multiplied. */
function roundValue(value: number, step: number | undefined): number {
  if (step === undefined) return value;
  const parts = Math.round(1 / step);
  return Math.round(value * parts) / parts;
}

/** Leads whose hash is at most this are seen; 0: all are. */
function thresholdOf(share: number, hasHeldOut: boolean): number {
  if (share < 1) return Math.max(1, Math.floor(share * 2 ** 32) - 1);
  return hasHeldOut ? 2 ** 32 - 1 : 0;
}

function chooseColumns(count: number, share: number, seed: number): number[] {
  const all = Array.from({ length: count }, (_, column) => column);
  if (share >= 1) return all;
  const random = createRandom(seed);
  const wanted = Math.max(1, Math.round(count * share));
  for (let i = 0; i < wanted; i++) {
    const j = i + Math.floor(random() * (count - i));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all.slice(0, wanted).sort((a, b) => a - b);
}

/** That with the most to gain, of equal ones the first; undefined: none has anything to gain. */
function pickLeaf(leaves: readonly Node[]): Node | undefined {
  let best: Node | undefined;
  for (const leaf of leaves)
    if (leaf.found !== undefined && (best === undefined || leaf.found.gain > best.found!.gain)) best = leaf;
  return best;
}

function describeTree(
  root: Node,
  leafValues: readonly number[],
  countOf: (leaf: number) => number,
): GrownTree {
  const column: number[] = [];
  const goesLeft: Uint8Array[] = [];
  const values: number[] = [];
  const counts: number[] = [];
  const visit = (node: Node): void => {
    if (node.sides === undefined) {
      column.push(-1);
      values.push(leafValues[node.leaf]!);
      counts.push(countOf(node.leaf));
      return;
    }
    column.push(node.found!.column);
    goesLeft.push(node.found!.goesLeft);
    for (const side of node.sides) visit(side);
  };
  visit(root);
  return {
    column: Int32Array.from(column),
    goesLeft,
    values: Float64Array.from(values),
    counts: Int32Array.from(counts),
  };
}
