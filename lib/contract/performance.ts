import * as z from 'zod/mini';
import { Figure } from './figure.ts';
import { count, say, share, text, time, type Wire } from './parts.ts';
import { Worth } from './worth.ts';

const COUNT_VERDICTS = ['as_expected', 'fewer', 'more'] as const;
/** Conversions that came, against those that the probabilities promise. */
const expectation = {
  expected: say(
    Figure,
    'conversions by now: the sum of the probabilities, each times the share of conversions that come within the lead’s age; the range holds 95 % of what may come',
  ),
  converted: count,
  verdict: say(z.enum(COUNT_VERDICTS), 'whether what came lies within the range'),
};

export const GroupPerformance = z.strictObject({
  group: say(
    text,
    'a grade, or a decile from `1`, the leads with the highest probabilities; groups without leads are not listed',
  ),
  leads: count,
  ...expectation,
  rate: say(Figure, 'share that converted (Wilson)'),
});
export type GroupPerformance = Wire<typeof GroupPerformance>;

/** The leads of a week of scoring. */
export const CohortPerformance = z.strictObject({
  week: say(z.iso.date(), 'its Monday, UTC'),
  leads: count,
  mature_share: say(
    z.nullable(share),
    'of all conversions that the probabilities promise, how many are expected by now; null: how long conversions take is not known',
  ),
  is_mature: say(z.boolean(), '`mature_share` is at least `maturity.mature_at`'),
  expected: say(z.nullable(Figure), 'as in `live`; null with `mature_share`'),
  converted: count,
  verdict: say(
    z.enum([...COUNT_VERDICTS, 'unknown']),
    'whether what came lies within the range; `unknown`: there is none',
  ),
  text: say(text, 'in a sentence', 'expected 12.3 by now, 9 came: within what is expected'),
});
export type CohortPerformance = Wire<typeof CohortPerformance>;

/** How long conversions take, of those that come within `horizon_days`. */
export const Maturity = z.strictObject({
  conversions: say(count, 'that it was estimated from'),
  horizon_days: say(
    count,
    'the age that 20 of the converted leads have reached, at most 365: what comes later nobody has watched, and it is not counted',
  ),
  mature_at: say(share, 'the share of conversions at which a week counts as mature'),
  mature_after_days: say(
    z.nullable(count),
    'null: conversions still came in the last third of the horizon, so nothing tells how many come after it; no week counts as mature then, unless its leads are 365 days old',
  ),
  curve: say(
    z.array(z.strictObject({ days: count, ...Figure.shape })),
    'the share of the conversions that come within so many days of the score',
  ),
});
export type Maturity = Wire<typeof Maturity>;

/** What the scores were worth, on the leads of mature weeks. */
export const LivePerformance = z.strictObject({
  leads: count,
  ...expectation,
  rate: Figure,
  roc_auc: say(
    z.nullable(z.strictObject({ ...Figure.shape, exact_within: z.number() })),
    'by DeLong on counts per score; `exact_within`: its distance from the one on unrounded probabilities is at most this; null: fewer than two leads converted, or did not',
  ),
  log_loss: say(Figure, 'per lead, nats'),
  brier: say(Figure, 'the mean of (probability − outcome)²'),
  calibration_slope: say(
    z.nullable(Figure),
    '1 is right; below: too sure of itself; null: the leads do not tell it',
  ),
  calibration_intercept: say(
    z.nullable(Figure),
    'log-odds at slope 1; 0 is right; below: too many conversions were promised; null: all leads have one outcome',
  ),
  lift: say(
    z.nullable(Figure),
    'conversions among the tenth with the highest probabilities, as a multiple of the average; null: fewer than ten leads, or no conversion',
  ),
  grades: z.array(GroupPerformance),
  deciles: z.array(GroupPerformance),
  value: say(z.nullable(Figure), 'mean value of a conversion; null: fewer than two were reported'),
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

/** Champion against challenger on the same leads of mature weeks; null members with fewer than two. */
export const PairedPerformance = z.strictObject({
  version: say(text, 'of the challenger'),
  leads: count,
  converted: count,
  log_loss_difference: say(
    z.nullable(Figure),
    'of the champion minus the challenger, per lead, probabilities kept within 0.005–0.995; above 0: the challenger is better',
  ),
  standard_error: z.nullable(z.number()),
  lower_bound: say(
    z.nullable(z.number()),
    'of the difference; holds at every look, however often it is looked at',
  ),
  is_better: say(z.boolean(), 'the bound is above 0, and at least 50 leads converted'),
});
export type PairedPerformance = Wire<typeof PairedPerformance>;

export const Performance = z.strictObject({
  model: text,
  version: say(z.nullable(text), 'null: of all versions, each lead by the first that scored it'),
  from: time,
  to: time,
  computed_at: time,
  leads: say(
    count,
    'scored with a reference in this range, each once; the four numbers of `outcomes` add up to it',
  ),
  outcomes: z.strictObject({
    converted: count,
    lost: count,
    open: say(count, 'taken back, or never reported'),
    before_scoring: say(count, 'left out of every other figure: their conversion came before their score'),
  }),
  maturity: say(z.nullable(Maturity), 'null: fewer than 20 conversions tell how long they take'),
  cohorts: z.array(CohortPerformance),
  live: say(z.nullable(LivePerformance), 'null: no two leads are of mature weeks yet'),
  estimate: say(z.nullable(EstimatedPerformance), 'null once `live` is there'),
  challengers: z.array(PairedPerformance),
  worth: say(z.nullable(Worth), 'null: the policy file of the model names no `cost_per_call`'),
});
export type Performance = Wire<typeof Performance>;
