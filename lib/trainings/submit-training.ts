import type { Idempotency } from '../acceptance/idempotency.ts';
import { queueStored } from '../acceptance/not-queued-error.ts';
import { requireSame, storeOnce } from '../acceptance/store-once.ts';
import type { Clock, IdSource } from '../clock.ts';
import { sha256Of } from '../sha256.ts';
import type { TrainingStore, Workflow } from './ports.ts';
import type { ResolvedTraining } from './resolve-training.ts';
import type { Training, TrainingFailure, TrainingTrigger } from './training.ts';
import { timeOrderedId } from './training-id.ts';

export interface SubmitTrainingDeps {
  readonly trainings: TrainingStore;
  readonly workflow: Workflow;
  readonly clock: Clock;
  readonly ids: IdSource;
}

export interface TrainingRequest {
  readonly model: string;
  readonly trigger: TrainingTrigger;
  readonly by: string;
  readonly datasetKey: string;
  readonly planned: ResolvedTraining;
  /** What was asked for, in a text: the same key with another is refused. */
  readonly asked?: string;
  readonly basis?: string | undefined;
  readonly idempotency?: Idempotency | undefined;
  /** It cannot be started: this is recorded, and that is all. */
  readonly failure?: TrainingFailure;
}

/** Accepts a training as `submitOrFindTraining` does. */
export const submitTraining = async (deps: SubmitTrainingDeps, request: TrainingRequest): Promise<Training> =>
  (await submitOrFindTraining(deps, request)).training;

/**
 * Accepts a training and starts it. With an idempotency key the same request comes to the same training.
 *
 * @returns `replayed`: by an earlier request with the same key
 * @throws {KeyReusedError} the key was used for another request
 * @throws {NotQueuedError} it is stored but could not be started; the same request again starts it
 */
export async function submitOrFindTraining(
  deps: SubmitTrainingDeps,
  request: TrainingRequest,
): Promise<{ readonly training: Training; readonly replayed: boolean }> {
  const { trainings, workflow, clock, ids } = deps;
  const { planned, asked, idempotency, failure, ...facts } = request;
  const now = clock.now();
  const fresh = timeOrderedId(now, ids.next());
  const id =
    idempotency === undefined
      ? fresh
      : await trainings.claim(sha256Of(JSON.stringify([idempotency.caller, idempotency.key])), fresh);
  const requestSha256 = asked === undefined ? undefined : sha256Of(asked);
  const known = id === fresh ? undefined : await trainings.get(id);
  if (known !== undefined) requireSame(known, requestSha256);
  const made: Training = {
    id,
    createdAt: now,
    ...facts,
    ...planned,
    ...(requestSha256 === undefined ? {} : { requestSha256 }),
    ...(failure === undefined ? { status: 'queued' } : { status: 'failed', completedAt: now, failure }),
    steps: [],
  };
  const training =
    known ??
    (await storeOnce(
      made,
      (fresh) => trainings.create(fresh),
      () => trainings.get(id),
    ));
  if (training.status === 'queued') await queueStored('training', id, () => workflow.start(id));
  return { training, replayed: idempotency !== undefined && training !== made };
}
