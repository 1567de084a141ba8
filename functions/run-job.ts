import { composeJobs } from '../lib/runtime/compose-jobs.ts';
import { logger } from '../lib/runtime/logger.ts';
import { createJobHandler } from '../lib/runtime/sqs-handlers.ts';
import { forJobs } from '../lib/worlds/aws.ts';

/** Cuts the files of jobs into chunks, and joins their results. A step that fails is reported and comes back. */
export const handler = createJobHandler(composeJobs(forJobs).steps, logger);
