import { composeTriggers, type TriggerEvent } from '../lib/runtime/compose-triggers.ts';
import { logger } from '../lib/runtime/logger.ts';
import { forTriggers } from '../lib/worlds/aws.ts';

const start = composeTriggers(forTriggers);

/** Starts trainings that nobody asked for: a file that was put under datasets/, or the clock. */
export const handler = async (event: TriggerEvent): Promise<void> => {
  const trainings = await start(event);
  if (trainings.length === 0) logger.info('there is nothing to train on');
  for (const { id, model, status, trigger, failure } of trainings) {
    const facts = { training_id: id, model, status, trigger };
    if (failure === undefined) logger.info('a training was started', facts);
    else logger.error('a training could not be started', { ...facts, failure });
  }
};
