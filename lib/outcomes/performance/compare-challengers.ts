import type { PairedPerformance } from '../../contract/performance.ts';
import { anytimeLowerBound } from '../../statistics/anytime-lower-bound.ts';
import { leadLoss } from '../../statistics/log-loss.ts';
import { meanInterval } from '../../statistics/mean-interval.ts';
import { sum } from '../../statistics/sum.ts';
import { countConverted } from './expect-conversions.ts';
import type { MeasuredLead } from './measured-leads.ts';

/** Probabilities are kept within these, so that no single lead decides: its difference is at most 5.3 nats. */
const [LEAST, MOST] = [0.005, 0.995];
/** With fewer the bound, which holds for many leads, says too little. */
const FEWEST_CONVERTED = 50;

/**
 * Each challenger of a range against the champion of the time: the difference of their log-loss, lead by lead on the same leads of mature
 * weeks.
 *
 * @param all of the range, whose challengers are listed
 * @param mature leads of mature weeks
 * @returns by version, the earliest first
 */
export function compareChallengers(
  all: readonly MeasuredLead[],
  mature: readonly MeasuredLead[],
): PairedPerformance[] {
  const versions = new Set(all.flatMap(({ challenger }) => challenger?.version ?? []));
  const paired = Map.groupBy(mature, ({ challenger }) => challenger?.version);
  return [...versions]
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }) || (one < other ? -1 : 1))
    .map((version) => comparePaired(version, paired.get(version) ?? []));
}

function comparePaired(version: string, leads: readonly MeasuredLead[]): PairedPerformance {
  const converted = countConverted(leads);
  const about = { version, leads: leads.length, converted };
  if (leads.length < 2)
    return { ...about, log_loss_difference: null, standard_error: null, lower_bound: null, is_better: false };
  const differences = Float64Array.from(
    leads,
    ({ probability, challenger, label }) => loss(probability, label) - loss(challenger!.probability, label),
  );
  const { mean, standardError, low, high } = meanInterval(differences);
  const bound = anytimeLowerBound({
    count: leads.length,
    sum: sum(differences),
    squares: sum(differences.map((difference) => difference * difference)),
  })!;
  return {
    ...about,
    log_loss_difference: { value: mean, low, high },
    standard_error: standardError,
    lower_bound: bound,
    is_better: bound > 0 && converted >= FEWEST_CONVERTED,
  };
}

const loss = (probability: number, label: number): number =>
  leadLoss(Math.min(Math.max(probability, LEAST), MOST), label);
