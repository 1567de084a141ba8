import { composeScorer } from '../lib/runtime/compose-scorer.ts';
import { logger } from '../lib/runtime/logger.ts';
import { createScoreHandler } from '../lib/runtime/sqs-handlers.ts';
import { forScorer } from '../lib/worlds/aws.ts';

/** Scores queued leads. A message that fails is reported and comes back; the others are done. */
export const handler = createScoreHandler(composeScorer(forScorer), logger);
