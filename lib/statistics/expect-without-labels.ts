/** What probabilities promise, if they are right. */
export interface Promised {
  /** The number of conversions, and its standard error. */
  readonly conversions: { readonly mean: number; readonly standardError: number };
  /** Area under the ROC curve; undefined if no lead can convert or none can fail to, besides itself. */
  readonly rocAuc: number | undefined;
  /** Per lead, nats, and its standard error. */
  readonly logLoss: { readonly mean: number; readonly standardError: number };
}

/**
 * What a model would be measured at, if its probabilities are right and before any outcome is known: Σ p conversions; the
 * area under the ROC curve as Σ over pairs i ≠ j of p_i(1 − p_j)[p_i > p_j, ties ½] ÷ Σ p_i(1 − p_j), and the mean entropy as
 * log-loss. Known as confidence-based performance estimation (Kivimäki, Białek, Kuberski & Nurminen 2025, Performance estimation in
 * binary classification using calibrated confidence). It holds while leads of the same values still convert alike, also when other
 * leads come; that the same leads convert differently it cannot see.
 *
 * @param probabilities 0–1, at least one
 * @throws when there is none
 * @example expectWithoutLabels(Float64Array.of(0.1, 0.2, 0.5, 0.8)).rocAuc // 0.8773…
 */
export function expectWithoutLabels(probabilities: Float64Array): Promised {
  const n = probabilities.length;
  if (n === 0) throw new Error('expect without labels: expected at least one probability, got none');
  const sorted = probabilities.toSorted();
  let [expected, variance, entropy, spread] = [0, 0, 0, 0];
  for (const p of sorted) {
    expected += p;
    variance += p * (1 - p);
    // 0 · ln 0 is 0 here.
    if (p === 0 || p === 1) continue;
    const odds = Math.log(p) - Math.log1p(-p);
    entropy -= p * Math.log(p) + (1 - p) * Math.log1p(-p);
    spread += p * (1 - p) * odds * odds;
  }
  return {
    conversions: { mean: expected, standardError: Math.sqrt(variance) },
    rocAuc: promisedArea(sorted),
    logLoss: { mean: entropy / n, standardError: Math.sqrt(spread) / n },
  };
}

/** @param sorted ascending */
function promisedArea(sorted: Float64Array): number | undefined {
  let [won, positives, negatives, selves] = [0, 0, 0, 0];
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    const p = sorted[from]!;
    while (to < sorted.length && sorted[to] === p) to += 1;
    const tied = to - from;
    // A pair of two leads that are tied counts half; a lead is no pair with itself.
    won += tied * p * negatives + (tied * (tied - 1) * p * (1 - p)) / 2;
    positives += tied * p;
    negatives += tied * (1 - p);
    selves += tied * p * (1 - p);
  }
  const pairs = positives * negatives - selves;
  return pairs > 0 ? Math.min(1, won / pairs) : undefined;
}
