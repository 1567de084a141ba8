/** Leads of which some are too young for their outcome to be known. */
export interface ThinnedLeads {
  /** 1: has converted, 0: has not yet; per lead. */
  readonly labels: ArrayLike<number>;
  /** Share of the conversions within the horizon that show by the lead's age, above 0, at most 1; per lead. */
  readonly maturity: ArrayLike<number>;
}

const MOST_STEPS = 100;

/**
 * The conversion rate that makes the outcomes so far most likely, where an unconverted lead of maturity m is one with the
 * probability 1 − m · rate: the root of converted ÷ rate = Σ m ÷ (1 − m · rate) over the unconverted, by Newton's method kept
 * within bounds.
 *
 * @param rows the leads to look at; all unless given
 * @returns 0 … 1; 0 where none converted
 * @example
 * // One of two mature leads converted, and the one of maturity ½ not yet:
 * thinnedRate({ labels: [1, 0, 0], maturity: [1, 1, 0.5] }); // 0.42265
 */
export function thinnedRate({ labels, maturity }: ThinnedLeads, rows?: ArrayLike<number>): number {
  const size = rows?.length ?? labels.length;
  const rowAt = (i: number) => (rows === undefined ? i : rows[i]!);
  let [converted, exposed] = [0, 0];
  for (let i = 0; i < size; i++) {
    if (labels[rowAt(i)] === 1) converted += 1;
    else exposed += maturity[rowAt(i)]!;
  }
  if (converted === 0 || exposed === 0) return converted === 0 ? 0 : 1;
  let [low, high] = [0, 1];
  let rate = converted / (converted + exposed);
  for (let step = 0; step < MOST_STEPS; step++) {
    let [value, slope] = [converted / rate, -converted / rate ** 2];
    for (let i = 0; i < size; i++) {
      const row = rowAt(i);
      if (labels[row] === 1) continue;
      const share = maturity[row]! / (1 - maturity[row]! * rate);
      value -= share;
      slope -= share ** 2;
    }
    if (value > 0) low = rate;
    else high = rate;
    const newton = rate - value / slope;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - rate) <= 1e-15 * rate) return next;
    rate = next;
  }
  return rate;
}

/**
 * How many leads an unconverted lead counts as: m (1 − p) ÷ (1 − m p). With these weights and 1 for those that converted, the
 * share of the converted is the rate that makes the outcomes most likely; so are the weighted gradients those of the likelihood.
 *
 * @param rate p, below 1
 */
export const leadsOfYoung = (maturity: number, rate: number): number =>
  (maturity * (1 - rate)) / (1 - maturity * rate);
