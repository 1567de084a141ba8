import { hashRequest, newId } from '../acceptance/idempotency.ts';
import { keepUntil } from '../acceptance/keeping.ts';
import { queueStored } from '../acceptance/not-queued-error.ts';
import { storeOnce } from '../acceptance/store-once.ts';
import { forAll } from '../for-all.ts';
import { describeErrors } from '../lead/describe-errors.ts';
import type { Lead } from '../lead/schema.ts';
import { type ItemError, validateLeads } from '../lead/validate-leads.ts';
import { announceBatchEnd } from '../webhook/announce-end.ts';
import { type Batch, memberId } from './batch.ts';
import { finishMember } from './finish-member.ts';
import { packLeadMessages } from './pack-lead-messages.ts';
import { explainLead } from './score-predictions.ts';
import type { SubmitDeps, SubmitOptions } from './submit-prediction.ts';

export interface BatchOptions extends SubmitOptions {
  /** Accept the good leads when others are bad. */
  readonly lenient?: boolean;
}

export type BatchSubmission =
  | {
      readonly ok: true;
      readonly batch: Batch;
      readonly errors: readonly ItemError[];
      /** By an earlier request with the same idempotency key. */
      readonly replayed: boolean;
    }
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
    expiresAt: keepUntil(createdAt, deps.keepDays),
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
  const batch = await storeOnce(
    made,
    (fresh) => deps.store.createBatch(fresh),
    // The key may have been used for a single lead.
    () => deps.store.getBatch(made.id),
  );
  const items = good.map(({ index, lead }) => ({ id: memberId(batch.id, index), lead }));
  if (wait && batch.model.sha256 === served.ref.sha256) {
    const finish = async ({ id, lead }: (typeof items)[number]) => {
      const result = explainLead(served.model, batch.model, lead);
      await finishMember(
        deps.store,
        batch,
        { id, lead },
        { status: 'succeeded', completedAt: deps.clock.now(), result },
      );
    };
    await forAll(items, PARALLEL, finish, 'stop');
    if (batch.webhook !== undefined) await announceBatchEnd(deps, batch.id);
  } else await send(deps, batch, items);
  return { ok: true, batch, errors, replayed: batch !== made && idempotency !== undefined };
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

/** A message that is sent a second time changes nothing, so nobody asks what was sent before. */
async function send({ queue }: SubmitDeps, batch: Batch, items: readonly { id: string; lead: Lead }[]) {
  const { id, createdAt, expiresAt, model, webhook } = batch;
  const of = { id, createdAt, expiresAt, ...(webhook === undefined ? {} : { hasWebhook: true as const }) };
  await queueStored('batch', id, async () => {
    for (const message of packLeadMessages({ model, batch: of }, items)) await queue.send(message);
  });
}
