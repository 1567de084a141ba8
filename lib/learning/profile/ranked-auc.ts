import { takeSample } from './take-sample.ts';
import { type LevelTally, type NumberTally, sum } from './tally.ts';

/** Sorting more identifiers than this would only sharpen the third digit. */
const MOST_IDENTIFIERS = 50_000;

/**
 * The area under the ROC curve when leads are ranked by a number: the share of pairs of a converted and an
 * unconverted lead in which the converted one has the larger number, ties counting half (Mann and Whitney
 * 1947). Below .5, smaller numbers convert more. Leads that lack the number rank at the median, where they
 * say nothing.
 *
 * @returns .5 when the leads are of one class
 */
export function rankedAuc({ values, total, converted, missing }: NumberTally): number {
  const middle = findMedian(total);
  let [won, below, converts] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    let c = converted[i]!;
    let n = total[i]! - c;
    if (i === middle) {
      c += missing.converted;
      n += missing.total - missing.converted;
    }
    won += c * (below + n / 2);
    below += n;
    converts += c;
  }
  const pairs = below * converts;
  return pairs === 0 ? 0.5 : won / pairs;
}

/** The index of the (lower) median of the known numbers. */
function findMedian(total: Int32Array): number {
  const known = sum(total);
  let before = 0;
  for (let i = 0; i < total.length; i++) {
    before += total[i]!;
    if (2 * before >= known) return i;
  }
  return -1;
}

/**
 * The same for identifiers, sorted as a counter would write them: shorter ones first, then by text. Undefined
 * unless nearly every lead has one of its own.
 */
export function orderAuc({ levels, total, converted, missing }: LevelTally): number | undefined {
  const known = sum(total);
  if (levels.length < NEARLY_ALL * known) return undefined;
  const order = takeSample(Int32Array.from(levels.keys()), MOST_IDENTIFIERS).sort(
    (a, b) => levels[a]!.length - levels[b]!.length || (levels[a]! < levels[b]! ? -1 : 1),
  );
  return rankedAuc({
    kind: 'number',
    values: Float64Array.from(order.keys()),
    total: order.map((level) => total[level]!),
    converted: order.map((level) => converted[level]!),
    missing,
  });
}

const NEARLY_ALL = 0.9;

/**
 * Standard error of an area under the ROC curve (Hanley and McNeil 1982, The meaning and use of the area under
 * a receiver operating characteristic curve, eq. 1).
 *
 * @param converts converted leads, at least 1
 * @param others unconverted leads, at least 1
 */
export function aucError(area: number, converts: number, others: number): number {
  const [q1, q2] = [area / (2 - area), (2 * area ** 2) / (1 + area)];
  const variance = area * (1 - area) + (converts - 1) * (q1 - area ** 2) + (others - 1) * (q2 - area ** 2);
  return Math.sqrt(Math.max(variance, 0) / (converts * others));
}

/**
 * The area under the ROC curve when leads are ranked by their place in the file.
 *
 * @param rows ascending
 */
export function rowOrderAuc(labels: Uint8Array, rows: Int32Array): number {
  let [won, below, converts] = [0, 0, 0];
  for (const row of rows) {
    if (labels[row] === 1) {
      won += below;
      converts += 1;
    } else below += 1;
  }
  const pairs = below * converts;
  return pairs === 0 ? 0.5 : won / pairs;
}
