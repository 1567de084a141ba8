import type { Clock } from '../clock.ts';
import { PermanentError } from '../errors.ts';
import { forAll } from '../for-all.ts';
import type { Lead } from '../lead/schema.ts';
import { validateLead } from '../lead/validate-lead.ts';
import type { CompiledModel } from '../model/compile-model.ts';
import type { LoadModel } from '../registry/load-model.ts';
import type { ModelRef } from '../registry/registry.ts';
import type { ServedModel } from '../registry/serve-model.ts';
import { announceBatchEnd } from '../webhook/announce-end.ts';
import { decodeLeadMessage, type LeadItem, type LeadMessage } from './lead-message.ts';
import { type FinishDeps, openLeads } from './open-leads.ts';
import type { Outcome, PredictionResult } from './prediction.ts';
import { makeReceipt } from './receipt.ts';
import { type FindChallenger, scoreShadow } from './shadow.ts';
import { expiredAt, isTooLate } from './time-limit.ts';

/** Rows that one message writes at a time. With all 200 of a message the last ones waited longer than a write may take. */
export const AT_ONCE = 20;

interface Deps extends FinishDeps {
  readonly load: LoadModel;
  readonly clock: Clock;
  /** Told of every prediction that this call ended. */
  readonly onEnd?: (outcome: Outcome, model: ModelRef) => void;
  /** Without it nothing is scored in the shadow. */
  readonly findChallenger?: FindChallenger;
}

/**
 * Scores the leads of one queue message with the model they were pinned to and stores the outcomes.
 * Safe to run again with the same message: what is final stays as it is.
 *
 * @returns the ids that this call moved to a final state
 * @throws when any item could not be finished now; the message must be delivered again. Its other items
 *   are finished all the same
 */
export async function scorePredictions(deps: Deps, body: string): Promise<string[]> {
  const job = decodeLeadMessage(body);
  const outcomeOf = await chooseOutcomes(deps, job);
  const finish = await openLeads(deps, job);
  const finished = await forAll(job.items, AT_ONCE, async (item) => {
    const outcome = outcomeOf(item);
    if (!(await finish(item, outcome))) return [];
    deps.onEnd?.(outcome, job.model);
    return [item.id];
  });
  if (job.batch?.hasWebhook) await announceBatchEnd(deps, job.batch.id);
  return finished.flat();
}

/** What becomes of each lead of a message: its result, or why it has none. */
async function chooseOutcomes(
  { load, clock, findChallenger }: Deps,
  { model: ref, scoreBy }: LeadMessage,
): Promise<(item: LeadItem) => Outcome> {
  if (isTooLate(scoreBy, clock.now())) return () => expiredAt(clock.now());
  const model = await load(ref).catch((error: unknown) => {
    if (error instanceof PermanentError) return error;
    throw error;
  });
  if (model instanceof PermanentError) return () => failed(clock, model);
  const challenger = await findChallenger?.(ref.name);
  return (item) => score(clock, model, ref, item, challenger);
}

/** The result of scoring a validated lead, with its receipt. */
export const explainLead = (model: CompiledModel, ref: ModelRef, lead: Lead): PredictionResult => ({
  ...model.explain(lead),
  receipt: makeReceipt(model, ref, lead),
});

function score(
  clock: Clock,
  model: CompiledModel,
  ref: ModelRef,
  { lead }: LeadItem,
  challenger: ServedModel | undefined,
): Outcome {
  const validation = validateLead(model.artifact.schema, lead);
  if (validation.ok) {
    const shadow = challenger && scoreShadow(challenger, ref, validation.lead);
    return {
      status: 'succeeded',
      completedAt: clock.now(),
      result: explainLead(model, ref, validation.lead),
      ...(shadow === undefined ? {} : { shadow }),
    };
  }
  const fields = validation.errors.map(({ field }) => field).join(', ');
  return {
    status: 'failed',
    completedAt: clock.now(),
    failure: {
      code: 'lead_does_not_fit_model',
      message: `the lead does not fit the model it was accepted for; wrong fields: ${fields}`,
    },
  };
}

const failed = (clock: Clock, { message }: PermanentError): Outcome => ({
  status: 'failed',
  completedAt: clock.now(),
  failure: { code: 'model_unusable', message },
});
