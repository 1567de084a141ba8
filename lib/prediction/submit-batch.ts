import { ErasedError, hashRequest, newId } from '../acceptance/idempotency.ts';
import { keepUntil } from '../acceptance/keeping.ts';
import { queueStored } from '../acceptance/not-queued-error.ts';
import { storeOnce } from '../acceptance/store-once.ts';
import { forAll } from '../for-all.ts';
import { describeErrors } from '../lead/describe-errors.ts';
import type { Lead, LeadSchema } from '../lead/schema.ts';
import { type ItemError, validateLeads } from '../lead/validate-leads.ts';
import { announceBatchEnd } from '../webhook/announce-end.ts';
import { type Batch, memberId } from './batch.ts';
import { finishMember } from './finish-member.ts';
import type { LeadItem } from './lead-message.ts';
import { noteAccepted } from './note-accepted.ts';
import { packLeadMessages } from './pack-lead-messages.ts';
import { type Envelope, readEnvelope } from './read-envelope.ts';
import { entriesOf } from './reference-entries.ts';
import { explainLead } from './score-predictions.ts';
import type { SubmitDeps, SubmitOptions } from './submit-prediction.ts';
import { hasTags } from './tags.ts';

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
      /** Leads of this request that fields were left out of. */
      readonly ignored: readonly { readonly index: number; readonly fields: readonly string[] }[];
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
 * @param inputs parsed JSON, untrusted: leads, or envelopes of them
 * @throws {NotFoundError} there is no such model
 * @throws {NotQueuedError} the batch is stored but not all was sent; the same request with the same key completes it
 * @throws {KeyReusedError} {ErasedError} by the idempotency key
 */
export async function submitBatch(
  deps: SubmitDeps,
  model: string,
  inputs: readonly unknown[],
  {
    idempotency,
    wait = false,
    lenient = false,
    webhook,
    createdBy,
    scoreBy,
    ignoreUnknown = false,
  }: BatchOptions = {},
): Promise<BatchSubmission> {
  const served = await deps.serve(model);
  const envelopes = inputs.map(readEnvelope);
  const { good, errors } = validateEnvelopes(served.model.artifact.schema, envelopes, ignoreUnknown);
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
          requestSha256: hashRequest(model, inPlace(envelopes, good), {
            webhookUrl: webhook?.url,
            tags: envelopes.some(({ tags }) => hasTags(tags)) ? envelopes.map(({ tags }) => tags) : undefined,
          }),
        }),
    ...(createdBy === undefined ? {} : { createdBy }),
    ...(scoreBy === undefined ? {} : { scoreBy }),
    ...(webhook === undefined ? {} : { webhook: { ...webhook, attempts: [] } }),
  };
  const itemsOf = ({ id }: Batch) =>
    good.map(({ index, lead }): LeadItem => ({ id: memberId(id, index), lead, ...envelopes[index]!.tags }));
  await deps.references.add(entriesOf(itemsOf(made), made));
  const batch = await storeOnce(
    made,
    (fresh) => deps.store.createBatch(fresh),
    () => findAccepted(deps, made.id),
  );
  const items = itemsOf(batch);
  if (wait && batch.model.sha256 === served.ref.sha256) {
    const finish = async (item: LeadItem) => {
      const result = explainLead(served.model, batch.model, item.lead);
      await finishMember(deps.store, batch, item, {
        status: 'succeeded',
        completedAt: deps.clock.now(),
        result,
      });
    };
    await forAll(items, PARALLEL, finish, 'stop');
    // As they are stored: with this key they may have got their results before.
    const named = items.filter(({ reference }) => reference !== undefined).map(({ id }) => id);
    if (named.length > 0) await noteAccepted(deps, await deps.store.getMany(named, { asOfLastWrite: true }));
    if (batch.webhook !== undefined) await announceBatchEnd(deps, batch.id);
  } else await send(deps, batch, items);
  const ignored = good.flatMap(({ index, ignored: fields }) =>
    fields === undefined ? [] : [{ index, fields }],
  );
  return { ok: true, batch, errors, ignored, replayed: batch !== made && idempotency !== undefined };
}

/** @returns undefined: the key was used for a single lead. @throws {ErasedError} */
async function findAccepted({ store }: SubmitDeps, id: string): Promise<Batch | undefined> {
  const batch = await store.getBatch(id);
  if (batch === undefined && (await store.get(id))?.status === 'erased')
    throw new ErasedError('this batch was erased');
  return batch;
}

/** Valid leads in valid envelopes, and everything that is wrong with the others, each with its place in the list. */
function validateEnvelopes(schema: LeadSchema, envelopes: readonly Envelope[], ignoreUnknown: boolean) {
  const leads = validateLeads(
    schema,
    envelopes.map(({ lead }) => lead),
    { ignoreUnknown },
  );
  if (envelopes.every(({ errors }) => errors.length === 0)) return leads;
  const ofEnvelopes = envelopes.flatMap(({ errors }, index) => errors.map((error) => ({ index, ...error })));
  return {
    good: leads.good.filter(({ index }) => envelopes[index]!.errors.length === 0),
    errors: [...ofEnvelopes, ...leads.errors].sort((a, b) => a.index - b.index),
  };
}

/** Every input: the good ones as they were validated, the others as they came. */
const inPlace = (
  envelopes: readonly Envelope[],
  good: readonly { index: number; lead: Lead }[],
): unknown[] => {
  const leads = new Map(good.map(({ index, lead }) => [index, lead]));
  return envelopes.map(({ lead }, index) => leads.get(index) ?? { refused: lead });
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
async function send({ queue }: SubmitDeps, batch: Batch, items: readonly LeadItem[]) {
  const { id, createdAt, expiresAt, model, webhook, scoreBy } = batch;
  const of = { id, createdAt, expiresAt, ...(webhook === undefined ? {} : { hasWebhook: true as const }) };
  const due = scoreBy === undefined ? {} : { scoreBy };
  await queueStored('batch', id, async () => {
    for (const message of packLeadMessages({ model, batch: of, ...due }, items)) await queue.send(message);
  });
}
