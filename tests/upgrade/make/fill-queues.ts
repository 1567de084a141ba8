import type { Message } from '../known.ts';
import type { FilledJobs } from './fill-jobs.ts';
import { CLOSED_ADDRESS, LEAD, LEAD_FILE_ROWS, LEADS, type Workshop } from './workshop.ts';

/** What waits on the queues when a new release comes, and a prediction whose message was lost. */
export async function fillQueues(workshop: Workshop, jobs: FilledJobs) {
  const { tools, caller, secretOf, hold } = workshop;
  const messages: Message[] = [];
  const keep = (queue: string, bodies: Iterable<string>, path: string, leads_to: Message['leads_to']) => {
    for (const body of new Set(bodies)) messages.push({ queue, body, path, leads_to });
  };
  let id = '';
  const waiting = await hold('ScoreQueue', 1, async () => {
    id = (await caller.submit(LEAD)).prediction_id;
  });
  keep('ScoreQueue', waiting, `/predict/${id}`, { status: 'succeeded', model_version: 'v1' });
  const withWebhook = await hold('ScoreQueue', 1, async () => {
    id = (await caller.submit(LEAD, { webhook: CLOSED_ADDRESS })).prediction_id;
  });
  keep('ScoreQueue', withWebhook, `/predict/${id}`, {
    status: 'succeeded',
    webhook: { url: CLOSED_ADDRESS, attempts: { 0: { status: null } } },
  });
  const members = await hold('ScoreQueue', 1, async () => {
    const { body } = await tools.ask(secretOf('admin'), {
      method: 'POST',
      path: '/predict_batch',
      body: LEADS,
    });
    id = body.batch_id;
  });
  keep('ScoreQueue', members, `/predict_batch/${id}`, {
    status: 'done',
    counts: { succeeded: LEADS.length },
  });
  let lost = '';
  await hold('ScoreQueue', 1, async () => {
    lost = (await caller.submit(LEAD)).prediction_id;
  });
  const webhooks = await hold('WebhookQueue', 1, async () => {
    id = (await caller.submit(LEADS[1]!, { webhook: CLOSED_ADDRESS })).prediction_id;
  });
  keep('WebhookQueue', webhooks, `/predict/${id}`, {
    webhook: { url: CLOSED_ADDRESS, attempts: { 0: { status: null } } },
  });
  const jobEnd = { status: 'succeeded', rows: LEAD_FILE_ROWS, rejected: 1 };
  const splits = await hold('JobStepQueue', 1, async () => {
    id = await jobs.start();
  });
  keep('JobStepQueue', splits, `/jobs/${id}`, jobEnd);
  const chunks = await hold('JobChunkQueue', 1, async () => {
    id = await jobs.start();
  });
  keep('JobChunkQueue', chunks, `/jobs/${id}`, jobEnd);
  const scoredChunks = await hold('JobChunkQueue', 1, async () => {
    id = await jobs.start();
  });
  const joins = await hold('JobStepQueue', 1, async () => {
    for (const body of scoredChunks) await tools.send('JobChunkQueue', body);
  });
  keep('JobStepQueue', joins, `/jobs/${id}`, jobEnd);
  // A job's end is announced before and behind its last write.
  const jobWebhook = await hold('WebhookQueue', 2, async () => {
    id = await jobs.start(CLOSED_ADDRESS);
  });
  keep('WebhookQueue', jobWebhook, `/jobs/${id}`, {
    webhook: { url: CLOSED_ADDRESS, attempts: { 0: { status: null } } },
  });
  return { messages, lost };
}
