import { MAX_SCORE, MIN_SCORE } from '../../model/scale.ts';
import type { Curves } from '../run-record.ts';
import { type Expected, predictCount } from './predict-count.ts';

/** What comes of calling some of the leads, by score and at random. */
export interface CapacityPlan {
  /** Share of the leads that are called, 0–1. */
  readonly share: number;
  /** Call the leads with this score and higher ones: the score is a rank among past leads (ADR 7). */
  readonly cutOff: number;
  readonly byScore: Expected;
  readonly atRandom: Expected;
}

/**
 * What to expect of calling the `calls` best of `leads` new leads that are like those the curves were measured on.
 *
 * @param leads at least 1
 * @param calls 0 to `leads`
 */
export function planCapacity(curves: Curves, leads: number, calls: number): CapacityPlan {
  const share = Math.min(1, calls / leads);
  const { rows, converted } = curves;
  const usual = converted / rows;
  const found = shareFound(curves, share) * converted;
  // Hundredths: a rounding error must not make it one more.
  const cutOff = MIN_SCORE + Math.ceil(100 * (1 - share) - 1e-9);
  return {
    share,
    cutOff: Math.min(MAX_SCORE, cutOff),
    byScore: predictCount(calls, found, share * rows, usual),
    atRandom: predictCount(calls, converted, rows, usual),
  };
}

/** Share of the conversions among a share of the leads, highest score first: read off the ROC curve. */
function shareFound({ roc, rows, converted }: Curves, share: number): number {
  const { true_positive_rate: found, false_positive_rate: wrong } = roc;
  const rate = converted / rows;
  const called = (i: number) => rate * found[i]! + (1 - rate) * wrong[i]!;
  for (let i = 1; i < found.length; i++) {
    const [before, after] = [called(i - 1), called(i)];
    if (after < share) continue;
    const within = after === before ? 1 : (share - before) / (after - before);
    return found[i - 1]! + within * (found[i]! - found[i - 1]!);
  }
  return 1;
}
