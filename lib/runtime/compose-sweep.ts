import { type JobSweep, sweepJobs } from '../jobs/sweep-jobs.ts';
import { requeueStale, type Sweep } from '../prediction/requeue-stale.ts';
import { startWaiting, type TrainingSweep } from '../trainings/start-waiting.ts';
import type { World } from '../worlds/world.ts';
import { type MetricName, type Metrics, metricsOf } from './metrics.ts';
import { openWorld } from './open-world.ts';

type WholeSweep = Sweep & JobSweep & TrainingSweep;

type SweepPort = 'store' | 'queue' | 'jobs' | 'queues' | 'webhooks' | 'trainings' | 'workflow';

export function composeSweep(world: World<SweepPort>): () => Promise<WholeSweep> {
  const [deps, config] = openWorld(world, ['STAGE', 'METRICS']);
  return createSweep(deps, metricsOf(config));
}

type Deps = Parameters<typeof requeueStale>[0] &
  Parameters<typeof sweepJobs>[0] &
  Parameters<typeof startWaiting>[0];

/**
 * Looks after predictions, jobs and trainings side by side. What keeps one from its work keeps neither the others from theirs
 * nor what they did from being counted.
 */
export const createSweep = (deps: Deps, metrics: Metrics) => async (): Promise<WholeSweep> => {
  const tell = (name: MetricName, count: number) => {
    if (count > 0) metrics.add(name, [count]);
  };
  const predictions = requeueStale(deps).then((done) => {
    tell('Requeued', done.requeued);
    tell('Failed', done.failed);
    tell('Expired', done.expired);
    return done;
  });
  const jobs = sweepJobs(deps).then((done) => {
    tell('JobsGivenUp', done.givenUp);
    return done;
  });
  const trainings = startWaiting(deps, () => tell('TrainingsNotStarted', 1));
  await Promise.allSettled([predictions, jobs, trainings]);
  return { ...(await predictions), ...(await jobs), ...(await trainings) };
};
