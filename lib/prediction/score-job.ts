import * as z from 'zod/mini';
import { PermanentError } from '../errors.ts';
import type { Lead, LeadValue } from '../lead/schema.ts';
import type { ModelRef } from '../registry/registry.ts';

/** One message on the queue: leads to be scored with one pinned model. */
export interface ScoreJob {
  readonly model: ModelRef;
  readonly items: readonly ScoreItem[];
}

export interface ScoreItem {
  readonly id: string;
  readonly lead: Lead;
}

const MESSAGE_VERSION = 1;

const leadValue: z.ZodMiniType<LeadValue> = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const message = z.object({
  version: z.literal(MESSAGE_VERSION),
  model: z.object({ name: z.string(), version: z.string(), sha256: z.string() }),
  items: z.array(z.object({ id: z.string(), lead: z.record(z.string(), leadValue) })),
});

/** A job as the body of a queue message. */
export function encodeScoreJob({ model, items }: ScoreJob): string {
  const { name, version, sha256 } = model;
  const json = JSON.stringify({ version: MESSAGE_VERSION, model: { name, version, sha256 }, items });
  // SQS refuses U+FFFE and U+FFFF, its emulator every character beyond them as well. JSON.stringify has
  // escaped the control characters, which both refuse.
  return json.replace(/[\uD800-\uDFFF\uFFFE\uFFFF]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
}

/**
 * The job in the body of a queue message.
 *
 * @throws {PermanentError} the body was not written by `encodeScoreJob`; it names the place, never a value
 */
export function decodeScoreJob(body: string): ScoreJob {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new PermanentError('score job: expected JSON');
  }
  const parsed = message.safeParse(json);
  if (parsed.success) return { model: parsed.data.model, items: parsed.data.items };
  const places = parsed.error.issues.map((issue) => issue.path.join('.') || 'the body').join(', ');
  throw new PermanentError(`score job: expected a message of version ${MESSAGE_VERSION}; wrong at ${places}`);
}
