import { type Done, sweep } from '../acceptance/sweep.ts';
import { count } from '../count.ts';
import { type FinishDeps, failJob } from './finish-job.ts';
import type { Job } from './job.ts';
import { readChunks } from './join-if-complete.ts';
import type { JobWork } from './ports.ts';

type Deps = FinishDeps & JobWork;

/** What one run did. */
export interface JobSweep {
  /** Jobs of which a step was queued once more. */
  readonly resumed: number;
  readonly givenUp: number;
}

/** How long a job may show no progress before somebody looks: longer than a function may run. */
export const JOB_STALE_MS = 20 * 60_000;
/** After so many looks with nothing done in between a job is given up: within two hours. */
export const MOST_RESUMES = 4;
const MOST_PER_RUN = 100;

/**
 * Looks after jobs that are open for too long: those that are cut and scored further, or wait their turn, are left alone;
 * of the others the step that may be lost is queued again, at most four times, and then they are given up.
 *
 * @throws as `sweep`
 */
export async function sweepJobs(deps: Deps): Promise<JobSweep> {
  const since = new Date(deps.clock.now().getTime() - JOB_STALE_MS);
  const ids = await deps.jobs.listOpen(since, MOST_PER_RUN);
  const none = { resumed: 0, givenUp: 0 };
  if (ids.length === 0) return none;
  const waiting = await deps.queues.waiting();
  return sweep(ids, none, (id) => lookAfter(deps, id, waiting));
}

async function lookAfter(deps: Deps, id: string, waiting: number): Promise<Done<keyof JobSweep>> {
  const { jobs, queues, clock } = deps;
  const job = await jobs.get(id);
  // The index lags behind.
  if (job === undefined || (job.status !== 'queued' && job.status !== 'running')) return {};
  const done = (await readChunks(deps, job)).length;
  const seen = done + (job.cutTo?.number ?? 0);
  const goesOn = seen > (job.seen ?? 0) || waiting > 0;
  const deferred = goesOn ? 0 : (job.deferred ?? 0) + 1;
  if (deferred > MOST_RESUMES) {
    return (await failJob(deps, job, 'never_finished', explain(job, done))) ? { givenUp: 1 } : {};
  }
  // Counted before it is sent: a send that fails must not make the number unbounded.
  await jobs.defer(id, clock.now(), { deferred, seen });
  if (goesOn) return {};
  const { chunks, cutTo } = job;
  if (done === chunks) await queues.sendStep({ step: 'join', jobId: id });
  // What is not cut yet comes first; when all is, whatever was lost is found from the beginning on.
  else if (chunks === undefined && cutTo !== undefined)
    await queues.sendStep({ step: 'split', jobId: id, from: cutTo });
  else await queues.sendStep({ step: 'split', jobId: id });
  return { resumed: 1 };
}

function explain({ chunks, lastError }: Job, done: number): string {
  const all = chunks === undefined ? count(done, 'chunk') : `${done} of ${count(chunks, 'chunk')}`;
  const why = lastError === undefined ? '' : ` The last error: ${lastError}.`;
  return `expected the file to be scored, but for more than an hour nothing was; done: ${all}.${why} Submit it again.`;
}
