/** The leads by score, highest first; leads with equal scores are one entry, as nothing tells them apart. */
export interface Ranking {
  /** The distinct scores, descending. */
  readonly scores: Float64Array;
  /** Leads per score. */
  readonly rows: Uint32Array;
  /** How many of them converted. */
  readonly converted: Uint32Array;
  /** Over all scores. */
  readonly total: { readonly rows: number; readonly converted: number };
}

/**
 * Ranks leads once for all figures that depend on their order. The two classes are sorted apart, as plain
 * numbers, and merged: several times as fast as sorting indices by a comparison.
 *
 * @param labels 1 or 0 per score
 * @throws for a score that is not a number
 */
export function rankScores(scores: Float64Array, labels: Uint8Array): Ranking {
  const [others, converts] = sortByClass(scores, labels);
  const distinct = new Float64Array(scores.length);
  const rows = new Uint32Array(scores.length);
  const converted = new Uint32Array(scores.length);
  let [o, c, entry] = [others.length - 1, converts.length - 1, 0];
  while (o >= 0 || c >= 0) {
    const score = o < 0 ? converts[c]! : c < 0 ? others[o]! : Math.max(others[o]!, converts[c]!);
    const [oBefore, cBefore] = [o, c];
    while (c >= 0 && converts[c] === score) c -= 1;
    while (o >= 0 && others[o] === score) o -= 1;
    distinct[entry] = score;
    converted[entry] = cBefore - c;
    rows[entry] = cBefore - c + oBefore - o;
    entry += 1;
  }
  return {
    scores: distinct.subarray(0, entry),
    rows: rows.subarray(0, entry),
    converted: converted.subarray(0, entry),
    total: { rows: scores.length, converted: converts.length },
  };
}

/** The scores of the leads that did not convert and of those that did, ascending. */
function sortByClass(
  scores: Float64Array,
  labels: Uint8Array,
): [others: Float64Array, converts: Float64Array] {
  let count = 0;
  for (let i = 0; i < labels.length; i++) count += labels[i]!;
  const converts = new Float64Array(count);
  const others = new Float64Array(scores.length - count);
  let [o, c] = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]!;
    if (Number.isNaN(score)) throw new Error(`rank scores: expected numbers, got NaN for lead ${i}`);
    if (labels[i] === 1) converts[c++] = score;
    else others[o++] = score;
  }
  return [others.sort(), converts.sort()];
}
