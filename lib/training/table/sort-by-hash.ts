/** Bits that one pass sorts by: few enough that the counters stay in the nearest cache. */
const BITS = 11;
const DIGITS = 1 << BITS;

/** The indices of 64-bit hashes in ascending order, by radix sort (Knuth, TAOCP 3, §5.2.5); equal ones as they stand. */
export function sortByHash(high: Uint32Array, low: Uint32Array): Uint32Array {
  let order = new Uint32Array(high.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  let spare = new Uint32Array(high.length);
  for (const keys of [low, high]) {
    for (let shift = 0; shift < 32; shift += BITS) {
      const starts = countDigits(keys, shift);
      for (let i = 0; i < order.length; i++) {
        const index = order[i]!;
        spare[starts[(keys[index]! >>> shift) & (DIGITS - 1)]!++] = index;
      }
      [order, spare] = [spare, order];
    }
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
