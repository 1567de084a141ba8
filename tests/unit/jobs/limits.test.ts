import { MOST_FILE_BYTES } from '../../../lib/contract/words.ts';
import { InputError } from '../../../lib/errors.ts';
import { CHUNKS_PER_PAGE, pageOf, sizeOfPage } from '../../../lib/jobs/job.ts';
import { MOST_CHUNK_BYTES, MOST_CHUNKS } from '../../../lib/jobs/job-limits.ts';
import { openJobText } from '../../../lib/jobs/open-job-text.ts';
import { chunkBytesOf } from '../../../lib/jobs/split-job.ts';
import { splitUnpacked } from '../../../lib/jobs/split-unpacked.ts';
import { submitJob } from '../../../lib/jobs/submit-job.ts';
import { JOB_STALE_MS, MOST_RESUMES } from '../../../lib/jobs/sweep-jobs.ts';
import { createJobHandler } from '../../../lib/runtime/sqs-handlers.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

test('a job and its files are kept for as many days as the stage says', async () => {
  const world = createMemoryWorld();
  await world.publish();
  const options = { encoding: 'utf-8', decimal: '.', reasons: 3 } as const;
  const { job } = await submitJob({ ...world, keepDays: 7 }, 'leads@champion', {
    fileName: 'a.csv',
    options,
    bytes: 9,
  });
  expect(job.expiresAt.getTime() - job.createdAt.getTime()).toBe(7 * 24 * 3600 * 1000);
  expect(job.source.bytes).toBe(9);
});

test('the largest file has chunks that a function can hold, and S3 can join', () => {
  expect(MOST_FILE_BYTES).toBe(9000 * 192 * MIB);
  expect(chunkBytesOf(MOST_FILE_BYTES, 8 * MIB)).toBe(192 * MIB);
  expect(chunkBytesOf(1, 8 * MIB)).toBe(8 * MIB);
  expect([CHUNKS_PER_PAGE, pageOf(50), pageOf(51), sizeOfPage(1, 51)]).toEqual([50, 0, 1, 1]);
});

test('ten billion rows of 158 bytes are 9,000 chunks in 180 pages, each small enough (docs/scale.md)', () => {
  const fileBytes = 1.58e12;
  const chunkBytes = chunkBytesOf(fileBytes, 8 * MIB);
  const chunks = Math.ceil(fileBytes / chunkBytes);
  expect([chunks, pageOf(chunks) + 1]).toEqual([9000, 180]);
  expect(chunkBytes).toBeLessThan(MOST_CHUNK_BYTES);
  // S3 joins 10,000 parts; chunks end with a record, so there are some more than computed.
  expect(1.1 * MOST_CHUNKS).toBeLessThan(10_000);
});

test('a job is looked at after twenty minutes, longer than a function runs, and four times', () => {
  expect([JOB_STALE_MS, MOST_RESUMES]).toEqual([20 * 60 * 1000, 4]);
});

test('a part of a Parquet file that is read at once has at most 512 MiB', async () => {
  const read: number[] = [];
  const open = async (metadata: number) => {
    const bytes = 4 * GIB;
    const footer = Buffer.alloc(1 << 19);
    footer.writeUInt32LE(metadata, footer.length - 8);
    footer.write('PAR1', footer.length - 4);
    const files = {
      read: async (_key: string, from: number, to: number) => {
        read.push(to - from);
        if (from === 0) return Buffer.from('PAR1'.padEnd(100, '\0'));
        return to === bytes ? footer : Buffer.alloc(0);
      },
    };
    const job = {
      source: { key: 'k', fileName: 'a.parquet' },
      file: { bytes, etag: 'e' },
      options: { encoding: 'utf-8', decimal: '.', reasons: 3 },
    };
    const text = await openJobText(files as never, job as never);
    for await (const _ of text.read(0)) break;
  };
  await expect(open(600 * MIB)).rejects.toThrow(
    'a.parquet: expected row groups of at most 512 MiB, found one of 600. Write the file with smaller ones.',
  );
  expect(Math.max(...read)).toBeLessThan(MIB);
  await expect(open(500 * MIB)).rejects.toThrow('cannot be read');
  expect(Math.max(...read)).toBeGreaterThan(499 * MIB);
});

test('the text in an archive has at most 32 GiB', async () => {
  const split = (offset: number) => {
    const cutter = { next: { offset: 0, number: 2, line: 1 }, *push() {}, end: () => undefined };
    const rows = async function* () {
      cutter.next.offset = offset;
      yield new Uint8Array(1);
    };
    return splitUnpacked({
      files: {},
      sender: {},
      text: { position: () => 0 },
      job: { id: 'j', source: { fileName: 'a.csv.gz' } },
      rows: rows(),
      cutter,
    } as never);
  };
  await split(32 * GIB);
  await expect(split(32 * GIB + 1)).rejects.toThrow(InputError);
  await expect(split(32 * GIB + 1)).rejects.toThrow('expected at most 32 GiB of text in an archive');
});

test('a part of a job that fails comes back after 2, 4, 8 … seconds, and at last every five minutes', async () => {
  const postponed: number[] = [];
  const work = {
    work: () => Promise.reject(new Error('away')),
    postpone: async (_: string, seconds: number) => {
      postponed.push(seconds);
    },
  };
  const handle = createJobHandler(work, { warn() {}, error() {} });
  for (const receives of [1, 2, 3, 8, 9, 1000]) {
    const record = {
      messageId: 'm',
      receiptHandle: 'h',
      body: '',
      attributes: { ApproximateReceiveCount: `${receives}` },
    };
    const answer = await handle({ Records: [record] } as never, {} as never);
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'm' }]);
  }
  expect(postponed).toEqual([2, 4, 8, 256, 300, 300]);
});
