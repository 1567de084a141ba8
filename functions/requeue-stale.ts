import { composeSweep } from '../lib/runtime/compose-sweep.ts';
import { logger } from '../lib/runtime/logger.ts';

const sweep = composeSweep();

/** Looks after predictions that are open for too long; on a schedule. */
export const handler = async (): Promise<void> => {
  const { waiting, requeued, failed, closed } = await sweep();
  const facts = { waiting, requeued, failed, closed };
  if (requeued + failed > 0) logger.warn('predictions were open for too long', facts);
  else logger.info('nothing was open for too long', facts);
};
