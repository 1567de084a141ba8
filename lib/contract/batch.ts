import * as z from 'zod/mini';
import { count, errorsTotal, ModelRef, nextCursor, say, scoreBy, text, time, type Wire } from './parts.ts';
import { BatchEventMember, BatchMember } from './prediction.ts';
import { BatchItemError } from './problem.ts';
import { leadWarnings } from './tell-warnings.ts';
import { Webhook } from './webhook.ts';
import { MOST_EVENT_BYTES } from './words.ts';

const facts = { batch_id: text, count, model: ModelRef, created_at: time, score_by: scoreBy };
const members = {
  ...facts,
  webhook: say(z.exactOptional(Webhook), 'only when it was submitted with one'),
  urls: z.strictObject({ get: text, cancel: text }),
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

/** A batch of a list. How many of its leads are done stands in its state, because that takes a look at each of them. */
export const ListedBatch = z.strictObject({
  ...facts,
  expires_at: say(time, 'then it is removed, its results too'),
  rejected: say(count, 'leads that were not accepted'),
  urls: members.urls,
});
export type ListedBatch = Wire<typeof ListedBatch>;

export const BatchList = z.strictObject({
  batches: say(z.array(ListedBatch), 'the newest first'),
  next_cursor: nextCursor,
});
export type BatchList = Wire<typeof BatchList>;

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
