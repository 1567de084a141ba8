import * as z from 'zod/mini';
import { PermanentError } from '../errors.ts';
import type { Lead, LeadValue } from '../lead/schema.ts';
import type { ModelRef } from '../registry/registry.ts';
import type { Batch } from './batch.ts';
import type { QueuedPrediction } from './prediction.ts';
import { type Tags, tagsOf } from './tags.ts';

/** One message on the queue: leads to be scored with one pinned model. */
export interface LeadMessage {
  readonly model: ModelRef;
  readonly items: readonly LeadItem[];
  /** A worker that comes later does not score them. */
  readonly scoreBy?: Date;
  /** The batch that the items are members of: their rows are yet to be written. */
  readonly batch?: Pick<Batch, 'id' | 'createdAt' | 'expiresAt'> & { readonly hasWebhook?: true };
}

export interface LeadItem extends Tags {
  readonly id: string;
  readonly lead: Lead;
  /** Its end is to be told. */
  readonly hasWebhook?: true;
}

const HAS_WEBHOOK = { hasWebhook: true } as const;

/** The message that lets a single prediction be scored. */
export const messageOf = (prediction: QueuedPrediction): LeadMessage => {
  const { id, model, lead, webhook, scoreBy } = prediction;
  return {
    model,
    items: [{ id, lead, ...tagsOf(prediction), ...(webhook === undefined ? {} : HAS_WEBHOOK) }],
    ...(scoreBy === undefined ? {} : { scoreBy }),
  };
};

const MESSAGE_VERSION = 1;

const leadValue: z.ZodMiniType<LeadValue> = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const message = z.object({
  version: z.literal(MESSAGE_VERSION),
  model: z.object({ name: z.string(), version: z.string(), sha256: z.string() }),
  score_by: z.optional(z.iso.datetime()),
  batch: z.optional(
    z.object({
      id: z.string(),
      created_at: z.iso.datetime(),
      expires_at: z.iso.datetime(),
      has_webhook: z.optional(z.literal(true)),
    }),
  ),
  items: z.array(
    z.object({
      id: z.string(),
      lead: z.record(z.string(), leadValue),
      reference: z.optional(z.string()),
      metadata: z.optional(z.record(z.string(), z.string())),
      has_webhook: z.optional(z.literal(true)),
    }),
  ),
});

/** A job as the body of a queue message. */
export function encodeLeadMessage({ model, items, batch, scoreBy }: LeadMessage): string {
  const { name, version, sha256 } = model;
  const json = JSON.stringify({
    version: MESSAGE_VERSION,
    model: { name, version, sha256 },
    score_by: scoreBy,
    batch: batch && {
      id: batch.id,
      created_at: batch.createdAt,
      expires_at: batch.expiresAt,
      has_webhook: batch.hasWebhook,
    },
    items: items.map(({ id, lead, reference, metadata, hasWebhook }) => ({
      id,
      lead,
      reference,
      metadata,
      has_webhook: hasWebhook,
    })),
  });
  // SQS refuses U+FFFE and U+FFFF, its emulator every character beyond them as well. JSON.stringify has
  // escaped the control characters, which both refuse.
  return json.replace(/[\uD800-\uDFFF\uFFFE\uFFFF]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
}

/**
 * The job in the body of a queue message.
 *
 * @throws {PermanentError} the body was not written by `encodeLeadMessage`; it names the place, never a value
 */
export function decodeLeadMessage(body: string): LeadMessage {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new PermanentError('score job: expected JSON');
  }
  const parsed = message.safeParse(json);
  if (parsed.success) {
    const { model, batch, score_by } = parsed.data;
    const items = parsed.data.items.map(({ id, lead, has_webhook, ...tags }) => ({
      id,
      lead,
      ...tagsOf(tags as Tags),
      ...flag(has_webhook),
    }));
    const job = { model, items, ...(score_by === undefined ? {} : { scoreBy: new Date(score_by) }) };
    if (batch === undefined) return job;
    const { id, created_at, expires_at, has_webhook } = batch;
    const createdAt = new Date(created_at);
    const expiresAt = new Date(expires_at);
    return { ...job, batch: { id, createdAt, expiresAt, ...flag(has_webhook) } };
  }
  const places = parsed.error.issues.map((issue) => issue.path.join('.') || 'the body').join(', ');
  throw new PermanentError(`score job: expected a message of version ${MESSAGE_VERSION}; wrong at ${places}`);
}

const flag = (hasWebhook: true | undefined) => (hasWebhook ? { hasWebhook } : {});
