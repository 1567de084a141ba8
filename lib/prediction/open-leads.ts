import type { ForgottenPrediction, NamedPrediction, ScoredNoter } from '../outcomes/note-scored.ts';
import type { WebhookQueue } from '../webhook/ports.ts';
import { finishMember } from './finish-member.ts';
import type { LeadItem, LeadMessage } from './lead-message.ts';
import type { PredictionStore } from './ports.ts';
import type { ErasedPrediction, Outcome, Prediction } from './prediction.ts';

export interface FinishDeps {
  readonly store: PredictionStore;
  readonly webhooks: WebhookQueue;
  /** Of leads with a reference. */
  readonly scored: ScoredNoter;
}

/** A prediction's row as it was before its message was worked on. */
type Before = Prediction | ErasedPrediction | undefined;

/**
 * Makes the predictions of a message final, each on its own: a single prediction's row is completed and its end told; a
 * batch's member gets its row. A message that comes again tells it again: the worker may have ended in between.
 *
 * A lead with a reference is noted as scored first, and that is taken back unless the prediction succeeded: so none that
 * succeeded lacks it, and of none that was canceled or erased meanwhile anything stays.
 *
 * @returns what finishes one of its leads, and says whether it was this call that made it final
 */
export async function openLeads(
  deps: FinishDeps,
  message: LeadMessage,
): Promise<(item: LeadItem, outcome: Outcome) => Promise<boolean>> {
  const ids = message.items.filter(({ reference }) => reference !== undefined).map(({ id }) => id);
  const rows = ids.length === 0 ? [] : await deps.store.getMany(ids, { asOfLastWrite: true });
  const before = new Map(ids.map((id, i) => [id, rows[i]]));
  return (item, outcome) => finishLead(deps, message, item, outcome, before.get(item.id));
}

async function finishLead(
  deps: FinishDeps,
  message: LeadMessage,
  item: LeadItem,
  outcome: Outcome,
  before: Before,
): Promise<boolean> {
  const named = nameOf(message, item, before);
  if (named === undefined) return write(deps, message, item, outcome);
  // Of one that was final before nothing is noted, lest it take the place of a later prediction of the lead.
  const { scoredAt } = named;
  if (scoredAt !== undefined && (before === undefined || before.status === 'queued'))
    await noteResult(deps.scored, { ...named, scoredAt }, item, outcome);
  const won = await write(deps, message, item, outcome);
  const hasResult = (won ? outcome : await deps.store.get(item.id))?.status === 'succeeded';
  if (!hasResult) await deps.scored.forget(named);
  return won;
}

async function write(
  { store, webhooks }: FinishDeps,
  { model, batch }: LeadMessage,
  item: LeadItem,
  outcome: Outcome,
): Promise<boolean> {
  if (batch !== undefined) return finishMember(store, { ...batch, model }, item, outcome);
  const won = await store.complete(item.id, outcome);
  if (item.hasWebhook) await webhooks.send({ id: item.id });
  return won;
}

/** @returns undefined: it has no reference, or its row is gone with what was noted of it */
function nameOf(
  { model, batch }: LeadMessage,
  { id, reference }: LeadItem,
  before: Before,
): ForgottenPrediction | undefined {
  if (reference === undefined || (batch === undefined && before === undefined)) return undefined;
  // Of an erased one too something may be noted: by a worker that was at it meanwhile, and ended.
  const created = batch ?? (before?.status === 'erased' ? undefined : before);
  return { id, model: model.name, version: model.version, scoredAt: created?.createdAt, reference };
}

/** Notes a lead as scored when there is a result. */
export async function noteResult(
  scored: ScoredNoter,
  named: NamedPrediction,
  { lead }: Pick<LeadItem, 'lead'>,
  outcome: Outcome,
): Promise<void> {
  if (outcome.status !== 'succeeded') return;
  const { result, shadow } = outcome;
  const { probability, score, grade } = result;
  const challenger =
    shadow?.probability === undefined
      ? {}
      : { challenger: { version: shadow.model.version, probability: shadow.probability } };
  await scored.note({ ...named, lead, probability, score, grade, ...challenger });
}
