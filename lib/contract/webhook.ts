import * as z from 'zod/mini';
import { count, httpStatus, say, text, time, timeOrNull, type Wire } from './parts.ts';
import { WEBHOOK_STATES } from './words.ts';

/** Where the end of a prediction, a batch or a job is reported, and what came of it. */
export const Webhook = z.strictObject({
  url: say(text, 'without its query'),
  status: z.enum(WEBHOOK_STATES),
  attempts: z.array(
    z.strictObject({
      at: time,
      duration_ms: count,
      status: say(z.nullable(httpStatus), 'of the receiver’s answer; null: there was none'),
      error: z.nullable(text),
    }),
  ),
  next_attempt_at: timeOrNull,
});
export type Webhook = Wire<typeof Webhook>;
