import type { Maturity } from '../../contract/performance.ts';
import { type ConversionCurve, conversionCurve } from '../../statistics/conversion-curve.ts';
import { conversionShareInterval } from '../../statistics/conversion-share-interval.ts';
import { shareConverted } from '../../statistics/share-converted.ts';
import type { MeasuredLead } from './measured-leads.ts';

/** The share of its conversions at which a week counts as mature. */
export const MATURE_AT = 0.9;
/** What comes later than a year after the score is not counted. */
export const LONGEST_HORIZON = 365;
/** Fewer say too little of how long conversions take. */
export const FEWEST_CONVERSIONS = 20;
/**
 * Where the mature share is reached later than after this part of the horizon, conversions still come when watching ends, and nothing
 * tells how many come after. If they came at a steady rate of those that are left, 6 % or less would come after it here.
 */
const WATCHED_ENOUGH = 2 / 3;

/** How long conversions take, as far as the leads tell. */
export interface ConversionTimes {
  /** As it is answered; null: too few conversions. */
  readonly maturity: Maturity | null;
  /** Undefined: leads were not watched for long enough, or too few converted. */
  readonly curve: ConversionCurve | undefined;
}

/**
 * The curve of the conversions of these leads. Days to the conversion are rounded up and ages are rounded down: a day counts once it is
 * over. Its horizon is the age that 20 of the converted leads have reached, so that no single old lead decides what comes late.
 */
export function timeConversions(leads: readonly MeasuredLead[]): ConversionTimes {
  const converts = leads.filter(({ label }) => label === 1);
  const delays = converts.map(({ delay }) => Math.ceil(delay!));
  const ages = converts.map(({ age }) => Math.floor(age));
  const reached = ages.toSorted((a, b) => b - a)[FEWEST_CONVERSIONS - 1] ?? 0;
  const horizon = Math.min(LONGEST_HORIZON, reached);
  if (horizon < 1) return { maturity: null, curve: undefined };
  const curve = conversionCurve({ delays, ages }, horizon);
  if (curve.conversions < FEWEST_CONVERSIONS) return { maturity: null, curve: undefined };
  const days = curve.shares.findIndex((share) => share >= MATURE_AT);
  const isKnown = horizon === LONGEST_HORIZON || days <= WATCHED_ENOUGH * horizon;
  const maturity: Maturity = {
    conversions: curve.conversions,
    horizon_days: horizon,
    mature_at: MATURE_AT,
    mature_after_days: isKnown ? days : null,
    curve: Array.from(curve.shares, (value, day) => ({
      days: day,
      value,
      ...conversionShareInterval(curve, day),
    })),
  };
  return { maturity, curve: isKnown ? curve : undefined };
}

/** The share of its conversions that have come by the age of a lead; undefined: not known. */
export function shareByNow({ curve }: ConversionTimes, { age }: MeasuredLead): number | undefined {
  if (age >= LONGEST_HORIZON) return 1;
  return curve === undefined ? undefined : shareConverted(curve, age);
}
