import { ErasedError, hashRequest, type Idempotency, newId } from '../acceptance/idempotency.ts';
import { keepUntil } from '../acceptance/keeping.ts';
import { queueStored } from '../acceptance/not-queued-error.ts';
import { storeOnce } from '../acceptance/store-once.ts';
import type { SecretStore } from '../auth/ports.ts';
import type { Clock, IdSource } from '../clock.ts';
import type { FieldError } from '../lead/schema.ts';
import { type ValidateOptions, validateLead } from '../lead/validate-lead.ts';
import type { ScoredNoter } from '../outcomes/note-scored.ts';
import type { ServedModel, ServeModel } from '../registry/serve-model.ts';
import type { WebhookQueue } from '../webhook/ports.ts';
import type { Webhook } from '../webhook/webhook.ts';
import { messageOf } from './lead-message.ts';
import { noteAccepted } from './note-accepted.ts';
import type { LeadQueue, PredictionStore, ReferenceStore } from './ports.ts';
import type { Prediction, QueuedPrediction } from './prediction.ts';
import { readEnvelope } from './read-envelope.ts';
import { entriesOf } from './reference-entries.ts';
import { explainLead } from './score-predictions.ts';
import { hasTags } from './tags.ts';

export interface SubmitDeps {
  readonly serve: ServeModel;
  readonly store: PredictionStore;
  readonly references: ReferenceStore;
  readonly queue: LeadQueue;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly secrets: SecretStore;
  readonly webhooks: WebhookQueue;
  readonly scored: ScoredNoter;
  /** How long a prediction is kept, days. */
  readonly keepDays: number;
}

export interface SubmitOptions extends Pick<ValidateOptions, 'ignoreUnknown'> {
  /** The same key with the same lead is accepted once. */
  readonly idempotency?: Idempotency | undefined;
  /** Score it now, in place of queueing it. */
  readonly wait?: boolean;
  /** Where its end is to be told, and the id of the key that asks for it. */
  readonly webhook?: Pick<Webhook, 'url' | 'caller'> | undefined;
  /** The id of the key that submits. */
  readonly createdBy?: string | undefined;
  /** A worker that comes later does not score. */
  readonly scoreBy?: Date | undefined;
}

export type Submission =
  | {
      readonly ok: true;
      readonly prediction: Prediction;
      /** By an earlier request with the same idempotency key. */
      readonly replayed: boolean;
      /** Fields that were left out of this request's lead; absent when there are none. */
      readonly ignored?: readonly string[];
    }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/**
 * Accepts a lead: validates it against the model, pins that version, stores the prediction as `queued`,
 * then sends it to the queue. The row comes before the message, so that an id that was given out can always be asked for, and
 * the entry of its reference before the row, so that a lead's history lacks nothing that was accepted. With `wait` it is scored here and stored with its result.
 *
 * @param model `leads`, `leads@v3`, `leads@challenger`
 * @param input parsed JSON, untrusted: a lead, or an envelope of one
 * @throws {NotFoundError} there is no such model
 * @throws {NotQueuedError} the row is written but the send failed
 * @throws {KeyReusedError} {ErasedError} by the idempotency key
 */
export async function submitPrediction(
  deps: SubmitDeps,
  model: string,
  input: unknown,
  { idempotency, wait = false, webhook, createdBy, scoreBy, ignoreUnknown = false }: SubmitOptions = {},
): Promise<Submission> {
  const served = await deps.serve(model);
  const envelope = readEnvelope(input);
  const validation = validateLead(served.model.artifact.schema, envelope.lead, { ignoreUnknown });
  const errors = [...envelope.errors, ...(validation.ok ? [] : validation.errors)];
  if (!validation.ok || errors.length > 0) return { ok: false, errors };
  const { lead, ...told } = validation;
  const { tags } = envelope;
  const createdAt = deps.clock.now();
  const queued: QueuedPrediction = {
    id: await newId(deps, idempotency),
    status: 'queued',
    createdAt,
    expiresAt: keepUntil(createdAt, deps.keepDays),
    model: served.ref,
    lead,
    ...tags,
    ...(createdBy === undefined ? {} : { createdBy }),
    ...(scoreBy === undefined ? {} : { scoreBy }),
    ...(idempotency === undefined
      ? {}
      : {
          requestSha256: hashRequest(model, lead, {
            webhookUrl: webhook?.url,
            tags: hasTags(tags) ? tags : undefined,
          }),
        }),
    ...(webhook === undefined ? {} : { webhook: { ...webhook, attempts: [] } }),
  };
  const prediction = wait ? scoreNow(deps, served, queued) : queued;
  const { expiresAt } = prediction;
  await deps.references.add(entriesOf([prediction], { createdAt, expiresAt }));
  const stored = await storeOnce(
    prediction,
    (made) => deps.store.create(made),
    () => findAccepted(deps, queued.id),
  );
  if (stored !== prediction) {
    const again = await answerAgain(deps, served, stored, wait);
    return { ...told, prediction: again, replayed: idempotency !== undefined };
  }
  await goOn(deps, prediction);
  await noteAccepted(deps, [prediction]);
  return { ...told, prediction, replayed: false };
}

/** @returns undefined: what has this id is a batch. @throws {ErasedError} */
async function findAccepted({ store }: SubmitDeps, id: string): Promise<Prediction | undefined> {
  const found = await store.get(id);
  if (found?.status === 'erased') throw new ErasedError('this prediction was erased');
  return found;
}

/** The key came before: the prediction of then, finished where the first request could not finish it. */
async function answerAgain(
  deps: SubmitDeps,
  served: ServedModel,
  found: Prediction,
  wait: boolean,
): Promise<Prediction> {
  // Pinned is what the first request was accepted with; the queue scores it when that is another model by now. The
  // first request may have ended between row and send, and a second message changes nothing.
  if (found.status !== 'queued' || !wait || found.model.sha256 !== served.ref.sha256) {
    await goOn(deps, found);
    // The first request may have ended before it noted its result.
    if (wait) await noteAccepted(deps, [found]);
    return found;
  }
  // Announced first: nobody would tell the end after a failure in between.
  const finished = scoreNow(deps, served, found);
  await goOn(deps, finished);
  await deps.store.complete(found.id, finished);
  const ended = (await deps.store.get(found.id)) as Prediction;
  await noteAccepted(deps, [ended]);
  return ended;
}

/** What follows once a prediction is stored: it is scored, or its end is told. A second time changes nothing. */
async function goOn({ queue, webhooks }: SubmitDeps, prediction: Prediction): Promise<void> {
  const { id, webhook } = prediction;
  await queueStored('prediction', id, async () => {
    if (prediction.status === 'queued') await queue.send(messageOf(prediction));
    else if (webhook !== undefined) await webhooks.send({ id });
  });
}

const scoreNow = ({ clock }: SubmitDeps, { model }: ServedModel, queued: QueuedPrediction) => ({
  ...queued,
  status: 'succeeded' as const,
  completedAt: clock.now(),
  result: explainLead(model, queued.model, queued.lead),
});
