import type { BatchEvent } from '../contract/batch.ts';
import type { JobEvent } from '../contract/job.ts';
import type { PredictionEvent } from '../contract/prediction.ts';
import type { FinalStatus } from '../jobs/job.ts';
import type { Ended } from '../webhook/deliver-webhook.ts';
import { jobFacts } from './job-body.ts';
import { predictionBody } from './prediction-body.ts';
import { batchFacts } from './webhook-body.ts';

/** What is posted: an event as Standard Webhooks describes it, `{type, timestamp, data}`. */
export function eventBody(ended: Ended): BatchEvent | JobEvent | PredictionEvent {
  if (ended.kind === 'batch') {
    const { batch, at } = ended;
    return { type: 'batch.completed', timestamp: at.toISOString(), data: batchFacts(batch) };
  }
  if (ended.kind === 'job') {
    const { job, progress, at } = ended;
    return {
      type: `job.${job.status as FinalStatus}`,
      timestamp: (job.completedAt ?? at).toISOString(),
      data: jobFacts(job, progress),
    };
  }
  const { prediction } = ended;
  // Whoever reads it knows the API's address, and whether the call arrived.
  const { urls: _urls, webhook: _webhook, ...data } = predictionBody(prediction, '');
  return { type: `prediction.${prediction.status}`, timestamp: prediction.completedAt.toISOString(), data };
}
