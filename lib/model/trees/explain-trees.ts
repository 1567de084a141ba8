import { compileDecisions, planDecisions } from './decide-trees.ts';
import type { FlatTrees } from './flat-trees.ts';
import { compileShapley } from './shapley.ts';

/** More leads than these have few ways through a tree of their own. */
const MOST_SLOTS = 1 << 12;
const SPREAD = 0x9e3779b1;

/**
 * Leads that go the same way at every split of a tree have the same leaf and the same effects there. So what a tree made of a lead is
 * kept under its decisions, in a slot that a later lead of other decisions may take over: memory has a bound, and nothing has to
 * be thrown out. At least the last lead is kept, as the same lead is often asked about twice. A tree's effects are added up first,
 * and then those of the trees: kept or not, the numbers are the same to the bit.
 *
 * @param fieldOf per input the place of its field
 * @param memory bytes to keep trees' results in
 * @returns adds to `effects`, one per field, and gives the sum of the leaves (`sumLeaves`)
 */
export function explainTrees(
  trees: FlatTrees,
  fieldOf: Int32Array,
  memory: number,
): (inputs: ArrayLike<number>, effects: Float64Array) => number {
  const reasons = compileShapley(trees, fieldOf);
  const decisions = planDecisions(trees);
  const { first, word } = decisions;
  // A quarter to find the decisions, the rest for what was made of them.
  const decide = compileDecisions(trees, decisions, memory / 4);
  const { slots, valueStart, fieldStart, fields } = planSlots(reasons.fields, word, (3 * memory) / 4);
  const mask = slots - 1;
  const words = new Int32Array(word.at(-1)!);
  const keys = new Int32Array(slots * words.length);
  const isKept = new Uint8Array(slots * trees.roots.length);
  // Of a slot: the leaf, then the effects of the tree's fields.
  const values = new Float64Array(slots * valueStart.at(-1)!);
  const went = new Uint8Array(32 * word.reduce((most, w, t) => Math.max(most, w - (word[t - 1] ?? 0)), 0));

  const explainTree = (tree: number, at: number): void => {
    const start = first[tree]!;
    const count = first[tree + 1]! - start;
    for (let s = 0; s < count; s++) went[s] = (words[word[tree]! + (s >>> 5)]! >>> (s & 31)) & 1;
    let node = trees.roots[tree]!;
    while (node >= 0) node = went[node - start] === 1 ? trees.left[node]! : trees.right[node]!;
    values[at] = trees.value[~node]!;
    reasons.explain(tree, went, values, at + 1);
  };

  return (inputs, effects) => {
    decide(inputs, words);
    let sum = 0;
    for (let t = 0; t < trees.roots.length; t++) {
      const [from, end] = [word[t]!, word[t + 1]!];
      let hash = 0;
      for (let w = from; w < end; w++) {
        hash = Math.imul(hash ^ words[w]!, SPREAD);
        hash ^= hash >>> 15;
      }
      const slot = hash & mask;
      const flag = t * slots + slot;
      let isSame = isKept[flag] === 1;
      for (let w = from, k = from * slots + slot * (end - from); w < end; w++, k++) {
        if (keys[k] === words[w]) continue;
        isSame = false;
        keys[k] = words[w]!;
      }
      const [f0, f1] = [fieldStart[t]!, fieldStart[t + 1]!];
      let v = valueStart[t]! * slots + slot * (1 + f1 - f0);
      if (!isSame) {
        isKept[flag] = 1;
        explainTree(t, v);
      }
      sum += values[v++]!;
      for (let f = f0; f < f1; f++) effects[fields[f]!]! += values[v++]!;
    }
    return sum;
  };
}

/** As many slots for every tree as there is memory for, a power of two, and where the values and the fields of each begin. */
function planSlots(fieldsOf: readonly Int32Array[], word: Int32Array, memory: number) {
  const valueStart = new Int32Array(fieldsOf.length + 1);
  const fieldStart = new Int32Array(fieldsOf.length + 1);
  fieldsOf.forEach(({ length }, t) => {
    fieldStart[t + 1] = fieldStart[t]! + length;
    valueStart[t + 1] = valueStart[t]! + 1 + length;
  });
  const fields = new Int32Array(fieldStart.at(-1)!);
  fieldsOf.forEach((each, t) => {
    fields.set(each, fieldStart[t]!);
  });
  const bytes = 4 * word.at(-1)! + fieldsOf.length + 8 * valueStart.at(-1)!;
  let slots = 1;
  while (slots < MOST_SLOTS && 2 * slots * bytes <= memory) slots *= 2;
  return { slots, valueStart, fieldStart, fields };
}
