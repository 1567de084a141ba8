import { release } from '../../typed-arrays.ts';

/** Bits that one pass sorts by: few enough that the counters stay in the nearest cache. */
const BITS = 11;
const DIGITS = 1 << BITS;

/**
 * The indices of 64-bit hashes in ascending order, equal ones as they stand: radix sort by the high halves (Knuth,
 * TAOCP 3, §5.2.5), then the few with the same high half by insertion.
 */
export function sortByHash(high: Uint32Array, low: Uint32Array): Uint32Array {
  let order = new Uint32Array(high.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  let spare = new Uint32Array(high.length);
  for (let shift = 0; shift < 32; shift += BITS) {
    const starts = countDigits(high, shift);
    for (let i = 0; i < order.length; i++) {
      const index = order[i]!;
      spare[starts[(high[index]! >>> shift) & (DIGITS - 1)]!++] = index;
    }
    [order, spare] = [spare, order];
  }
  release(spare);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && high[order[to]!] === high[order[from]!]) to += 1;
    if (to - from > 1) order.subarray(from, to).sort((a, b) => low[a]! - low[b]! || a - b);
    from = to;
  }
  return order;
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
