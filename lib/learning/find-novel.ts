import { lowerBound } from '../statistics/lower-bound.ts';

export interface Novelty {
  /** 1 per lead that says what none did before. */
  readonly novel: Uint8Array;
  /** Leads of before that say what none does now: they were left out, or what they say was changed. */
  readonly vanished: number;
}

/**
 * Which leads say what no lead of before did. Of leads that say the same nobody knows which are the new ones, so none of them is
 * novel; and the outcome is not looked at, because leads that have converted since would be a choice of those who converted.
 *
 * @param keys of `fingerprintLeads`
 */
export function findNovel(keys: Float64Array, before: Float64Array): Novelty {
  // Sorted and not in a Set, which holds 2²⁴ keys at most.
  const known = before.slice().sort();
  const there = keys.slice().sort();
  return {
    novel: Uint8Array.from(keys, (key) => (has(known, key) ? 0 : 1)),
    vanished: before.reduce((sum, key) => sum + (has(there, key) ? 0 : 1), 0),
  };
}

const has = (sorted: Float64Array, key: number): boolean => sorted[lowerBound(sorted, key)] === key;
