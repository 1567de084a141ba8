import type { BinnedLeads, GrowRules, GrowTarget } from './tree-grower.ts';

/** Bytes of a column's histogram: 256 cells of a sum of gradients (high half) and of hessians (low half). */
export const COLUMN_BYTES = 2048;
/** Most leads that trees can grow on: beyond, sums of what is quantised could pass 31 bits. */
export const MOST_LEADS = 2 ** 30;

/** Words of the control area, by which the thread that grows tells the others what to do. */
export const CONTROL = {
  turn: 0,
  step: 1,
  seed: 2,
  threshold: 3,
  leaf: 4,
  newLeaf: 5,
  column: 6,
  counted: 7,
  slot: 8,
  leaves: 9,
  columns: 10,
  /** Steps that other threads did. */
  helped: 11,
} as const;

/** Where everything is in the one memory that all threads share: byte addresses. */
export interface GrowLayout {
  readonly leads: number;
  readonly columns: number;
  readonly leaves: number;
  /** The leads of block b are those from starts[b] to before starts[b + 1]. */
  readonly starts: readonly number[];
  readonly control: number;
  /** Int32 per block: the last turn that a thread took on, and that it finished. */
  readonly taken: number;
  readonly done: number;
  /** Columns that the tree sees. */
  readonly chosenColumns: number;
  /** Float64: scale of gradients, scale of hessians. */
  readonly scales: number;
  /** Float64 per kind of label (0, 1, 2: held out): its weight. */
  readonly weights: number;
  /** Float64 per leaf: what it adds to scores. */
  readonly values: number;
  /** 256 bytes: 1 when a bin goes left. */
  readonly routes: number;
  /** 256 bytes, the same for the choice of leads. */
  readonly choice: number;
  readonly sigmoids: number;
  /** Float64 pairs per block: sum of |gradient| and of hessians, as integers. */
  readonly sums: number;
  /** Int32 per block and leaf: SEGMENT_WORDS. */
  readonly segments: number;
  /** Per place of `LeafSearch` SEARCH_BYTES. */
  readonly searches: number;
  readonly histograms: number;
  /** Bins column after column, for partitions. */
  readonly byColumn: number;
  /** Bins lead after lead, for histograms. */
  readonly byLead: number;
  readonly labels: number;
  readonly chosen: number;
  /** Int32: leads in the order of the leaves. */
  readonly order: number;
  readonly spare: number;
  /** Int32 pairs: hessian and gradient of a lead, as integers. */
  readonly packed: number;
  readonly scores: number;
  /** Float64 per lead: ln(1 − m) of its maturity m. −1: no lead is too young. */
  readonly unseen: number;
  readonly bytes: number;
}

/** Of a leaf in a block: where the leads that the tree sees begin and how many they are, then the same of the others, then how many of all it learns from. */
export const SEGMENT_WORDS = 5;

/** Numbers of a leaf that is searched, and of its split. */
export const SEARCH_NUMBERS = 8;
/** A leaf, its split, and the bins that go left. */
export const SEARCH_BYTES = 16 * SEARCH_NUMBERS + 256;

/** @param isThinned whether leads have maturities */
export function planMemory(
  { count, columns }: BinnedLeads,
  rules: GrowRules,
  blocks: number,
  isThinned = false,
): GrowLayout {
  let bytes = 0;
  const place = (size: number): number => {
    const at = bytes;
    bytes = Math.ceil((bytes + size) / 64) * 64;
    return at;
  };
  const { leaves } = rules;
  const wide = columns.length;
  return {
    leads: count,
    columns: wide,
    leaves,
    starts: Array.from({ length: blocks + 1 }, (_, b) => Math.floor((count * b) / blocks)),
    control: place(128),
    taken: place(4 * blocks),
    done: place(4 * blocks),
    chosenColumns: place(4 * wide),
    scales: place(16),
    weights: place(24),
    values: place(8 * leaves),
    routes: place(256),
    choice: place(256),
    sigmoids: place(8 * 1025),
    sums: place(16 * blocks),
    segments: place(4 * SEGMENT_WORDS * leaves * blocks),
    searches: place(2 * SEARCH_BYTES),
    // The first block's are the leaves' own; each other block counts into one that is added to them.
    histograms: place((leaves + blocks - 1) * wide * COLUMN_BYTES),
    byColumn: place(count * wide),
    byLead: place(count * wide),
    labels: place(count),
    chosen: place(count),
    order: place(4 * count),
    spare: place(4 * count),
    packed: place(8 * count),
    scores: place(8 * count),
    unseen: isThinned ? place(8 * count) : -1,
    // Kernels read a few bytes past a lead's bins.
    bytes: bytes + 64,
  };
}

/** Copies leads and target into the memory. */
export function fillMemory(
  buffer: SharedArrayBuffer,
  at: GrowLayout,
  { count, columns }: BinnedLeads,
  target: GrowTarget,
): void {
  // The memory may have been another grower's.
  new Uint8Array(buffer, 0, at.histograms).fill(0);
  const wide = columns.length;
  const byLead = new Uint8Array(buffer, at.byLead, count * wide);
  columns.forEach(({ codes }, column) => {
    new Uint8Array(buffer, at.byColumn + column * count, count).set(codes);
  });
  // A few thousand leads at a time, so that what is written stays near.
  for (let from = 0; from < count; from += 4096) {
    const to = Math.min(count, from + 4096);
    columns.forEach(({ codes }, column) => {
      for (let lead = from, q = from * wide + column; lead < to; lead++, q += wide) byLead[q] = codes[lead]!;
    });
  }
  const labels = new Uint8Array(buffer, at.labels, count);
  labels.set(target.labels);
  const { heldOut } = target;
  if (heldOut !== undefined) for (let lead = 0; lead < count; lead++) if (heldOut[lead]) labels[lead] = 2;
  const scores = new Float64Array(buffer, at.scores, count);
  if (typeof target.start === 'number') scores.fill(target.start);
  else scores.set(target.start);
  const { maturity } = target;
  if (maturity !== undefined)
    new Float64Array(buffer, at.unseen, count).set(maturity.map((share) => Math.log1p(-share)));
  new Float64Array(buffer, at.weights, 3).set([1, target.positiveWeight, 0]);
  new Float64Array(buffer, at.sigmoids, 1025).set(
    Float64Array.from({ length: 1025 }, (_, i) => 1 / (1 + Math.exp((512 - i) / 32))),
  );
  new Uint8Array(buffer, at.choice, 256)[1] = 1;
}
