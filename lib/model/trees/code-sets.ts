/** A list whose codes are below 32 times this stands as bits, which are looked up faster, even where its codes take less memory. */
const FEW_WORDS = 8;

/** Lists of codes, made ready to look up. */
export interface CodeSets {
  /** Words of 32 bits, or ascending codes, list after list. */
  readonly pool: Int32Array;
  readonly starts: Int32Array;
  /** Per list: how many words it has in the pool; below 0: how many codes. */
  readonly sizes: Int32Array;
  /** Per list: one more than its last code. */
  readonly ends: Float64Array;
}

/**
 * Takes memory for what is listed, not for the largest code: a list stands as bits only where they are few.
 *
 * @param sets each ascending, of whole numbers from 0 to 2³¹ − 1
 */
export function compileCodeSets(sets: readonly (readonly number[])[]): CodeSets {
  const sizes = Int32Array.from(sets, (codes) => {
    const words = ((codes.at(-1) ?? 0) >>> 5) + 1;
    return words <= Math.max(FEW_WORDS, codes.length) ? words : -codes.length;
  });
  const starts = new Int32Array(sets.length);
  let size = 0;
  for (let s = 0; s < sets.length; s++) {
    starts[s] = size;
    size += Math.abs(sizes[s]!);
  }
  const pool = new Int32Array(size);
  sets.forEach((codes, s) => {
    const start = starts[s]!;
    if (sizes[s]! < 0) pool.set(codes, start);
    else for (const code of codes) pool[start + (code >>> 5)]! |= 1 << (code & 31);
  });
  return { pool, starts, sizes, ends: Float64Array.from(sets, (codes) => (codes.at(-1) ?? -1) + 1) };
}

/** Whether a list has the code that a number is when it is cut to an integer, as LightGBM cuts it: −0.5 is 0, −1 is no code. */
export function hasCode({ pool, starts, sizes }: CodeSets, set: number, x: number): boolean {
  if (!(x > -1 && x < 2 ** 31)) return false;
  const code = Math.trunc(x);
  const start = starts[set]!;
  const size = sizes[set]!;
  if (size > 0) {
    const word = code >>> 5;
    return word < size && ((pool[start + word]! >>> (code & 31)) & 1) === 1;
  }
  let [low, high] = [start, start - size];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (pool[middle]! < code) low = middle + 1;
    else high = middle;
  }
  return low < start - size && pool[low] === code;
}
