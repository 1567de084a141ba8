import { JOB_STALE_MS, MOST_RESUMES } from '../../lib/jobs/sweep-jobs.ts';
import { readAllPages } from './join-if-complete.ts';
import { SETTINGS } from './settings.ts';
import type { SimulatedJob, World } from './world.ts';

/** A run of lib/jobs/sweep-jobs.ts: begins again what seems to stand still, and gives it up in the end. */
export function sweepOpenJobs(world: World): void {
  const since = world.events.now - JOB_STALE_MS / 1000;
  world.requests.tableReads += 1;
  world.requests.readUnits += 1;
  const open = world.jobs.filter((job) => isOpen(job) && job.openSince <= since);
  const oldest = open.sort((a, b) => a.openSince - b.openSince).slice(0, SETTINGS.jobsPerSweep);
  if (oldest.length > 0) world.requests.sqs += 2;
  for (const job of oldest) lookAfter(world, job);
}

export const isOpen = ({ status }: SimulatedJob): boolean => status === 'queued' || status === 'running';

function lookAfter(world: World, job: SimulatedJob): void {
  world.readJob(job);
  if (job.status === 'running') readAllPages(world, job);
  const seen = job.recorded + job.cutTo;
  const goesOn = seen > job.seen || world.steps.waiting + world.chunks.waiting > 0;
  const deferred = goesOn ? 0 : job.deferred + 1;
  if (deferred > MOST_RESUMES) {
    world.writeJob(1);
    job.status = 'failed';
    return;
  }
  job.openSince = world.events.now;
  job.deferred = deferred;
  job.seen = seen;
  // Its entry in the index moves.
  world.writeJob(2);
  if (goesOn) return;
  world.counts.resumes += 1;
  if (job.isCut && job.recorded === job.layout.chunks) world.sendStep({ step: 'join', job: job.id });
  else world.sendStep({ step: 'split', job: job.id, behind: job.isCut ? 0 : job.cutTo });
}
