import { composeScorer } from '../lib/runtime/compose-scorer.ts';
import { logger } from '../lib/runtime/logger.ts';
import { createScoreHandler } from '../lib/runtime/sqs-handlers.ts';

/** Scores queued leads. A message that fails is reported and comes back; the others are done. */
export const handler = createScoreHandler(composeScorer(), logger);
