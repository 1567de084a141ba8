import * as z from 'zod/mini';
import { count, httpStatus, nextCursor, say, text, time, timeOrNull, type Wire } from './parts.ts';
import { MOST_RESENDS, WEBHOOK_KINDS, WEBHOOK_STATES } from './words.ts';

const url = say(text, 'without its query');
const statusOrNull = say(z.nullable(httpStatus), 'of the receiver’s answer; null: there was none');
const resends = say(
  z.exactOptional(count),
  `how often it was resent by request, at most ${MOST_RESENDS} times; absent: never`,
);
const attempt = { at: time, duration_ms: count, status: statusOrNull, error: z.nullable(text) };

/** Where the end of a prediction, a batch or a job is reported, and what came of it. */
export const Webhook = z.strictObject({
  url,
  status: say(z.enum(WEBHOOK_STATES), 'of the attempts since it was sent, or last resent'),
  attempts: z.array(z.strictObject(attempt)),
  resends,
  next_attempt_at: timeOrNull,
});
export type Webhook = Wire<typeof Webhook>;

/** A webhook in the list of all: no value of a lead, and no query of an address. */
export const Delivery = z.strictObject({
  webhook_id: say(text, 'the id of the prediction, the batch or the job'),
  kind: z.enum(WEBHOOK_KINDS),
  url,
  key_id: say(text, 'of the key that asked for it, and whose secret signs it'),
  status: z.enum(WEBHOOK_STATES),
  attempts: say(count, 'those of earlier rounds included'),
  resends,
  last_attempt_at: timeOrNull,
  last_status: statusOrNull,
  last_error: z.nullable(text),
  next_attempt_at: say(timeOrNull, 'null: there is none, or it is due at once'),
});
export type Delivery = Wire<typeof Delivery>;

export const DeliveryPage = z.strictObject({
  deliveries: z.array(Delivery),
  next_cursor: nextCursor,
});
export type DeliveryPage = Wire<typeof DeliveryPage>;

/** What the receiver said to a test event. */
export const WebhookTested = z.strictObject({
  webhook_id: text,
  url,
  delivered: say(z.boolean(), 'the receiver answered with 2xx'),
  ...attempt,
});
export type WebhookTested = Wire<typeof WebhookTested>;

export const TestEvent = z.strictObject({
  type: z.literal('test'),
  timestamp: time,
  data: z.strictObject({
    webhook_id: say(text, 'as in the header'),
    message: text,
  }),
});
export type TestEvent = Wire<typeof TestEvent>;
