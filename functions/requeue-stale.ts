import { composeSweep } from '../lib/runtime/compose-sweep.ts';
import { logger } from '../lib/runtime/logger.ts';

const sweep = composeSweep();

/** Looks after predictions and jobs that are open for too long; on a schedule. */
export const handler = async (): Promise<void> => {
  const { waiting, requeued, failed, closed, resumed, givenUp } = await sweep();
  const facts = { waiting, requeued, failed, closed, jobs_resumed: resumed, jobs_given_up: givenUp };
  if (requeued + failed + resumed + givenUp > 0)
    logger.warn('predictions or jobs were open for too long', facts);
  else logger.info('nothing was open for too long', facts);
};
