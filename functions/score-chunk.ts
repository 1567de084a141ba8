import { composeJobs } from '../lib/runtime/compose-jobs.ts';
import { logger } from '../lib/runtime/logger.ts';
import { createJobHandler } from '../lib/runtime/sqs-handlers.ts';
import { forJobs } from '../lib/worlds/aws.ts';

/** Scores chunks of the files of jobs. A chunk that fails is reported and comes back. */
export const handler = createJobHandler(composeJobs(forJobs).chunks, logger);
