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

/** Linear interpolation between the order statistics (Hyndman & Fan 1996, type 7; numpy's default). */
export function quantileOf(sorted: Float64Array, share: number): number {
  const at = (sorted.length - 1) * share;
  const low = Math.floor(at);
  const below = sorted[low]!;
  const above = sorted[Math.min(low + 1, sorted.length - 1)]!;
  return below + (at - low) * (above - below);
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

export interface Moments {
  readonly mean: number;
  /** Population standard deviation. */
  readonly sd: number;
}

/** Two passes: exact where sums of squares are not. */
export function momentsOf(values: Float64Array): Moments {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return { mean, sd: Math.sqrt(squares / values.length) };
}

/** Third standardised moment; 0 for a constant. */
export function skewnessOf(values: Float64Array): number {
  const { mean, sd } = momentsOf(values);
  let third = 0;
  for (let i = 0; i < values.length; i++) third += (values[i]! - mean) ** 3;
  return sd > 1e-12 * Math.abs(mean) ? third / values.length / sd ** 3 : 0;
}
