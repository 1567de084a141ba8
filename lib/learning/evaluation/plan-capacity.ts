import { type Expected, predictCount } from '../../statistics/predict-count.ts';
import { sum } from '../../statistics/sum.ts';
import type { Curves, TrainingRecord } from '../training-record.ts';

/** What comes of calling some of the leads, by score and at random. */
export interface CapacityPlan {
  /** Share of the leads that are called, 0–1. */
  readonly share: number;
  /** Whom that is; absent where the record does not count the leads of each score. */
  readonly cutOff?: CutOff;
  readonly byScore: Expected;
  readonly atRandom: Expected;
}

/** In whole leads. `above` and `fit` are together as many as can be called. */
export interface CutOff {
  /** All leads with this score and higher ones are called. */
  readonly score: number;
  /** How many leads that is; undefined: no lead has so high a score, as too many have the highest there is. */
  readonly above: number | undefined;
  /** How many have the score below, which is too many to call. */
  readonly tied: number;
  /** How many of these can be called. */
  readonly fit: number;
}

/**
 * What to expect of calling the `calls` best of `leads` new leads that are like those that the model learned from and was
 * measured on. Leads that tie are called at random.
 *
 * @param leads at least 1
 * @param calls 0 to `leads`, a whole number
 */
export function planCapacity(
  { curves, score_counts }: { readonly curves: Curves } & Pick<TrainingRecord, 'score_counts'>,
  leads: number,
  calls: number,
): CapacityPlan {
  const share = Math.min(1, calls / leads);
  const { rows, converted } = curves;
  const usual = converted / rows;
  const found = shareFound(curves, share) * converted;
  return {
    share,
    ...(score_counts === undefined ? {} : { cutOff: findCutOff(score_counts, leads, calls) }),
    byScore: predictCount(calls, found, share * rows, usual),
    atRandom: predictCount(calls, converted, rows, usual),
  };
}

function findCutOff(counts: readonly number[], leads: number, calls: number): CutOff {
  const scale = leads / sum(counts);
  let score = counts.length + 1;
  let above = 0;
  // A hair: a rounding error must not part a score.
  while (score > 1 && (above + counts[score - 2]!) * scale <= calls + 1e-9) {
    above += counts[score - 2]!;
    score -= 1;
  }
  const called = Math.round(above * scale);
  const fit = calls - called;
  return {
    score,
    above: above === 0 ? undefined : called,
    tied: Math.max(fit, Math.round((counts[score - 2] ?? 0) * scale)),
    fit,
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
