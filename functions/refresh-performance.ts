import { composeRefresh } from '../lib/runtime/compose-refresh.ts';
import { logger } from '../lib/runtime/logger.ts';
import { forRefresh } from '../lib/worlds/aws.ts';

const refresh = composeRefresh(forRefresh);

/** Brings what performance is computed from up to date; on a schedule. */
export const handler = async (): Promise<void> =>
  logger.info('weeks of scored leads are up to date', { ...(await refresh()) });
