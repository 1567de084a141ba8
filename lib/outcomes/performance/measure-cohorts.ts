import type { CohortPerformance } from '../../contract/performance.ts';
import { formatCount } from '../../format-figures.ts';
import { type ConversionTimes, FEWEST_CONVERSIONS, MATURE_AT, shareByNow } from './conversion-times.ts';
import { countConverted, type Expectation, expectConversions } from './expect-conversions.ts';
import type { MeasuredLead } from './measured-leads.ts';

/** The leads of a week. */
export interface Cohort {
  readonly performance: CohortPerformance;
  readonly leads: readonly MeasuredLead[];
}

/** The weeks that have leads, the earliest first. */
export function measureCohorts(leads: readonly MeasuredLead[], times: ConversionTimes): Cohort[] {
  const weeks = Map.groupBy(leads, ({ week }) => week);
  return [...weeks]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([week, ofWeek]) => ({ leads: ofWeek, performance: measureCohort(week, ofWeek, times) }));
}

function measureCohort(
  week: string,
  leads: readonly MeasuredLead[],
  times: ConversionTimes,
): CohortPerformance {
  const found = expectConversions(leads, times);
  const converted = countConverted(leads);
  const share = found === undefined ? null : matureShare(leads, times);
  return {
    week,
    leads: leads.length,
    mature_share: share,
    is_mature: share !== null && share >= MATURE_AT,
    expected: found?.expected ?? null,
    converted,
    verdict: found?.verdict ?? 'unknown',
    text: found === undefined ? unknownText(converted, times) : knownText(found),
  };
}

/** Of the promised conversions those that are expected by now; of leads that promise none, as if they promised alike. */
function matureShare(leads: readonly MeasuredLead[], times: ConversionTimes): number {
  const isAlike = leads.every(({ probability }) => probability === 0);
  let [promised, byNow] = [0, 0];
  for (const lead of leads) {
    const weight = isAlike ? 1 : lead.probability;
    promised += weight;
    byNow += weight * shareByNow(times, lead)!;
  }
  return Math.min(1, byNow / promised);
}

const WORDS = { fewer: 'fewer than expected', more: 'more than expected' };

function knownText({ expected: { value, low, high }, converted, verdict }: Expectation): string {
  const number = value < 1000 ? value.toFixed(1) : formatCount(Math.round(value));
  const judged =
    verdict === 'as_expected'
      ? 'within what is expected'
      : `${WORDS[verdict]} (${formatCount(low)} to ${formatCount(high)})`;
  return `expected ${number} by now, ${formatCount(converted)} came: ${judged}`;
}

function unknownText(converted: number, { maturity }: ConversionTimes): string {
  const why =
    maturity === null
      ? `fewer than ${FEWEST_CONVERSIONS} conversions tell how long they take`
      : 'the leads were not watched for long enough to tell how long conversions take';
  return `${formatCount(converted)} came; how many to expect by now is not known: ${why}`;
}
