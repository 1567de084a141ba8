import { lowerBound } from '../../statistics/lower-bound.ts';
import { type FlatTrees, goesLeft } from './flat-trees.ts';

/** Where the decisions of each tree stand: a bit per split, 1 for left, in words of 32. */
export interface DecisionPlan {
  /** Per tree its first split, and the end. */
  readonly first: Int32Array;
  /** Per tree its first word, and the end. */
  readonly word: Int32Array;
}

export function planDecisions({ roots, input }: FlatTrees): DecisionPlan {
  const first = new Int32Array(roots.length + 1).fill(input.length);
  for (let t = roots.length - 1; t >= 0; t--) first[t] = roots[t]! < 0 ? first[t + 1]! : roots[t]!;
  const word = new Int32Array(roots.length + 1);
  for (let t = 0; t < roots.length; t++) word[t + 1] = word[t]! + Math.ceil((first[t + 1]! - first[t]!) / 32);
  return { first, word };
}

/** Codes of an input that are looked up rather than asked for. */
const MOST_CODES = 1 << 12;

/** An input's decisions, looked up at once: its number has a rank, and each rank a row of words. */
interface Ranked {
  readonly input: number;
  /** Thresholds, ascending; undefined: the rank is the code. */
  readonly edges: Float64Array | undefined;
  /** Ranks, without that of what is missing, which is the last row. */
  readonly ranks: number;
  /** The words in which it decides something. */
  readonly words: Int32Array;
  readonly rows: Int32Array;
}

/**
 * @param memory bytes for tables of decisions: with them a number is compared with an input's thresholds once, not in every tree
 * @returns fills the words of all trees
 */
export function compileDecisions(
  trees: FlatTrees,
  { first, word }: DecisionPlan,
  memory: number,
): (inputs: ArrayLike<number>, words: Int32Array) => void {
  const wordOf = new Int32Array(trees.input.length);
  const bitOf = new Int32Array(trees.input.length);
  for (let t = 0; t + 1 < first.length; t++) {
    for (let s = first[t]!; s < first[t + 1]!; s++) {
      wordOf[s] = word[t]! + ((s - first[t]!) >>> 5);
      bitOf[s] = 1 << ((s - first[t]!) & 31);
    }
  }
  const ranked: Ranked[] = [];
  const others: number[] = [];
  let left = memory;
  for (const [input, splits] of splitsByInput(trees)) {
    const ranks = left > 0 ? rankInput(trees, splits) : undefined;
    const words = Int32Array.from(new Set(splits.map((s) => wordOf[s]!)));
    const bytes = ranks === undefined ? Number.POSITIVE_INFINITY : 4 * words.length * (ranks.count + 1);
    if (ranks === undefined || bytes > left) {
      others.push(...splits);
      continue;
    }
    left -= bytes;
    const places = new Map([...words].map((w, place) => [w, place]));
    const rows = new Int32Array(words.length * (ranks.count + 1));
    for (let rank = 0; rank <= ranks.count; rank++) {
      const x = rank === ranks.count ? Number.NaN : ranks.example(rank);
      for (const s of splits)
        if (goesLeft(trees, s, x)) rows[rank * words.length + places.get(wordOf[s]!)!]! |= bitOf[s]!;
    }
    ranked.push({ input, edges: ranks.edges, ranks: ranks.count, words, rows });
  }
  const single = Int32Array.from(others);
  return (inputs, all) => {
    all.fill(0);
    for (const { input, edges, ranks, words, rows } of ranked) {
      let row = rankOf(inputs[input]!, edges, ranks) * words.length;
      for (let i = 0; i < words.length; i++) all[words[i]!]! |= rows[row++]!;
    }
    for (let i = 0; i < single.length; i++) {
      const s = single[i]!;
      if (goesLeft(trees, s, inputs[trees.input[s]!]!)) all[wordOf[s]!]! |= bitOf[s]!;
    }
  };
}

function splitsByInput({ input }: FlatTrees): Map<number, number[]> {
  const found = new Map<number, number[]>();
  input.forEach((at, split) => {
    const splits = found.get(at);
    if (splits === undefined) found.set(at, [split]);
    else splits.push(split);
  });
  return found;
}

/** The numbers of an input that all splits tell apart; undefined: they are not ranked. */
function rankInput({ set, sets, threshold }: FlatTrees, splits: readonly number[]) {
  if (splits.every((s) => set[s]! < 0)) {
    const edges = Float64Array.from(new Set(splits.map((s) => threshold[s]!))).sort();
    const example = (rank: number) => edges[rank] ?? Number.POSITIVE_INFINITY;
    return { edges, count: edges.length + 1, example };
  }
  if (splits.some((s) => set[s]! < 0)) return undefined;
  let codes = 0;
  for (const s of splits) codes = Math.max(codes, sets.ends[set[s]!]!);
  // The last code is in no list, as all beyond it.
  return codes >= MOST_CODES
    ? undefined
    : { edges: undefined, count: codes + 1, example: (rank: number) => rank };
}

function rankOf(x: number, edges: Float64Array | undefined, ranks: number): number {
  if (Number.isNaN(x)) return ranks;
  if (edges !== undefined) return lowerBound(edges, x);
  return x > -1 && x < ranks ? Math.trunc(x) : ranks - 1;
}
