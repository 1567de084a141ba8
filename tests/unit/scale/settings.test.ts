import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { SETTINGS } from '../../../infra/scale/settings.ts';
import { ROOT } from '../../support/node24.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const readYaml = (path: string) => parse(read(path), { logLevel: 'silent' });

const { functions } = readYaml('serverless.yml');
const { prod } = readYaml('infra/stages.yml');
const queues = readYaml('infra/queues.yml').Resources;

const eventOf = (name: string) => functions[name].events[0].sqs;

test('serverless.yml: the functions', () => {
  const { runJob, scoreChunk } = functions;
  expect([runJob.timeout, runJob.memorySize]).toEqual([
    SETTINGS.step.timeoutSeconds,
    SETTINGS.step.memoryMegabytes,
  ]);
  expect([scoreChunk.timeout, scoreChunk.memorySize]).toEqual([
    SETTINGS.chunk.timeoutSeconds,
    SETTINGS.chunk.memoryMegabytes,
  ]);
  expect([eventOf('runJob').batchSize, eventOf('scoreChunk').batchSize]).toEqual([1, 1]);
  expect(runJob.environment.JOB_CHUNK_BYTES).toContain(`, ${SETTINGS.chunkBytes}}`);
  expect(functions.requeueStale.events).toEqual([
    { schedule: { rate: `rate(${SETTINGS.sweepSeconds / 60} minutes)`, name: expect.any(String) } },
  ]);
});

test('infra: stages, queues, lifecycle', () => {
  expect([prod.chunksAtATime, prod.stepsAtATime, prod.recordDays]).toEqual([
    SETTINGS.chunksAtATime,
    SETTINGS.step.atATime,
    SETTINGS.keepDays,
  ]);
  const { JobStepQueue, JobChunkQueue } = queues;
  expect(JobStepQueue.Properties).toMatchObject({
    VisibilityTimeout: SETTINGS.step.visibilitySeconds,
    MessageRetentionPeriod: SETTINGS.retentionSeconds,
  });
  expect(JobChunkQueue.Properties).toMatchObject({
    VisibilityTimeout: SETTINGS.chunk.visibilitySeconds,
    MessageRetentionPeriod: SETTINGS.retentionSeconds,
  });
});

/** What a source says that a constant is, such as `8 * 2 ** 20`. */
function constantOf(path: string, name: string): number {
  const [, expression] = new RegExp(`^(?:export )?const ${name} = ([\\d_ *]+);$`, 'm').exec(read(path)) ?? [];
  if (expression === undefined) throw new Error(`${path}: expected a number ${name}, found none`);
  const power = ([base, exponent = '1']: string[]) => Number(base) ** Number(exponent);
  return expression
    .replaceAll('_', '')
    .replaceAll(' ** ', '^')
    .split(' * ')
    .map((factor) => power(factor.split('^')))
    .reduce((a, b) => a * b);
}

const split = 'lib/jobs/split-job.ts';
const limits = 'lib/jobs/job-limits.ts';
const files = 'lib/adapters/aws/s3-job-files.ts';
const joins = 'lib/adapters/aws/join-objects.ts';
const queue = 'lib/adapters/aws/sqs-job-queues.ts';

test.each([
  [limits, 'MOST_CHUNKS', SETTINGS.mostChunks],
  [limits, 'MOST_CHUNK_BYTES', SETTINGS.mostChunkBytes],
  ['lib/jobs/open-job-text.ts', 'PORTION_BYTES', SETTINGS.portionBytes],
  ['lib/jobs/open-job-text.ts', 'AHEAD', SETTINGS.portionsAhead],
  ['lib/runtime/sqs-handlers.ts', 'LONGEST_BACK_OFF_SECONDS', SETTINGS.longestBackOffSeconds],
  [split, 'LEG_BYTES', SETTINGS.legBytes],
  [joins, 'COPIES_AT_ONCE', SETTINGS.copiesAtOnce],
  [joins, 'READS_AT_ONCE', SETTINGS.readsAtOnce],
  [queue, 'MOST_ENTRIES', SETTINGS.entriesPerBatch],
  [queue, 'AT_ONCE', SETTINGS.batchesAtOnce],
  [files, 'MOST_REMOVED', SETTINGS.keysPerRemoval],
  [files, 'UPLOAD_SECONDS', SETTINGS.uploadSeconds],
  ['lib/adapters/aws/batch-get.ts', 'MOST_KEYS', SETTINGS.keysPerRead],
  ['lib/jobs/sweep-jobs.ts', 'MOST_PER_RUN', SETTINGS.jobsPerSweep],
])('%s: %s', (path, name, known) => {
  expect(constantOf(path, name)).toBe(known);
});
