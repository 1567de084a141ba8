import * as z from 'zod/mini';
import { count, say, share, text, time, type Wire } from './parts.ts';

/** A figure with its interval, 95 %. */
export const Figure = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });
export type Figure = Wire<typeof Figure>;

const COUNT_VERDICTS = ['as_expected', 'fewer', 'more', 'unknown'] as const;
/** Conversions that came, against those that the probabilities promise. */
const expectation = {
  expected: say(Figure, 'the sum of the probabilities; the range holds 95 % of what may come'),
  converted: count,
  verdict: say(
    z.enum(COUNT_VERDICTS),
    'whether what came lies within the range; `unknown`: there is none yet',
  ),
};

export const GroupPerformance = z.strictObject({
  group: say(text, 'a grade, or a decile from `1`, the leads with the highest probabilities'),
  leads: count,
  ...expectation,
  rate: say(z.nullable(Figure), 'share that converted (Wilson); null without leads'),
});
export type GroupPerformance = Wire<typeof GroupPerformance>;

/** The leads of a week of scoring. */
export const CohortPerformance = z.strictObject({
  week: say(z.iso.date(), 'its Monday, UTC'),
  leads: count,
  mature_share: say(share, 'of all conversions that come, how many have come by now'),
  is_mature: z.boolean(),
  ...expectation,
  text: say(text, 'in a sentence', 'expected 12.3 by now, 9 came: within what is expected'),
});
export type CohortPerformance = Wire<typeof CohortPerformance>;

/** How long conversions take, of those that come within `horizon_days`. */
export const Maturity = z.strictObject({
  conversions: say(count, 'that it was estimated from'),
  horizon_days: say(count, 'the longest time that could be observed'),
  mature_at: say(share, 'the share of conversions at which a week counts as mature'),
  mature_after_days: say(z.nullable(count), 'null: no age has reached the share'),
  curve: z.array(z.strictObject({ days: count, ...Figure.shape })),
});
export type Maturity = Wire<typeof Maturity>;

/** What the scores were worth, on leads that had time to convert. */
export const LivePerformance = z.strictObject({
  leads: count,
  ...expectation,
  rate: Figure,
  roc_auc: say(
    z.nullable(z.strictObject({ ...Figure.shape, exact_within: z.number() })),
    'by DeLong on counts per score; `exact_within`: its distance from the one on unrounded probabilities is at most this; null: one outcome is missing',
  ),
  log_loss: Figure,
  brier: Figure,
  calibration_slope: say(z.nullable(Figure), '1 is right; below: too sure of itself'),
  calibration_intercept: say(
    z.nullable(Figure),
    'log-odds at slope 1; 0 is right; below: too many conversions were promised',
  ),
  lift: say(
    z.nullable(Figure),
    'conversions among the tenth with the highest probabilities, as a multiple of the average',
  ),
  grades: z.array(GroupPerformance),
  deciles: z.array(GroupPerformance),
  value: say(z.nullable(Figure), 'mean value of a conversion; null: none was reported'),
});
export type LivePerformance = Wire<typeof LivePerformance>;

/** What calibrated probabilities alone say, before outcomes exist. */
export const EstimatedPerformance = z.strictObject({
  leads: count,
  assumption: text,
  conversions: Figure,
  roc_auc: z.nullable(z.number()),
  log_loss: Figure,
});
export type EstimatedPerformance = Wire<typeof EstimatedPerformance>;

/** Champion against challenger on the same mature leads. */
export const PairedPerformance = z.strictObject({
  version: say(text, 'of the challenger'),
  leads: count,
  converted: count,
  log_loss_difference: say(
    Figure,
    'of the champion minus the challenger, per lead; above 0: the challenger is better',
  ),
  standard_error: z.number(),
  lower_bound: say(z.number(), 'holds at every look, however often it is looked at'),
  is_better: say(z.boolean(), 'the bound is above 0, and at least 50 leads converted'),
});
export type PairedPerformance = Wire<typeof PairedPerformance>;

export const Performance = z.strictObject({
  model: text,
  version: say(z.nullable(text), 'null: of all versions, each lead by the first that scored it'),
  from: time,
  to: time,
  computed_at: time,
  leads: say(count, 'scored with a reference in this range, each once'),
  outcomes: z.strictObject({
    converted: count,
    lost: count,
    open: say(count, 'taken back, or never reported'),
    before_scoring: say(count, 'left out: their conversion came before their score'),
  }),
  maturity: z.nullable(Maturity),
  cohorts: z.array(CohortPerformance),
  live: say(z.nullable(LivePerformance), 'null: no lead had time to convert yet'),
  estimate: say(z.nullable(EstimatedPerformance), 'null once `live` is there'),
  challengers: z.array(PairedPerformance),
});
export type Performance = Wire<typeof Performance>;
