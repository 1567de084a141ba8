import * as z from 'zod/mini';
import { nextCursor, say, sha256, text, texts, time, type Wire } from './parts.ts';
import { PromotionFinding } from './training.ts';
import { ALIAS_ACTIONS } from './words.ts';

const aliases = say(z.record(text, text), 'alias → version');

export const Models = z.strictObject({
  models: z.array(z.strictObject({ name: text, aliases })),
  next_cursor: nextCursor,
});
export type Models = Wire<typeof Models>;

export const ModelVersion = z.strictObject({
  name: text,
  version: text,
  sha256,
  created_at: time,
  created_by: text,
  trainer: text,
  horizon_days: z.exactOptional(
    say(z.number(), 'the model says how likely a lead converts within so many days; absent: at all'),
  ),
  metrics: z.record(text, z.number()),
  tags: texts,
  files: texts,
});
export type ModelVersion = Wire<typeof ModelVersion>;

export const Model = z.strictObject({
  name: text,
  aliases,
  versions: say(z.array(ModelVersion), 'newest first'),
  next_cursor: nextCursor,
});
export type Model = Wire<typeof Model>;

const alias = { name: text, alias: text, version: text };

export const Alias = z.strictObject({
  ...alias,
  history: say(
    z.array(
      z.strictObject({
        action: z.enum(ALIAS_ACTIONS),
        from: z.nullable(text),
        to: z.nullable(text),
        at: time,
      }),
    ),
    'newest first',
  ),
  next_cursor: nextCursor,
});
export type Alias = Wire<typeof Alias>;

export const AliasMoved = z.strictObject({
  ...alias,
  from: z.nullable(text),
  findings: say(
    z.nullable(z.array(PromotionFinding)),
    'what callers will notice; null: it could not be found out',
  ),
});
export type AliasMoved = Wire<typeof AliasMoved>;
