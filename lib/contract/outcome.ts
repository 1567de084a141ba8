import * as z from 'zod/mini';
import { count, reference, say, share, text, time, timeOrNull, type Wire } from './parts.ts';
import { GRADES, MOST_OUTCOMES, MOST_VALUE, OUTCOME_EVENTS, OUTCOMES } from './words.ts';

const value = say(
  z.number().check(z.minimum(0), z.maximum(MOST_VALUE)),
  'what the conversion is worth, in the currency of the team; only with `converted`',
  1200,
);
/** As callers write it. */
const moment = z.iso.datetime({ offset: true });
const facts = {
  outcome: say(
    z.enum(OUTCOME_EVENTS),
    '`open` takes an earlier outcome back; `contacted` is kept beside the outcomes and changes none',
  ),
  occurred_at: say(
    moment,
    'when it happened; of several outcomes of a lead the latest holds; not more than a day ahead',
  ),
  value: z.exactOptional(value),
};

/** What became of a lead, by the caller’s own id of it. */
export const EventByReference = z.strictObject({ reference, ...facts });
export type EventByReference = Wire<typeof EventByReference>;
/** The same by one of its predictions. */
export const EventByPrediction = z.strictObject({
  prediction_id: say(text, 'a prediction of the lead; it must have been submitted with a reference'),
  ...facts,
});
export type EventByPrediction = Wire<typeof EventByPrediction>;
export const OutcomeEvent = z.union([EventByReference, EventByPrediction]);
export type OutcomeEvent = Wire<typeof OutcomeEvent>;

/** One event, or a list of them. */
export const OutcomeSubmission = z.union([
  OutcomeEvent,
  z.array(OutcomeEvent).check(z.minLength(1), z.maxLength(MOST_OUTCOMES)),
]);
export type OutcomeSubmission = Wire<typeof OutcomeSubmission>;

export const OutcomesRecorded = z.strictObject({
  recorded: say(count, 'events that are new'),
  repeated: say(count, 'events that were known already; they changed nothing'),
  never_scored: say(
    count,
    'events, of those that are new, of leads that no prediction was made for with their reference; they are kept, and join the lead when it is scored',
  ),
});
export type OutcomesRecorded = Wire<typeof OutcomesRecorded>;

/** A lead that another system scored: with its outcome it is measured like those that were scored here. */
export const ScoredLead = z.strictObject({
  reference,
  scored_at: say(moment, 'when it was scored; not in the future'),
  probability: say(share, 'of a conversion, as it was predicted'),
  version: z.exactOptional(
    say(
      text.check(z.regex(/^v[1-9]\d{0,8}$/)),
      'of the model; without it another system scored the lead',
      'v3',
    ),
  ),
  score: z.exactOptional(z.int().check(z.minimum(1), z.maximum(99))),
  grade: z.exactOptional(z.enum(GRADES)),
});
export type ScoredLead = Wire<typeof ScoredLead>;

export const ScoredLeads = z.strictObject({
  model: z.exactOptional(
    say(text.check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/)), 'its name; the default model without it'),
  ),
  leads: z.array(ScoredLead).check(z.minLength(1), z.maxLength(MOST_OUTCOMES)),
});
export type ScoredLeads = Wire<typeof ScoredLeads>;

export const ScoredLeadsAdded = z.strictObject({
  kept: say(count, 'leads that are measured from now on, those that were known already included'),
  not_first: say(count, 'leads that this version had scored before: the first score of a version counts'),
});
export type ScoredLeadsAdded = Wire<typeof ScoredLeadsAdded>;

/** One of the events that were reported of a lead. */
export const ReportedEvent = z.strictObject({
  ...facts,
  occurred_at: time,
  received_at: time,
  sent_by: say(
    z.nullable(text),
    'the id of the key that sent it; null: no key was asked for, or it came in a file of the bucket',
  ),
});
export type ReportedEvent = Wire<typeof ReportedEvent>;

/** What became of a lead, as far as it was reported. */
export const LeadOutcome = z.strictObject({
  outcome: say(z.nullable(z.enum(OUTCOMES)), 'the one that holds; null: none was reported'),
  occurred_at: timeOrNull,
  value: z.exactOptional(value),
  events: say(z.array(ReportedEvent), 'the latest 100 that were reported, the latest first'),
});
export type LeadOutcome = Wire<typeof LeadOutcome>;
