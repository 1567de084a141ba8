import { composeGiveUp } from '../lib/runtime/compose-give-up.ts';
import { logger } from '../lib/runtime/logger.ts';
import { createGiveUpHandler } from '../lib/runtime/sqs-handlers.ts';
import { forGiveUp } from '../lib/worlds/aws.ts';

/** Ends the predictions of dead letters: the message is kept in the bucket, then `failed` is written. */
export const handler = createGiveUpHandler(composeGiveUp(forGiveUp), logger);
