import { type FinishDeps, finishJob } from './finish-job.ts';
import type { Job } from './job.ts';

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
