import type { Clock } from '../clock.ts';
import { InputError, PermanentError } from '../errors.ts';
import type { WebhookQueue } from '../webhook/ports.ts';
import { type FinalStatus, type Job, OPEN } from './job.ts';
import type { JobChange, JobStore } from './ports.ts';

export interface FinishDeps {
  readonly jobs: JobStore;
  readonly webhooks: WebhookQueue;
  readonly clock: Clock;
}

/**
 * Ends a job, unless it is final already: the first end wins. It may be announced more than once; what is delivered once
 * is not delivered again.
 *
 * @returns whether this call ended it
 */
export async function finishJob(
  { jobs, webhooks, clock }: FinishDeps,
  job: Job,
  change: Pick<JobChange, 'failure' | 'result'> & { readonly status: FinalStatus },
): Promise<boolean> {
  const announce = async () => {
    if (job.webhook !== undefined) await webhooks.send({ id: job.id, kind: 'job' });
  };
  // Before, because nobody would tell the end after a failure in between; and behind, because who finds the job still open
  // comes back in a minute only.
  await announce();
  const won = await jobs.change(job.id, OPEN, { ...change, completedAt: clock.now() });
  if (won) await announce();
  return won;
}

/** The file, or the model, is wrong and stays wrong. @param message what was expected, what came, what to do */
export const failJob = (deps: FinishDeps, job: Job, code: string, message: string): Promise<boolean> =>
  finishJob(deps, job, { status: 'failed', failure: { code, message } });

/** Fails a job whose file or model is wrong and stays wrong. @returns false: the error is another one, and may pass */
export async function failForGood(deps: FinishDeps, job: Job, error: unknown): Promise<boolean> {
  if (!(error instanceof InputError || error instanceof PermanentError)) return false;
  await failJob(deps, job, error instanceof InputError ? 'file_unusable' : 'model_unusable', error.message);
  return true;
}

/**
 * Cancels a job that is not final yet; what is queued of it comes to nothing.
 *
 * @returns what it is afterwards: canceled, unless it was final before
 */
export async function cancelJob(deps: FinishDeps, id: string): Promise<Job | undefined> {
  const job = await deps.jobs.get(id);
  if (job === undefined) return undefined;
  await finishJob(deps, job, { status: 'canceled' });
  return deps.jobs.get(id);
}
