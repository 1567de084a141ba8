import * as z from 'zod/mini';
import { Lead, LeadValue } from './lead.ts';
import { LeadOutcome } from './outcome.ts';
import { count, metadata, nextCursor, reference, say, share, text, time, type Wire } from './parts.ts';
import { ListedPrediction } from './prediction.ts';
import { MOST_LEADS, TRENDS } from './words.ts';

/** A lead with what its owner says of it besides its values, which are scalars: so it is known by its `lead`. */
export const LeadEnvelope = z.strictObject({
  lead: Lead,
  reference: z.exactOptional(reference),
  metadata: z.exactOptional(metadata),
});
export type LeadEnvelope = Wire<typeof LeadEnvelope>;

export const LeadSubmission = z.union([Lead, LeadEnvelope]);
export type LeadSubmission = Wire<typeof LeadSubmission>;
export const BatchSubmission = z.array(LeadSubmission).check(z.minLength(1), z.maxLength(MOST_LEADS));
export type BatchSubmission = Wire<typeof BatchSubmission>;

const logOdds = z.number();

/** One of the two predictions that a change lies between. */
const ChangeEnd = z.strictObject({
  prediction_id: text,
  created_at: time,
  model_version: text,
  probability: share,
  score: z.int().check(z.minimum(1), z.maximum(99)),
  log_odds: say(logOdds, 'before calibration; a probability where `unit` says so'),
});

export const FeatureChange = z.strictObject({
  feature: text,
  from: say(LeadValue, 'its value in the earlier prediction'),
  to: say(LeadValue, 'its value in the later one'),
  input_effect: say(logOdds, 'what the new value changes under the earlier version'),
  model_effect: say(logOdds, 'what the later version changes for the new value; 0 for the same version'),
  text: say(text, 'in a sentence'),
});
export type FeatureChange = Wire<typeof FeatureChange>;

/** Why a lead's score changed. The effects of all features and of the intercept add up to `log_odds`. */
export const ScoreChange = z.strictObject({
  unit: say(
    z.enum(['log_odds', 'probability']),
    'of all effects and of every `log_odds`: `probability` where both versions are means of probabilities, such as forests; where one of them is, its effects are carried over to log-odds',
  ),
  from: ChangeEnd,
  to: ChangeEnd,
  log_odds: say(logOdds, 'of `to` minus that of `from`'),
  input_effect: say(logOdds, 'of all features together'),
  model_effect: say(logOdds, 'of all features and the intercept together'),
  intercept_effect: say(logOdds, 'the later version’s intercept minus the earlier one’s'),
  features: say(z.array(FeatureChange), 'those that changed anything, the largest effect first'),
});
export type ScoreChange = Wire<typeof ScoreChange>;

/** What is known about a lead by the caller’s own id. */
export const LeadState = z.strictObject({
  reference,
  latest: say(
    z.nullable(ListedPrediction),
    'the newest prediction that has a result; null: there is none yet',
  ),
  trend: say(z.enum(TRENDS), 'of the score over the predictions of the same model'),
  change: say(
    z.nullable(ScoreChange),
    'between the predictions `from` and `to`; without them between the latest and the one before; null: there are not two, or `change_unavailable` says why',
  ),
  change_unavailable: say(
    z.exactOptional(text),
    'why the change between two predictions cannot be told: a version of the model cannot be read',
  ),
  outcome: say(LeadOutcome, 'what became of the lead'),
  urls: z.strictObject({ get: text, history: text, export: text }),
});
export type LeadState = Wire<typeof LeadState>;

/** All that is held on a lead, for a request of the person that it is about. */
export const LeadExport = z.strictObject({
  reference,
  exported_at: time,
  predictions: z.array(ListedPrediction),
  outcome: say(LeadOutcome, 'what became of the lead'),
  next_cursor: nextCursor,
});
export type LeadExport = Wire<typeof LeadExport>;

export const LeadErased = z.strictObject({
  reference,
  erased: say(count, 'predictions that this request erased'),
  complete: say(z.boolean(), 'false: there are more; send the same request again'),
});
export type LeadErased = Wire<typeof LeadErased>;
