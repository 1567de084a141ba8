import { once } from 'node:events';
import { mkdtempSync, openAsBlob, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createClient, type Job } from '../../lib/client/index.ts';
import { generateSample } from '../../lib/learning/sample/generate-sample.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { runCli } from '../support/run-cli.ts';
import { until } from '../support/until.ts';

/** The whole way of files on the local stack: uploaded, cut, scored, joined, downloaded. */
const ROWS = 20_000;
const CHUNK_BYTES = 200_000;
const folder = mkdtempSync(join(tmpdir(), 'scorelane-jobs-'));
const csv = join(folder, 'leads.csv');
const expected = join(folder, 'here.csv');
const ENV = { JOB_CHUNK_BYTES: String(CHUNK_BYTES) };
let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack({ env: ENV });
  writeFileSync(csv, generateSample({ rows: ROWS, seed: 7 }).csv);
  const cli = async (...args: string[]) =>
    expect(await runCli(args, { env: { SCORELANE_DATA_DIR: stack.dataDir } })).toMatchObject({ status: 0 });
  await cli('models', 'show', 'leads@v1', '--save', join(folder, 'v1'));
  await cli('score', join(folder, 'v1/model.json'), csv, '--out', expected);
});
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const client = (of = stack) => createClient({ baseUrl: of.apiUrl });
const submit = async (of = stack, webhook?: string) =>
  client(of).submitJob(await openAsBlob(csv), {
    fileName: 'leads.csv',
    model: 'leads@v1',
    ...(webhook === undefined ? {} : { webhook }),
  });

/** The result of a job is what scoring the file here gives, byte for byte. */
async function checkResult(job: Job): Promise<void> {
  expect(job).toMatchObject({ status: 'succeeded', rows: ROWS, scored: ROWS, rejected: 0, percent: 100 });
  expect(job.chunks.done).toBeGreaterThan(5);
  const result = Buffer.from(await (await fetch(job.result!.url)).arrayBuffer());
  expect(result.equals(readFileSync(expected))).toBe(true);
}

test('a file in many chunks gives the bytes of scorelane score, and its end is told', async () => {
  const told: { type: string; data: { job_id: string; scored: number } }[] = [];
  const receiver = createServer(async (request: IncomingMessage, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    told.push(JSON.parse(body));
    response.end();
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  try {
    const { port } = receiver.address() as AddressInfo;
    const polled: Job[] = [];
    const { job_id: id } = await submit(stack, `http://127.0.0.1:${port}/`);
    const job = await client().waitJob(id, { onPoll: (state) => polled.push(state) });
    await checkResult(job);
    for (const { percent, status } of polled) {
      expect(percent).toBeLessThan(100);
      expect(['queued', 'running']).toContain(status);
    }
    await until('the webhook', async () => told.length > 0 || undefined);
    expect(told[0]).toMatchObject({ type: 'job.succeeded', data: { job_id: id, scored: ROWS } });
  } finally {
    receiver.close();
  }
});

test('a file in the bucket is scored without an upload, and a column that is missing is told', async () => {
  const { AWS_ENDPOINT_URL_S3: endpoint = '', BUCKET: Bucket = '' } = stack.environment;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const s3 = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
  await s3.send(new PutObjectCommand({ Bucket, Key: 'crm/leads.csv', Body: readFileSync(csv) }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'crm/other.csv', Body: 'a,b\n1,2\n' }));
  s3.destroy();
  const [good, bad] = [
    await client().submitJob(`s3://${Bucket}/crm/leads.csv`, { model: 'leads@v1' }),
    await client().submitJob(`s3://${Bucket}/crm/other.csv`),
  ];
  await checkResult(await client().waitJob(good.job_id));
  const failed = await client().waitJob(bad.job_id);
  expect(failed).toMatchObject({ status: 'failed', error: { code: 'file_unusable' }, result: null });
  expect(failed.error!.message).toMatch(/^other\.csv: expected columns of the model \(“/);
});

test('the same request with its key is one job; one that is canceled stays so', async () => {
  const blob = await openAsBlob(csv);
  const options = { fileName: 'leads.csv', idempotencyKey: 'nightly' };
  const first = await client().submitJob(blob, options);
  const canceled = await client().cancelJob(first.job_id);
  const again = await client().submitJob(blob, options);
  expect([canceled.status, again.job_id, again.status]).toEqual(['canceled', first.job_id, 'canceled']);
  await expect(client().submitJob(blob, { ...options, reasons: 1 })).rejects.toMatchObject({ status: 422 });
});

test('a stack that is killed while it scores goes on when it starts again', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'scorelane-jobs-killed-'));
  let killed = await startLocalStack({ dataDir, env: ENV });
  try {
    const { job_id: id } = await submit(killed);
    await until('a chunk', async () => (await client(killed).getJob(id)).chunks.done > 0 || undefined);
    await killed.kill9();
    killed = await startLocalStack({ dataDir, env: ENV });
    const job = await client(killed).waitJob(id);
    expect(job).toMatchObject({ status: 'succeeded', rows: ROWS, rejected: 0 });
  } finally {
    await killed.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
