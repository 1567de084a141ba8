import { release } from '../../typed-arrays.ts';

/** Bits that one pass sorts by: few enough that the counters stay in the nearest cache. */
const BITS = 11;
const DIGITS = 1 << BITS;

/** Indices of 64-bit hashes in ascending order, and the high halves in the same order. */
export interface SortedByHash {
  readonly order: Uint32Array;
  readonly high: Uint32Array;
}

/**
 * Sorts 64-bit hashes, equal ones as they stand: radix sort by the high halves (Knuth, TAOCP 3, §5.2.5), then the few
 * with the same high half by the low. The high halves move along, so that every pass reads in order.
 *
 * @param high is used up
 */
export function sortByHash(high: Uint32Array, low: Uint32Array): SortedByHash {
  const { length } = high;
  let keys: Uint32Array = high;
  let spareKeys: Uint32Array = new Uint32Array(length);
  let order = new Uint32Array(length);
  let spare = new Uint32Array(length);
  for (let i = 0; i < length; i++) order[i] = i;
  for (let shift = 0; shift < 32; shift += BITS) {
    const starts = countDigits(keys, shift);
    for (let i = 0; i < length; i++) {
      const key = keys[i]!;
      const to = starts[(key >>> shift) & (DIGITS - 1)]!++;
      spareKeys[to] = key;
      spare[to] = order[i]!;
    }
    [order, spare] = [spare, order];
    [keys, spareKeys] = [spareKeys, keys];
  }
  release(spare, spareKeys);
  forEachRun(keys, (from, to) => {
    order.subarray(from, to).sort((a, b) => low[a]! - low[b]! || a - b);
  });
  return { order, high: keys };
}

/** Calls back for every run of more than one equal key, with where it begins and where it has ended. */
export function forEachRun(sorted: Uint32Array, visit: (from: number, to: number) => void): void {
  for (let from = 0; from + 1 < sorted.length; from++) {
    if (sorted[from] !== sorted[from + 1]) continue;
    let to = from + 2;
    while (to < sorted.length && sorted[to] === sorted[from]) to += 1;
    visit(from, to);
    from = to - 1;
  }
}

/** Where the indices of each digit begin. */
function countDigits(keys: Uint32Array, shift: number): Uint32Array {
  const starts = new Uint32Array(DIGITS);
  for (let i = 0; i < keys.length; i++) starts[(keys[i]! >>> shift) & (DIGITS - 1)]! += 1;
  let before = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = starts[digit]!;
    starts[digit] = before;
    before += count;
  }
  return starts;
}
