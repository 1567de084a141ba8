import { areaUnderRoc } from '../../statistics/area-under-roc.ts';
import { lowerBound } from '../../statistics/lower-bound.ts';
import { runningSums } from '../../statistics/running-sums.ts';
import { sum } from '../../statistics/sum.ts';
import { takeEvenly } from '../../statistics/take-evenly.ts';
import { take } from '../../typed-arrays.ts';
import type { LevelTally, NumberTally } from './tally.ts';

/** Sorting more identifiers than this would only sharpen the third digit. */
const MOST_IDENTIFIERS = 50_000;

/**
 * The area under the ROC curve when leads are ranked by a number. Below .5, smaller numbers convert more. Leads that lack the
 * number rank at the (lower) median, where they say nothing.
 *
 * @returns .5 when the leads are of one class
 */
export function rankedAuc({ values, total, converted, missing }: NumberTally): number {
  if (values.length === 0) return 0.5;
  const middle = lowerBound(runningSums(total), sum(total) / 2);
  return areaUnderRoc({
    total: total.with(middle, total[middle]! + missing.total),
    converted: converted.with(middle, converted[middle]! + missing.converted),
  });
}

/**
 * The same for identifiers, sorted as a counter would write them: shorter ones first, then by text. Undefined
 * unless nearly every lead has one of its own.
 */
export function orderAuc({ levels, total, converted, missing }: LevelTally): number | undefined {
  const known = sum(total);
  if (levels.length < NEARLY_ALL * known) return undefined;
  const order = takeEvenly(Int32Array.from(levels.keys()), MOST_IDENTIFIERS).sort(
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
 * The area under the ROC curve when leads are ranked by their place in the file.
 *
 * @param rows ascending
 */
export const rowOrderAuc = (labels: Uint8Array, rows: Int32Array): number =>
  areaUnderRoc({ total: new Uint8Array(rows.length).fill(1), converted: take(labels, rows) });
