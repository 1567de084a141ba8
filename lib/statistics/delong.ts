import type { Ranking } from './rank-scores.ts';

export interface AreaError {
  /** Under the ROC curve. */
  readonly area: number;
  readonly standardError: number;
}

/** Leads that belong together. */
export interface Clusters {
  /** One per lead, as the ranking was made of. */
  readonly scores: Float64Array;
  /** 1 or 0 per lead. */
  readonly labels: Uint8Array;
  /** Per lead, leads that belong together having the same number. */
  readonly groups: Uint32Array;
}

/**
 * The area under the ROC curve and its standard error by the placements of each class among the other (DeLong, DeLong &
 * Clarke-Pearson 1988, Comparing the areas under two or more correlated receiver operating characteristic curves; in one pass over
 * the ranked scores as Sun & Xu 2014, Fast implementation of DeLong's algorithm). Where leads of a group may be alike, their
 * placements are summed by group (Obuchowski 1997, Nonparametric analysis of clustered ROC curve data).
 *
 * @param ranking of at least two leads of either class
 * @returns undefined with fewer leads of a class or, with groups, fewer than two groups that have one
 * @example delong(rankScores(Float64Array.of(1, 2, 3, 4), Uint8Array.of(0, 1, 0, 1))) // area 0.75, standardError 0.3535…
 */
export function delong(ranking: Ranking, clusters?: Clusters): AreaError | undefined {
  const { rows, converted, total } = ranking;
  const positives = total.converted;
  const negatives = total.rows - positives;
  if (positives < 2 || negatives < 2) return undefined;
  const { above, below } = placeScores(ranking);
  const area = weightedMean(below, converted);
  if (clusters !== undefined) {
    const standardError = clusteredError(ranking, { above, below }, clusters, area);
    return standardError === undefined ? undefined : { area, standardError };
  }
  const others = rows.map((count, i) => count - converted[i]!);
  const variance =
    spread(below, converted, area) / (positives * (positives - 1)) +
    spread(above, others, area) / (negatives * (negatives - 1));
  return { area, standardError: Math.sqrt(variance) };
}

interface Placements {
  /** Per distinct score, the share of the converted leads that score higher; those with the same score count half. */
  readonly above: Float64Array;
  /** The share of the others that score lower, likewise. */
  readonly below: Float64Array;
}

function placeScores({ rows, converted, total }: Ranking): Placements {
  const positives = total.converted;
  const negatives = total.rows - positives;
  const above = new Float64Array(rows.length);
  const below = new Float64Array(rows.length);
  let [found, passed] = [0, 0];
  for (let i = 0; i < rows.length; i++) {
    const converts = converted[i]!;
    const others = rows[i]! - converts;
    above[i] = (found + converts / 2) / positives;
    below[i] = (negatives - passed - others / 2) / negatives;
    found += converts;
    passed += others;
  }
  return { above, below };
}

function weightedMean(values: Float64Array, weights: Int32Array): number {
  let [total, weight] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    total += weights[i]! * values[i]!;
    weight += weights[i]!;
  }
  return total / weight;
}

/** The weighted sum of squares around the area. */
function spread(values: Float64Array, weights: Int32Array, area: number): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += weights[i]! * (values[i]! - area) ** 2;
  return squares;
}

function clusteredError(
  { scores, total }: Ranking,
  { above, below }: Placements,
  clusters: Clusters,
  area: number,
): number | undefined {
  const ofConverts = new Map<number, number>();
  const ofOthers = new Map<number, number>();
  const add = (sums: Map<number, number>, group: number, value: number) =>
    sums.set(group, (sums.get(group) ?? 0) + value);
  clusters.groups.forEach((group, lead) => {
    const entry = findDescending(scores, clusters.scores[lead]!);
    if (clusters.labels[lead] === 1) add(ofConverts, group, below[entry]! - area);
    else add(ofOthers, group, above[entry]! - area);
  });
  const positives = total.converted;
  const negatives = total.rows - positives;
  const groups = new Set(clusters.groups).size;
  if (ofConverts.size < 2 || ofOthers.size < 2) return undefined;
  const squares = (sums: Map<number, number>) => {
    let sum = 0;
    for (const value of sums.values()) sum += value ** 2;
    return sum;
  };
  let together = 0;
  for (const [group, value] of ofConverts) together += value * (ofOthers.get(group) ?? 0);
  const variance =
    (ofConverts.size / (ofConverts.size - 1)) * (squares(ofConverts) / positives ** 2) +
    (ofOthers.size / (ofOthers.size - 1)) * (squares(ofOthers) / negatives ** 2) +
    (groups / (groups - 1)) * ((2 * together) / (positives * negatives));
  // The covariance is estimated apart, so that a sum below 0 may come of it.
  return Math.sqrt(Math.max(0, variance));
}

/** The index of a score that is there. */
function findDescending(scores: Float64Array, score: number): number {
  let [low, high] = [0, scores.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (scores[middle]! > score) low = middle + 1;
    else high = middle;
  }
  return low;
}
