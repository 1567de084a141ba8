/** Leads per class of a feature. */
export interface ClassCounts {
  readonly total: ArrayLike<number>;
  readonly converted: ArrayLike<number>;
}

/**
 * Counts leads per class.
 *
 * @param codes the class of every lead, 0 … size − 1
 * @param labels 1: converted, 0: not; per lead
 * @param rows the leads to count
 * @example countClasses([0, 1, 1], 2, Uint8Array.of(1, 0, 1), Int32Array.of(1, 2)) // total [0, 2], converted [0, 1]
 */
export function countClasses(
  codes: ArrayLike<number>,
  size: number,
  labels: Uint8Array,
  rows: Int32Array,
): Readonly<Record<keyof ClassCounts, Float64Array>> {
  const total = new Float64Array(size);
  const converted = new Float64Array(size);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const code = codes[row]!;
    total[code]! += 1;
    converted[code]! += labels[row]!;
  }
  return { total, converted };
}
