import type { TreesMember } from '../artifact.ts';
import { type CodeSets, compileCodeSets, hasCode } from './code-sets.ts';

/** The nodes of all trees of a member in typed arrays. A child below 0 is the leaf `~child`. */
export interface FlatTrees {
  /** Per tree its first node, or a leaf. */
  readonly roots: Int32Array;
  readonly input: Int32Array;
  readonly threshold: Float64Array;
  readonly missingLeft: Uint8Array;
  /** Per split its list in `sets` of the codes that go left; −1: it splits by its threshold. */
  readonly set: Int32Array;
  readonly sets: CodeSets;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly value: Float64Array;
  /** Per leaf, and per split: the sum of its leaves. */
  readonly leafCover: Float64Array;
  readonly splitCover: Float64Array;
}

/** Lays the trees out; the artifact's order, a split before its sides, needs no more than a stack. */
export function flattenTrees(member: TreesMember): FlatTrees {
  const splits = member.threshold.length;
  const left = new Int32Array(splits);
  const right = new Int32Array(splits);
  const splitCover = new Float64Array(splits);
  const roots: number[] = [];
  // Splits whose right side is still to come; a side is filled in when it is complete.
  const open: number[] = [];
  const onRight: boolean[] = [];
  let [split, leaf] = [0, 0];
  const input: number[] = [];
  for (const at of member.input) {
    if (open.length === 0) roots.push(at < 0 ? ~leaf : split);
    else if (onRight.at(-1)) right[open.at(-1)!] = at < 0 ? ~leaf : split;
    else left[open.at(-1)!] = at < 0 ? ~leaf : split;
    if (at >= 0) {
      input.push(at);
      open.push(split++);
      onRight.push(false);
      continue;
    }
    const cover = member.cover[leaf++]!;
    for (const above of open) splitCover[above]! += cover;
    while (onRight.at(-1) === true) {
      open.pop();
      onRight.pop();
    }
    if (onRight.length > 0) onRight[onRight.length - 1] = true;
  }
  return {
    roots: Int32Array.from(roots),
    input: Int32Array.from(input),
    threshold: Float64Array.from(member.threshold),
    missingLeft: Uint8Array.from(member.route, (route) => route & 1),
    set: Int32Array.from(member.route, (route, i) => (route >= 2 ? member.threshold[i]! : -1)),
    sets: compileCodeSets(member.sets),
    left,
    right,
    value: Float64Array.from(member.value),
    leafCover: Float64Array.from(member.cover),
    splitCover,
  };
}

/** Whether a split sends an input's number left. */
export function goesLeft(trees: FlatTrees, split: number, x: number): boolean {
  if (Number.isNaN(x)) return trees.missingLeft[split] === 1;
  const set = trees.set[split]!;
  return set < 0 ? x <= trees.threshold[split]! : hasCode(trees.sets, set, x);
}

/** The sum of the leaves that the inputs fall in. */
export function sumLeaves(trees: FlatTrees, inputs: ArrayLike<number>): number {
  let sum = 0;
  for (const root of trees.roots) {
    let at = root;
    while (at >= 0) {
      at = goesLeft(trees, at, inputs[trees.input[at]!]!) ? trees.left[at]! : trees.right[at]!;
    }
    sum += trees.value[~at]!;
  }
  return sum;
}

/** The mean over the training leads: every leaf by its share of the leads in its tree. */
export function meanOfTrees(trees: FlatTrees): number {
  let sum = 0;
  for (const root of trees.roots) sum += meanBelow(trees, root);
  return sum;
}

function meanBelow(trees: FlatTrees, node: number): number {
  if (node < 0) return trees.value[~node]!;
  const cover = trees.splitCover[node]!;
  return [trees.left[node]!, trees.right[node]!].reduce(
    (sum, side) => sum + (coverOf(trees, side) / cover) * meanBelow(trees, side),
    0,
  );
}

/** Training leads, or their weight, under a node. */
export const coverOf = ({ leafCover, splitCover }: FlatTrees, node: number): number =>
  node < 0 ? leafCover[~node]! : splitCover[node]!;
