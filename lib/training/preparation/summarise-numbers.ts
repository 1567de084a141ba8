/** Quantiles of larger columns are those of so many evenly spaced leads; they come in random order. */
const MOST_FOR_QUANTILES = 100_000;

/** The known values of the leads at `rows`, sorted; of many leads an evenly spaced part. */
export function sortSample(values: Float64Array, rows: Int32Array): Float64Array {
  const step = Math.max(1, rows.length / MOST_FOR_QUANTILES);
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

/**
 * Of the known values of the leads at `rows`, clipped and transformed. Two passes: exact where sums of squares are
 * not.
 */
export function momentsOf(
  values: Float64Array,
  rows: Int32Array,
  { low, high }: { readonly low: number; readonly high: number },
  transform?: (x: number) => number,
): Moments {
  let [sum, known] = [0, 0];
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!]!;
    if (Number.isNaN(value)) continue;
    const clipped = value < low ? low : value > high ? high : value;
    sum += transform === undefined ? clipped : transform(clipped);
    known += 1;
  }
  const mean = sum / known;
  let squares = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!]!;
    if (Number.isNaN(value)) continue;
    const clipped = value < low ? low : value > high ? high : value;
    const deviation = (transform === undefined ? clipped : transform(clipped)) - mean;
    squares += deviation * deviation;
  }
  return { mean, sd: Math.sqrt(squares / known) };
}

/** Third standardised moment; 0 for a constant. */
export function skewnessOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let [second, third] = [0, 0];
  for (const value of values) {
    const deviation = value - mean;
    second += deviation * deviation;
    third += deviation ** 3;
  }
  const sd = Math.sqrt(second / values.length);
  return sd > 1e-12 * Math.abs(mean) ? third / values.length / sd ** 3 : 0;
}
