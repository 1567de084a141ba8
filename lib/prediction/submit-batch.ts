import { ConflictError } from '../errors.ts';
import { describeErrors } from '../lead/describe-errors.ts';
import type { Lead } from '../lead/schema.ts';
import { type ItemError, validateLeads } from '../lead/validate-leads.ts';
import { announceBatchEnd } from '../webhook/announce-end.ts';
import { type Batch, memberId } from './batch.ts';
import { finishMember } from './finish-member.ts';
import { hashRequest, KeyReusedError } from './idempotency.ts';
import { packLeadMessages } from './pack-lead-messages.ts';
import { explainLead } from './score-predictions.ts';
import { DAY_MS, NotQueuedError, newId, type SubmitDeps, type SubmitOptions } from './submit-prediction.ts';

export interface BatchOptions extends SubmitOptions {
  /** Accept the good leads when others are bad. */
  readonly lenient?: boolean;
}

export type BatchSubmission =
  | { readonly ok: true; readonly batch: Batch; readonly errors: readonly ItemError[] }
  | { readonly ok: false; readonly errors: readonly ItemError[] };

/** Bytes: the row of a batch whose leads are all rejected must stay below the 400 KB of an item. */
const LONGEST_REASON = 200;
/** Writes at a time. */
const PARALLEL = 25;

/**
 * Accepts leads together: all of them, or none when one is bad, unless `lenient`. They are queued in as few messages as
 * they fit; with `wait` they are scored and stored here.
 *
 * @param inputs parsed JSON, untrusted
 * @throws {NotFoundError} there is no such model
 * @throws {NotQueuedError} the batch is stored but not all was sent; the same request with the same key completes it
 * @throws {KeyReusedError} by the idempotency key
 */
export async function submitBatch(
  deps: SubmitDeps,
  model: string,
  inputs: readonly unknown[],
  { idempotency, wait = false, lenient = false, webhook }: BatchOptions = {},
): Promise<BatchSubmission> {
  const served = await deps.serve(model);
  const { good, errors } = validateLeads(served.model.artifact.schema, inputs);
  if (good.length === 0 || (errors.length > 0 && !lenient)) return { ok: false, errors };
  const createdAt = deps.clock.now();
  const made: Batch = {
    id: await newId(deps, idempotency),
    createdAt,
    expiresAt: new Date(createdAt.getTime() + deps.keepDays * DAY_MS),
    model: served.ref,
    count: inputs.length,
    rejected: describeRejected(errors),
    ...(idempotency === undefined
      ? {}
      : {
          requestSha256: hashRequest(model, inPlace(inputs, good), webhook?.url),
        }),
    ...(webhook === undefined ? {} : { webhook: { ...webhook, attempts: [] } }),
  };
  const batch = await createOrFind(deps, made);
  const items = good.map(({ index, lead }) => ({ id: memberId(batch.id, index), lead }));
  if (wait && batch.model.sha256 === served.ref.sha256) {
    await inParallel(items, async ({ id, lead }) => {
      const result = explainLead(served.model, batch.model, lead);
      await finishMember(
        deps.store,
        batch,
        { id, lead },
        { status: 'succeeded', completedAt: deps.clock.now(), result },
      );
    });
    if (batch.webhook !== undefined) await announceBatchEnd(deps, batch.id);
  } else await send(deps, batch, items);
  return { ok: true, batch, errors };
}

/** Every input: the good ones as they were validated, the others as they came. */
const inPlace = (inputs: readonly unknown[], good: readonly { index: number; lead: Lead }[]): unknown[] => {
  const leads = new Map(good.map(({ index, lead }) => [index, lead]));
  return inputs.map((input, index) => leads.get(index) ?? { refused: input });
};

function describeRejected(errors: readonly ItemError[]): Batch['rejected'] {
  const byIndex = Map.groupBy(errors, ({ index }) => index);
  return [...byIndex].map(([index, list]) => ({
    index,
    reason: cutBytes(describeErrors(list.slice(0, LONGEST_REASON))),
  }));
}

/** As JSON, in which a quote takes two bytes; never a part of a character. */
function cutBytes(text: string): string {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(JSON.stringify(character)) - 2;
    if (bytes > LONGEST_REASON) return text.slice(0, end);
    end += character.length;
  }
  return text;
}

/** The batch, or the one that the same key made before. */
async function createOrFind({ store }: SubmitDeps, batch: Batch): Promise<Batch> {
  try {
    await store.createBatch(batch);
    return batch;
  } catch (error) {
    if (!(error instanceof ConflictError) || batch.requestSha256 === undefined) throw error;
    const found = await store.getBatch(batch.id);
    // The key may have been used for a single lead.
    if (found?.requestSha256 !== batch.requestSha256) throw new KeyReusedError();
    return found;
  }
}

/** A message that is sent a second time changes nothing, so nobody asks what was sent before. */
async function send({ queue }: SubmitDeps, batch: Batch, items: readonly { id: string; lead: Lead }[]) {
  const { id, createdAt, expiresAt, model, webhook } = batch;
  const of = { id, createdAt, expiresAt, ...(webhook === undefined ? {} : { hasWebhook: true as const }) };
  try {
    for (const job of packLeadMessages({ model, batch: of }, items)) await queue.send(job);
  } catch (error) {
    throw new NotQueuedError(id, error);
  }
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += PARALLEL)
    await Promise.all(items.slice(at, at + PARALLEL).map(work));
}
