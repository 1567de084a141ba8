import { sum } from './sum.ts';
import { tallyValues } from './tally-values.ts';

/** The leads by score, highest first; leads with equal scores are one entry, as nothing tells them apart. */
export interface Ranking {
  /** The distinct scores, descending. */
  readonly scores: Float64Array;
  /** Leads per score. */
  readonly rows: Int32Array;
  /** How many of them converted. */
  readonly converted: Int32Array;
  /** Over all scores. */
  readonly total: { readonly rows: number; readonly converted: number };
}

/**
 * Ranks leads once for all figures that depend on their order.
 *
 * @param labels 1 or 0 per score
 * @throws for a score that is not a number
 * @example rankScores(Float64Array.of(0.2, 0.9), Uint8Array.of(0, 1)).scores // [0.9, 0.2]
 */
export function rankScores(scores: Float64Array, labels: Uint8Array): Ranking {
  const [others, converts] = sortByClass(scores, labels);
  const { values, total, converted } = tallyValues(others, converts);
  return {
    scores: values.reverse(),
    rows: total.reverse(),
    converted: converted.reverse(),
    total: { rows: scores.length, converted: converts.length },
  };
}

/** The scores of the leads that did not convert and of those that did, ascending. */
function sortByClass(
  scores: Float64Array,
  labels: Uint8Array,
): [others: Float64Array, converts: Float64Array] {
  const converts = new Float64Array(sum(labels));
  const others = new Float64Array(scores.length - converts.length);
  let [o, c] = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]!;
    if (Number.isNaN(score)) throw new Error(`rank scores: expected numbers, got NaN for lead ${i}`);
    if (labels[i] === 1) converts[c++] = score;
    else others[o++] = score;
  }
  return [others.sort(), converts.sort()];
}
