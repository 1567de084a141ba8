import * as z from 'zod/mini';
import { count, say, text, type Wire } from './parts.ts';
import { MODEL_KINDS, SCOPES } from './words.ts';

export const Key = z.strictObject({
  key_id: say(text, '`anonymous` where the API asks for no key'),
  scope: z.enum(SCOPES),
  rate_per_minute: say(z.nullable(count), 'leads; null: no rate of its own'),
});
export type Key = Wire<typeof Key>;

export const Welcome = z.strictObject({
  message: text,
  links: z.record(text, text),
  model_kinds: say(
    z.array(z.enum(MODEL_KINDS)),
    'kinds of models that this API scores; an earlier release does not say, and scores `additive` only',
  ),
});
export type Welcome = Wire<typeof Welcome>;

const states = ['ok', 'degraded', 'failing'] as const;
const check = z.looseObject({ status: z.enum(states) });

export const Health = z.strictObject({
  status: z.enum(states),
  checks: z.strictObject({ store: check, queue: check, model: check }),
});
export type Health = Wire<typeof Health>;
