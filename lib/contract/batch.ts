import * as z from 'zod/mini';
import { count, errorsTotal, ModelRef, nextCursor, say, text, time, type Wire } from './parts.ts';
import { BatchEventMember, BatchMember } from './prediction.ts';
import { BatchItemError } from './problem.ts';
import { leadWarnings } from './tell-warnings.ts';
import { Webhook } from './webhook.ts';
import { MOST_EVENT_BYTES } from './words.ts';

const facts = { batch_id: text, count, model: ModelRef, created_at: time };
const members = {
  ...facts,
  webhook: say(z.exactOptional(Webhook), 'only when it was submitted with one'),
  urls: z.strictObject({ get: text }),
};
const counts = z.strictObject({
  queued: count,
  succeeded: count,
  failed: count,
  canceled: count,
  erased: count,
  rejected: count,
});
const refused = {
  errors: say(z.exactOptional(z.array(BatchItemError)), 'of the leads that were not accepted'),
  errors_total: errorsTotal,
  ...leadWarnings,
};

export const BatchAccepted = z.strictObject({ ...members, ...refused });
export type BatchAccepted = Wire<typeof BatchAccepted>;

export const BatchScored = z.strictObject({
  ...members,
  model_version: text,
  predictions: z.array(BatchMember),
  next_cursor: say(nextCursor, 'for the others, by GET /predict_batch/{id}'),
  ...refused,
});
export type BatchScored = Wire<typeof BatchScored>;

/** Counts, and some of a batch's results in the order of its leads. */
export const BatchState = z.strictObject({
  ...members,
  status: say(z.enum(['queued', 'done']), '`done` once no lead is queued'),
  counts,
  results: z.array(BatchMember),
  next_cursor: nextCursor,
});
export type BatchState = Wire<typeof BatchState>;

export const BatchEvent = z.strictObject({
  type: z.literal('batch.completed'),
  timestamp: time,
  data: z.strictObject({
    ...facts,
    counts,
    results: say(
      z.array(BatchEventMember),
      `the first, in the order of the leads: as many as fit into ${MOST_EVENT_BYTES.toLocaleString('en-US')} bytes`,
    ),
    next_cursor: say(nextCursor, 'for the others, by GET /predict_batch/{id}; null: there are none'),
  }),
});
export type BatchEvent = Wire<typeof BatchEvent>;
