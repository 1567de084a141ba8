/**
 * Standard error of an area under the ROC curve (Hanley and McNeil 1982, The meaning and use of the area under
 * a receiver operating characteristic curve, eq. 1).
 *
 * @param converts converted leads, at least 1
 * @param others unconverted leads, at least 1
 * @example aucError(0.893, 51, 58) // 0.0325
 */
export function aucError(area: number, converts: number, others: number): number {
  const [q1, q2] = [area / (2 - area), (2 * area ** 2) / (1 + area)];
  const variance = area * (1 - area) + (converts - 1) * (q1 - area ** 2) + (others - 1) * (q2 - area ** 2);
  return Math.sqrt(Math.max(variance, 0) / (converts * others));
}

/**
 * An area under the ROC curve and its standard error, from what every lead adds to it (DeLong, DeLong & Clarke-Pearson
 * 1988, Comparing the areas under two or more correlated receiver operating characteristic curves). Leads of a group may
 * be alike, so the error is that of the groups' sums (Obuchowski 1997, Nonparametric analysis of clustered ROC curve data).
 *
 * @param scores on any scale
 * @param labels 1 or 0 per score, both present
 * @param groups per lead, leads that belong together having the same number
 */
export function measureAuc(
  scores: Float64Array,
  labels: Uint8Array,
  groups?: Uint32Array,
): { readonly area: number; readonly error: number } {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]!);
  const converts = labels.reduce((total, label) => total + label, 0);
  const others = labels.length - converts;
  // Of a convert the share of the others that it beats, of another the share of the converts that beat it.
  const shares = new Float64Array(scores.length);
  const below = [0, 0];
  for (let from = 0, to = 0; from < order.length; from = to) {
    const tied = [0, 0];
    while (to < order.length && scores[order[to]!] === scores[order[from]!])
      tied[labels[order[to++]!]!]! += 1;
    const wins = (below[0]! + tied[0]! / 2) / others;
    const losses = (converts - below[1]! - tied[1]! / 2) / converts;
    for (let i = from; i < to; i++) shares[order[i]!] = labels[order[i]!] === 1 ? wins : losses;
    below[0]! += tied[0]!;
    below[1]! += tied[1]!;
  }
  let area = 0;
  for (let i = 0; i < shares.length; i++) area += labels[i] === 1 ? shares[i]! / converts : 0;
  const sums = new Map<number, number>();
  for (let i = 0; i < shares.length; i++) {
    const part = (shares[i]! - area) / (labels[i] === 1 ? converts : others);
    const group = groups === undefined ? i : groups[i]!;
    sums.set(group, (sums.get(group) ?? 0) + part);
  }
  let squares = 0;
  for (const value of sums.values()) squares += value * value;
  return { area, error: Math.sqrt((squares * sums.size) / Math.max(1, sums.size - 1)) };
}
