import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shortId } from '../../cli/short-id.ts';
import { createClient } from '../../lib/client/index.ts';
import { generateSample } from '../../lib/learning/sample/generate-sample.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { runCli } from '../support/run-cli.ts';

/** The real local stack, over HTTP: batches that end in other ways than by being scored, and requests that wait. */
const dataDir = mkdtempSync(join(tmpdir(), 'scorelane-batches-'));
let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack({ dataDir });
});
afterAll(async () => {
  await stack?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});
/** Of the built-in sample's model. */
const lead = {
  first_contact: '2026-06-24',
  source: 'referral',
  industry: 'software',
  country: 'DE',
  employees: 66,
  visits: 9,
  pages_viewed: 14,
  email_opened: true,
  demo_requested: false,
};
const client = () => createClient({ baseUrl: stack.apiUrl });

test('a request waits for a prediction, and for a batch', async () => {
  const { prediction_id } = await client().submit(lead);
  expect((await client().get(prediction_id, { wait: 20 })).status).toBe('succeeded');
  const { batch_id } = await client().submitBatch(Array.from({ length: 200 }, () => lead));
  const { status, counts } = await client().getBatch(batch_id, { wait: 20, limit: 1 });
  expect([status, counts.succeeded]).toEqual(['done', 200]);
  await expect(client().get(prediction_id, { wait: 21 })).rejects.toMatchObject({ status: 400 });
});

test('a batch of a thousand is canceled while the worker is at it, listed, and erased', async () => {
  const { batch_id } = await client().submitBatch(Array.from({ length: 1000 }, () => lead));
  const { counts } = await client().cancelBatch(batch_id);
  expect(counts.queued).toBe(0);
  expect(counts.canceled).toBeGreaterThan(0);
  // The counts stay, whatever the worker still had in hand.
  expect((await client().getBatch(batch_id, { wait: 1 })).counts).toEqual(counts);
  const env = { SCORELANE_DATA_DIR: stack.dataDir };
  const listed = await runCli(['batches', 'list', '--limit', '1'], { env });
  expect(listed).toMatchObject({ status: 0, stderr: '' });
  expect(listed.stdout).toContain(shortId(batch_id));
  const unasked = await runCli(['batches', 'erase', shortId(batch_id)], { env });
  expect(unasked).toMatchObject({ status: 1, stderr: expect.stringContaining('To answer yes: ') });
  const gone = await runCli(['batches', 'erase', shortId(batch_id), '--yes'], { env });
  expect(gone).toMatchObject({ status: 0, stdout: `Erased the batch ${batch_id}\n` });
  for (const ask of [
    client().getBatch(batch_id),
    client().get(`${batch_id}-0`),
    client().get(`${batch_id}-999`),
  ])
    await expect(ask).rejects.toMatchObject({ status: 410 });
  expect((await client().listBatches()).batches.map((batch) => batch.batch_id)).not.toContain(batch_id);
});

test('jobs are listed', async () => {
  const { csv } = generateSample({ rows: 20, seed: 1 });
  const { job_id } = await client().submitJob(new Blob([csv]), { fileName: 'new.csv' });
  const job = await client().getJob(job_id, { wait: 20 });
  expect(job.status).toBe('succeeded');
  const { jobs } = await client().listJobs({ status: 'succeeded' });
  expect(jobs).toEqual([expect.objectContaining({ job_id, file_name: 'new.csv', rows: 20 })]);
  expect((await client().listJobs({ status: 'failed' })).jobs).toEqual([]);
});
