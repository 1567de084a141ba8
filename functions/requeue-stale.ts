import { composeSweep } from '../lib/runtime/compose-sweep.ts';
import { logger } from '../lib/runtime/logger.ts';
import { forSweep } from '../lib/worlds/aws.ts';

const sweep = composeSweep(forSweep);

/** Looks after predictions, jobs and trainings that are open for too long; on a schedule. */
export const handler = async (): Promise<void> => {
  const { waiting, resumed, givenUp, trainingsStarted, trainingsGivenUp, ...predictions } = await sweep();
  const done = {
    ...predictions,
    jobs_resumed: resumed,
    jobs_given_up: givenUp,
    trainings_started: trainingsStarted,
    trainings_given_up: trainingsGivenUp,
  };
  const { closed: _closed, ...late } = done;
  if (Object.values(late).some((count) => count > 0))
    logger.warn('something was open for too long', { waiting, ...done });
  else logger.info('nothing was open for too long', { waiting, ...done });
};
