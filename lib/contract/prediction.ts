import * as z from 'zod/mini';
import { LeadValue, Warning } from './lead.ts';
import {
  count,
  Failure,
  formerNext,
  ModelRef,
  metadata,
  nextCursor,
  reference,
  say,
  scoreBy,
  sha256,
  share,
  text,
  time,
  timeOrNull,
  type Wire,
} from './parts.ts';
import { ignoredFields } from './tell-warnings.ts';
import { Webhook } from './webhook.ts';
import { GRADES, MOST_WARNINGS, PREDICTION_STATES } from './words.ts';

export const Reason = z.strictObject({
  feature: text,
  value: LeadValue,
  effect: say(
    z.number(),
    'against the average lead: log-odds before calibration; of a model whose score is a mean of probabilities (calibration `identity`) a part of the probability',
  ),
  text: say(text, 'in a sentence', 'Source “referral” multiplies the odds by 2.5'),
});
export type Reason = Wire<typeof Reason>;

export const PredictionResult = z.strictObject({
  probability: share,
  horizon_days: say(
    z.exactOptional(z.int().check(z.minimum(1))),
    'the probability is that of a conversion within so many days; only of a model that was trained with a horizon',
  ),
  score: say(z.int().check(z.minimum(1), z.maximum(99)), 'the rank among past leads'),
  grade: z.enum(GRADES),
  reasons: z.array(Reason),
  warnings: say(
    z.array(Warning),
    `at most one per field and ${MOST_WARNINGS} in all, in the order of the schema; empty for predictions of earlier releases`,
  ),
});
export type PredictionResult = Wire<typeof PredictionResult>;

export const Receipt = say(
  z.strictObject({
    lead_sha256: say(
      sha256,
      'of the validated lead as JSON, `[[field, value], …]` in the order of the schema',
    ),
    model: z.strictObject({ name: text, version: text, sha256 }),
    log_odds: z.number(),
    intercept: z.number(),
    contributions: z.array(z.strictObject({ term: text, log_odds: z.number() })),
  }),
  'What proves a result: `scorelane verify` computes these numbers again from the artifact and the lead. The log-odds are before calibration, and probabilities where the model’s calibration is `identity`.',
);
export type Receipt = Wire<typeof Receipt>;

const facts = {
  prediction_id: say(text, 'to ask by', 'c89582a7-597e-4bb9-bdf7-f79857554eb2'),
  reference: say(z.exactOptional(reference), 'the caller’s own id of the lead, as it was submitted'),
  metadata: say(z.exactOptional(metadata), 'as it was submitted'),
  status: z.enum(PREDICTION_STATES),
  model: ModelRef,
  model_version: text,
  created_at: time,
  score_by: scoreBy,
  completed_at: timeOrNull,
  prediction: say(z.nullable(PredictionResult), 'null until the status is `succeeded`'),
  receipt: say(z.exactOptional(Receipt), 'only when the status is `succeeded`'),
  error: say(z.exactOptional(Failure), 'only when the status is `failed`'),
};
const members = {
  ...facts,
  webhook: say(z.exactOptional(Webhook), 'only when it was submitted with one'),
  urls: z.strictObject({ get: text, cancel: text }),
};

export const Prediction = z.strictObject({ ...members, ...ignoredFields });
export type Prediction = Wire<typeof Prediction>;

/** One lead of a batch, by its place. */
export const BatchMember = z.union([
  z.strictObject({ index: count, ...members }),
  z.strictObject({ index: count, status: z.literal('rejected'), error: Failure }),
  z.strictObject({ index: count, prediction_id: text, status: z.literal('erased') }),
]);
export type BatchMember = Wire<typeof BatchMember>;

/** A prediction with its lead, for those who may read lists. */
export const ListedPrediction = z.strictObject({
  ...members,
  lead: say(z.record(text, LeadValue), 'the lead as the API accepted it'),
});
export type ListedPrediction = Wire<typeof ListedPrediction>;
/** The same in the webhook of a batch. */
export const BatchEventMember = z.union([
  z.strictObject({ index: count, ...facts }),
  z.strictObject({ index: count, status: z.literal('rejected'), error: Failure }),
  z.strictObject({ index: count, prediction_id: text, status: z.literal('erased') }),
]);
export type BatchEventMember = Wire<typeof BatchEventMember>;

export const PredictionPage = z.strictObject({
  predictions: z.array(ListedPrediction),
  next_cursor: nextCursor,
  next: formerNext,
});
export type PredictionPage = Wire<typeof PredictionPage>;

export const PredictionEvent = z.strictObject({
  type: z.enum(['prediction.succeeded', 'prediction.failed', 'prediction.canceled']),
  timestamp: time,
  data: z.strictObject(facts),
});
export type PredictionEvent = Wire<typeof PredictionEvent>;
