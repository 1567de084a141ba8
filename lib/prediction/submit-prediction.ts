import { messageOf, TransientError } from '../errors.ts';
import type { FieldError } from '../lead/schema.ts';
import { validateLead } from '../lead/validate-lead.ts';
import type { Clock, IdSource, JobQueue, PredictionStore } from '../ports.ts';
import type { ServeModel } from '../registry/serve-model.ts';
import type { QueuedPrediction } from './prediction.ts';

interface Deps {
  readonly serve: ServeModel;
  readonly store: PredictionStore;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** How long a prediction is kept, days. */
  readonly keepDays: number;
}

export type Submission =
  | { readonly ok: true; readonly prediction: QueuedPrediction }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/** The prediction is stored, but the queue did not take it; its id was given out and stays valid. */
export class NotQueuedError extends TransientError {
  override readonly name = 'NotQueuedError';
  readonly predictionId: string;

  constructor(predictionId: string, cause: unknown) {
    super(`prediction ${predictionId} is stored but could not be queued: ${messageOf(cause)}`, { cause });
    this.predictionId = predictionId;
  }
}

const DAY_MS = 86_400_000;

/**
 * Accepts a lead: validates it against the model, pins that version, stores the prediction as `queued`,
 * then sends it to the queue. The row comes first, so that an id that was given out can always be asked for.
 *
 * @param model `leads`, `leads@v3`, `leads@challenger`
 * @param input parsed JSON, untrusted
 * @throws {NotFoundError} there is no such model
 * @throws {NotQueuedError} the row is written but the send failed
 */
export async function submitPrediction(deps: Deps, model: string, input: unknown): Promise<Submission> {
  const served = await deps.serve(model);
  const { ref } = served;
  const validation = validateLead(served.model.artifact.schema, input);
  if (!validation.ok) return validation;

  const createdAt = deps.clock.now();
  const prediction: QueuedPrediction = {
    id: deps.ids.next(),
    status: 'queued',
    createdAt,
    expiresAt: new Date(createdAt.getTime() + deps.keepDays * DAY_MS),
    model: ref,
    lead: validation.lead,
  };
  await deps.store.create(prediction);
  try {
    await deps.queue.send({ model: ref, items: [{ id: prediction.id, lead: prediction.lead }] });
  } catch (error) {
    throw new NotQueuedError(prediction.id, error);
  }
  return { ok: true, prediction };
}
