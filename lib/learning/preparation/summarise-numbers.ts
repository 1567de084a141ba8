/** Quantiles and moments of larger columns are those of so many evenly spaced leads; they come in random order. */
const LARGEST_SAMPLE = 100_000;

/** The known values of the leads at `rows`, sorted; of many leads an evenly spaced part. */
export function sortSample(values: Float64Array, rows: Int32Array): Float64Array {
  const step = Math.max(1, rows.length / LARGEST_SAMPLE);
  const sample = new Float64Array(Math.ceil(rows.length / step));
  let size = 0;
  for (let at = 0; at < rows.length; at += step) {
    const value = values[rows[Math.floor(at)]!]!;
    if (!Number.isNaN(value)) sample[size++] = value;
  }
  return sample.subarray(0, size).sort();
}

export interface Range {
  readonly low: number;
  readonly high: number;
  /** Leads with a value. */
  readonly known: number;
}

export function rangeOf(values: Float64Array, rows: Int32Array): Range {
  let [low, high, known] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!]!;
    if (value < low) low = value;
    if (value > high) high = value;
    if (!Number.isNaN(value)) known += 1;
  }
  return { low, high, known };
}
