import { formatNumber } from '../../format-figures.ts';
import { rankScores } from '../../statistics/rank-scores.ts';
import { range } from '../../typed-arrays.ts';
import type { OverTime, Period } from '../training-record.ts';
import { cutByTime } from './cut-by-time.ts';
import { areaOf } from './measure-intervals.ts';
import type { Predictions } from './summarise-folds.ts';

const MOST_PERIODS = 12;
const FEWEST_LEADS = 50;

/** Leads that have a date, and what the model said of them before it knew. */
export interface TimedPredictions extends Predictions {
  /** Per lead, milliseconds since 1970 or a number of the file; NaN: unknown. */
  readonly times: Float64Array;
  readonly groups?: Uint32Array;
}

/**
 * Conversion rate, mean probability and ROC-AUC by stretches of time with about as many leads each: at most twelve, of at least 50
 * leads; leads of one time are never parted.
 *
 * @param column where the times come from
 * @returns undefined with too few leads or different times for two stretches
 */
export function measureOverTime(
  { probabilities, labels, times, groups }: TimedPredictions,
  column: string,
): OverTime | undefined {
  const known = times.reduce((count, time) => count + (Number.isNaN(time) ? 0 : 1), 0);
  let periods = Math.min(MOST_PERIODS, Math.floor(known / FEWEST_LEADS));
  const cut = (count: number) =>
    count < 2 ? undefined : cutByTime(times, range(times.length), new Array<number>(count).fill(1 / count));
  let stretches = cut(periods);
  while (stretches === undefined && periods > 2) stretches = cut(--periods);
  if (stretches === undefined) return undefined;
  const name = nameTimes(times);
  return {
    column,
    periods: Array.from({ length: periods }, (_, period): Period => {
      const leads = range(times.length).filter((lead) => stretches[lead] === period);
      return describePeriod(
        {
          probabilities: Float64Array.from(leads, (lead) => probabilities[lead]!),
          labels: Uint8Array.from(leads, (lead) => labels[lead]!),
          times: Float64Array.from(leads, (lead) => times[lead]!),
          ...(groups === undefined ? {} : { groups: Uint32Array.from(leads, (lead) => groups[lead]!) }),
        },
        name,
      );
    }),
  };
}

function describePeriod(
  { probabilities, labels, times, groups }: TimedPredictions,
  name: (time: number) => string,
): Period {
  const rows = labels.length;
  const converted = labels.reduce((sum, label) => sum + label, 0);
  const ranking = rankScores(probabilities, labels);
  const found = areaOf(ranking, groups && { scores: probabilities, labels, groups });
  return {
    from: name(times.reduce((a, b) => Math.min(a, b))),
    to: name(times.reduce((a, b) => Math.max(a, b))),
    rows,
    converted,
    rate: converted / rows,
    mean_probability: probabilities.reduce((sum, p) => sum + p, 0) / rows,
    ...(found === undefined ? {} : { roc_auc: found }),
  };
}

/** Milliseconds are far larger than numbers that order leads, unless these are milliseconds, too. */
const EARLIEST = Date.UTC(1973, 2, 3);
const DAY = 86_400_000;

function nameTimes(times: Float64Array): (time: number) => string {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const time of times) {
    if (time < first) first = time;
    if (time > last) last = time;
  }
  if (last < EARLIEST || last > 8.64e15) return formatNumber;
  // Of stretches that are shorter than a day the day does not tell which.
  return (time) => new Date(time).toISOString().slice(0, last - first < 3 * DAY ? 16 : 10);
}
