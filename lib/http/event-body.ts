import type { BatchEvent } from '../contract/batch.ts';
import type { JobEvent } from '../contract/job.ts';
import type { BatchEventMember, PredictionEvent } from '../contract/prediction.ts';
import type { TestEvent } from '../contract/webhook.ts';
import { MOST_EVENT_BYTES } from '../contract/words.ts';
import type { FinalStatus } from '../jobs/job.ts';
import type { Ended } from '../webhook/find-webhook.ts';
import { fillPage } from './answer-size.ts';
import { batchFacts, countMembers, memberBody, pageOfMembers } from './batch-body.ts';
import { jobFacts } from './job-body.ts';
import { predictionBody } from './prediction-body.ts';

/** What is posted: an event as Standard Webhooks describes it, `{type, timestamp, data}`. */
export function eventBody(ended: Ended): BatchEvent | JobEvent | PredictionEvent {
  if (ended.kind === 'batch') return batchEvent(ended);
  if (ended.kind === 'job') {
    const { job, progress, at } = ended;
    return {
      type: `job.${job.status as FinalStatus}`,
      timestamp: (job.completedAt ?? at).toISOString(),
      data: jobFacts(job, progress),
    };
  }
  const { prediction } = ended;
  return {
    type: `prediction.${prediction.status}`,
    timestamp: prediction.completedAt.toISOString(),
    data: told(predictionBody(prediction, '')),
  };
}

/** Without what its reader knows: the API's address, and whether the call arrived. */
const told = <T extends { readonly urls: unknown; readonly webhook?: unknown }>({
  urls: _urls,
  webhook: _webhook,
  ...facts
}: T) => facts;

/** With the first results, as many as receivers take. */
function batchEvent(ended: Extract<Ended, { readonly kind: 'batch' }>): BatchEvent {
  const { batch, at } = ended;
  const facts = { ...batchFacts(batch), counts: countMembers(ended) };
  const envelope = { type: 'batch.completed', timestamp: at.toISOString() } as const;
  const whole = (results: readonly BatchEventMember[], next: string | null): BatchEvent => ({
    ...envelope,
    data: { ...facts, results, next_cursor: next },
  });
  const most = MOST_EVENT_BYTES - Buffer.byteLength(JSON.stringify(whole([], String(batch.count))));
  const show = (index: number): BatchEventMember => {
    const member = memberBody(ended, index, (prediction) => predictionBody(prediction, ''));
    return 'urls' in member ? told(member) : member;
  };
  const { members, next } = pageOfMembers(ended, { from: 0, limit: batch.count }, show, (made) =>
    fillPage(made, most, Buffer.byteLength),
  );
  return whole(members, next);
}

/** What `POST /webhooks/test` sends. */
export const testEventBody = (id: string, at: Date): TestEvent => ({
  type: 'test',
  timestamp: at.toISOString(),
  data: { webhook_id: id, message: 'A test of this address: nothing was predicted.' },
});
