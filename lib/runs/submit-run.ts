import { ConflictError } from '../errors.ts';
import type { Clock, IdSource } from '../ports.ts';
import { type Idempotency, KeyReusedError } from '../prediction/idempotency.ts';
import { NotQueuedError } from '../prediction/submit-prediction.ts';
import type { TrainingStore, Workflow } from '../run-ports.ts';
import { sha256Of } from '../sha256.ts';
import type { PlannedRun } from './plan-run.ts';
import type { RunFailure, RunTrigger, TrainingRun } from './run.ts';
import { timeOrderedId } from './run-id.ts';

export interface SubmitRunDeps {
  readonly runs: TrainingStore;
  readonly workflow: Workflow;
  readonly clock: Clock;
  readonly ids: IdSource;
}

export interface RunRequest {
  readonly model: string;
  readonly trigger: RunTrigger;
  readonly by: string;
  readonly datasetKey: string;
  readonly planned: PlannedRun;
  /** What was asked for, in a text: the same key with another is refused. */
  readonly asked?: string;
  readonly basis?: string | undefined;
  readonly idempotency?: Idempotency | undefined;
  /** It cannot be started: this is recorded, and that is all. */
  readonly failure?: RunFailure;
}

/**
 * Accepts a run and starts it. With an idempotency key the same request comes to the same run.
 *
 * @throws {KeyReusedError} the key was used for another request
 * @throws {NotQueuedError} it is stored but could not be started; the same request again starts it
 */
export async function submitRun(deps: SubmitRunDeps, request: RunRequest): Promise<TrainingRun> {
  const { runs, workflow, clock, ids } = deps;
  const { planned, asked, idempotency, failure, ...facts } = request;
  const now = clock.now();
  const fresh = timeOrderedId(now, ids.next());
  const id =
    idempotency === undefined
      ? fresh
      : await runs.claim(sha256Of(JSON.stringify([idempotency.caller, idempotency.key])), fresh);
  const requestSha256 = asked === undefined ? undefined : sha256Of(asked);
  const known = id === fresh ? undefined : await runs.get(id);
  if (known !== undefined && known.requestSha256 !== requestSha256) throw new KeyReusedError();
  const run: TrainingRun = known ?? {
    id,
    createdAt: now,
    ...facts,
    ...planned,
    ...(requestSha256 === undefined ? {} : { requestSha256 }),
    ...(failure === undefined ? { status: 'queued' } : { status: 'failed', completedAt: now, failure }),
    steps: [],
  };
  if (known === undefined) {
    await runs.create(run).catch((error: unknown) => {
      // The same request at the same time was first.
      if (!(error instanceof ConflictError)) throw error;
    });
  }
  if (run.status === 'queued') {
    await workflow.start(id).catch((error: unknown) => {
      throw new NotQueuedError(id, error);
    });
  }
  return run;
}
