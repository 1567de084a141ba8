import { fill, take } from '../../typed-arrays.ts';
import { dealGroups } from '../evaluation/deal-groups.ts';
import { dealParts } from '../trainers/scorecard-features.ts';
import type { TrainingSet } from '../trainers/trainer.ts';

/** What an estimate for a lead may be made of. */
export interface EstimateSet extends Pick<TrainingSet, 'labels' | 'rows' | 'maturity'> {
  /** A number per lead of the features: leads with the same one tell nothing of each other. */
  readonly groups?: Uint32Array;
  /** A time per lead of the features, NaN: unknown. Given, a lead is estimated from earlier ones only. */
  readonly times?: Float64Array;
}

/** The parts that training leads are dealt to, and which parts a part's estimates are made of. */
export interface EstimateParts {
  readonly count: number;
  /** One per training lead. */
  readonly of: ArrayLike<number>;
  readonly sees: (part: number, other: number) => boolean;
}

/** The more parts, the more like its later use is what the fit sees of a level. */
const PARTS = 10;

/** @returns undefined when there are too few groups to learn from one of another */
export function dealEstimates({ labels, rows, groups, times }: EstimateSet): EstimateParts | undefined {
  if (times !== undefined) {
    return { count: PARTS, of: cutByTime(times, rows), sees: (part, other) => other < part };
  }
  const sees = (part: number, other: number) => other !== part;
  if (groups === undefined) return { ...dealParts(take(labels, rows), PARTS), sees };
  const of = dealGroups(labels, groups, rows, Array(PARTS).fill(1 / PARTS));
  return of && { count: PARTS, of, sees };
}

/** Parts of about as many leads each; leads of one moment are in one part, those of unknown times in the first. */
function cutByTime(times: Float64Array, rows: Int32Array): Int32Array {
  const timeOf = (i: number) =>
    Number.isNaN(times[rows[i]!]!) ? Number.NEGATIVE_INFINITY : times[rows[i]!]!;
  const order = fill(new Int32Array(rows.length), (i) => i).sort((a, b) =>
    timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : a - b,
  );
  const of = new Int32Array(rows.length);
  let [part, before] = [0, Number.NaN];
  order.forEach((i, rank) => {
    if (timeOf(i) !== before) part = Math.floor((PARTS * rank) / rows.length);
    before = timeOf(i);
    of[i] = part;
  });
  return of;
}
