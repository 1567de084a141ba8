import { mix32 } from '../../../../statistics/random.ts';
import { COLUMN_BYTES, CONTROL, type GrowLayout, SEGMENT_WORDS } from './grow-memory.ts';
import { type Kernel, ROUNDS } from './kernel.ts';
import { type LeafSearch, PLACES } from './leaf-search.ts';
import { sigmoid } from './script-kernel.ts';

export const STEPS = { begin: 1, split: 2, raise: 3, search: 4, end: 5 } as const;
/** Which side of a split is counted anew. */
export const COUNTED = { none: 0, left: 1, right: 2 } as const;

/**
 * The leads of one block, which one thread works on: their gradients, which leaf each is in, their histograms. It does what the
 * control area says, and leaves what comes of it in the shared memory.
 */
export interface RowBlock {
  step(): void;
  /** Leads in a leaf that the tree sees. */
  count(leaf: number): number;
  /** Leads in a leaf that trees learn from; known after a tree is raised. */
  learned(leaf: number): number;
}

export function createRowBlock(
  buffer: SharedArrayBuffer,
  at: GrowLayout,
  kernel: Kernel,
  block: number,
  search: LeafSearch,
): RowBlock {
  const control = new Int32Array(buffer, at.control, 32);
  const scales = new Float64Array(buffer, at.scales, 2);
  const values = new Float64Array(buffer, at.values, at.leaves);
  const labels = new Uint8Array(buffer, at.labels, at.leads);
  const chosen = new Uint8Array(buffer, at.chosen, at.leads);
  const order = new Int32Array(buffer, at.order, at.leads);
  const segments = new Int32Array(
    buffer,
    at.segments + 4 * SEGMENT_WORDS * at.leaves * block,
    SEGMENT_WORDS * at.leaves,
  );
  const [from, to] = [at.starts[block]!, at.starts[block + 1]!];

  function begin(): void {
    kernel.gradient(
      at.scores + 8 * from,
      at.scores + 8 * to,
      at.labels + from,
      at.packed + 8 * from,
      at.sigmoids,
      at.weights,
      scales[0]!,
      scales[1]!,
      at.sums + 16 * block,
    );
    if (at.unseen >= 0) thinGradients();
    for (let lead = from; lead < to; lead++) order[lead] = lead;
    const seen = choose();
    segments.set([from, seen, from + seen, to - from - seen, 0]);
    fillHistogram(0, 0);
  }

  /**
   * Lowers the gradients of unconverted leads that are too young by the probability that they are still to convert. Here and not in
   * the kernels: their loop is for leads of known outcomes, and a training with a horizon has few enough leads.
   */
  function thinGradients(): void {
    const doubles = new Float64Array(buffer, 0, Math.floor(buffer.byteLength / 8));
    const packed = new Int32Array(buffer, at.packed, 2 * at.leads);
    const sum = (at.sums + 16 * block) / 8;
    const table = at.sigmoids / 8 + 512;
    const probability = (z: number) => sigmoid(Math.min(Math.max(z, -15.9), 15.9), doubles, table);
    for (let lead = from; lead < to; lead++) {
      const unseen = doubles[at.unseen / 8 + lead]!;
      if (labels[lead] !== 0 || unseen === Number.NEGATIVE_INFINITY) continue;
      const z = doubles[at.scores / 8 + lead]!;
      const gradient = (probability(z) - probability(z + unseen)) * scales[0]! + ROUNDS - ROUNDS;
      doubles[sum] = doubles[sum]! - Math.abs(packed[2 * lead + 1]!) + Math.abs(gradient);
      packed[2 * lead + 1] = gradient;
    }
  }

  /** Puts the leads that the tree sees first. @returns how many they are */
  function choose(): number {
    const [seed, threshold] = [control[CONTROL.seed]!, control[CONTROL.threshold]! >>> 0];
    if (threshold === 0) return to - from;
    // By a lead's place among all, which its own values decide: the same in any order of the file and for any blocks.
    for (let lead = from; lead < to; lead++)
      chosen[lead] = labels[lead]! < 2 && mix32(lead ^ seed) <= threshold ? 1 : 0;
    return kernel.partition(
      at.order + 4 * from,
      at.order + 4 * to,
      at.spare + 4 * from,
      at.chosen,
      at.choice,
    );
  }

  function split(): void {
    const [leaf, newLeaf] = [control[CONTROL.leaf]!, control[CONTROL.newLeaf]!];
    const [old, made] = [leaf * SEGMENT_WORDS, newLeaf * SEGMENT_WORDS];
    for (const part of [0, 2]) {
      const [start, count] = [segments[old + part]!, segments[old + part + 1]!];
      const left = count === 0 ? 0 : partition(start, count);
      segments[old + part + 1] = left;
      segments[made + part] = start + left;
      segments[made + part + 1] = count - left;
    }
    const counted = control[CONTROL.counted]!;
    if (counted !== COUNTED.none)
      fillHistogram(counted === COUNTED.left ? leaf : newLeaf, control[CONTROL.slot]!);
  }

  const partition = (start: number, count: number): number =>
    kernel.partition(
      at.order + 4 * start,
      at.order + 4 * (start + count),
      at.spare + 4 * start,
      at.byColumn + control[CONTROL.column]! * at.leads,
      at.routes,
    );

  function fillHistogram(leaf: number, slot: number): void {
    const start = segments[leaf * SEGMENT_WORDS]!;
    const count = segments[leaf * SEGMENT_WORDS + 1]!;
    kernel.histogram(
      at.order + 4 * start,
      at.order + 4 * (start + count),
      at.byLead,
      at.columns,
      at.packed,
      at.chosenColumns,
      control[CONTROL.columns]!,
      at.histograms + (block === 0 ? slot : at.leaves + block - 1) * at.columns * COLUMN_BYTES,
    );
  }

  function raise(): void {
    const isSampled = control[CONTROL.threshold] !== 0;
    for (let leaf = 0; leaf < control[CONTROL.leaves]!; leaf++) {
      const segment = leaf * SEGMENT_WORDS;
      for (const part of [0, 2]) {
        const start = at.order + 4 * segments[segment + part]!;
        kernel.raise(start, start + 4 * segments[segment + part + 1]!, at.scores, values[leaf]!);
      }
      let learned = segments[segment + 1]!;
      if (isSampled)
        for (let i = segments[segment + 2]!, end = i + segments[segment + 3]!; i < end; i++)
          if (labels[order[i]!]! < 2) learned++;
      segments[segment + 4] = learned;
    }
  }

  return {
    step() {
      const step = control[CONTROL.step];
      if (step === STEPS.begin) begin();
      else if (step === STEPS.split) split();
      else if (step === STEPS.raise) raise();
      else if (step === STEPS.search)
        for (let place = block; place < PLACES; place += at.starts.length - 1) search.search(place);
    },
    count: (leaf) => segments[leaf * SEGMENT_WORDS + 1]!,
    learned: (leaf) => segments[leaf * SEGMENT_WORDS + 4]!,
  };
}
