import { composeTriggers, type TriggerEvent } from '../lib/runtime/compose-triggers.ts';
import { logger } from '../lib/runtime/logger.ts';

const start = composeTriggers();

/** Starts trainings that nobody asked for: a file that was put under datasets/, or the clock. */
export const handler = async (event: TriggerEvent): Promise<void> => {
  for (const { id, model, status, trigger } of await start(event))
    logger.info('a training was started', { training_id: id, model, status, trigger });
};
