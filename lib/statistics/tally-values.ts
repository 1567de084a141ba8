/** The distinct numbers of leads, and how many leads have each. */
export interface ValueCounts {
  /** Ascending, each once. */
  readonly values: Float64Array;
  readonly total: Int32Array;
  readonly converted: Int32Array;
}

/**
 * Merges the numbers of the leads that did not convert and of those that did: sorted apart, as plain numbers, they take a
 * fraction of the time that sorting indices by a comparison takes.
 *
 * @param others ascending
 * @param converts ascending
 * @example tallyValues(Float64Array.of(1, 2), Float64Array.of(2)) // values [1, 2], total [1, 2], converted [0, 1]
 */
export function tallyValues(others: Float64Array, converts: Float64Array): ValueCounts {
  const known = others.length + converts.length;
  const values = new Float64Array(known);
  const total = new Int32Array(known);
  const converted = new Int32Array(known);
  let [i, j, size] = [0, 0, 0];
  while (i < others.length || j < converts.length) {
    const isOther = j === converts.length || (i < others.length && others[i]! <= converts[j]!);
    const value = isOther ? others[i]! : converts[j]!;
    const before = i + j;
    while (i < others.length && others[i] === value) i += 1;
    const firstConvert = j;
    while (j < converts.length && converts[j] === value) j += 1;
    values[size] = value;
    total[size] = i + j - before;
    converted[size] = j - firstConvert;
    size += 1;
  }
  return {
    values: values.slice(0, size),
    total: total.slice(0, size),
    converted: converted.slice(0, size),
  };
}
