import { LIMITS } from './limits.ts';
import { MEASURED } from './measured.ts';
import { SETTINGS } from './settings.ts';
import type { Outcome } from './simulate-jobs.ts';

/** How much of a limit was used; more than 1: it does not hold. */
export interface Weight {
  readonly limit: string;
  readonly used: number;
  readonly most: number;
  readonly share: number;
  /** What moves it. */
  readonly setting: string;
  /** That it is reached is no failure: what goes on at once waits, and chunks grow. */
  readonly isCap: boolean;
}

const CHUNKS = 'chunks of a file';

/** The limits that jobs came near to. */
export function weighLimits(outcome: Outcome): Weight[] {
  const { setup, longest, scoring, steps, peaks, chunks, chunkBytes, bytes, longestWait } = outcome;
  const chunksOfFile = chunks / setup.files;
  const bytesOfFile = bytes.in / setup.files;
  const out = setup.measured.bytesPerRow.out / setup.measured.bytesPerRow.in;
  const weigh = (limit: string, used: number, most: number, setting: string): Weight => ({
    limit,
    used,
    most,
    share: used / most,
    setting,
    isCap: limit.includes(' at once') || limit === CHUNKS,
  });
  return [
    weigh(
      'join: seconds of one run',
      Math.max(longest.join, estimateJoin(outcome)),
      SETTINGS.step.timeoutSeconds,
      'more, smaller files',
    ),
    weigh(
      'split: seconds of one run',
      longest.leg,
      SETTINGS.step.timeoutSeconds,
      '`LEG_BYTES` in lib/jobs/split-job.ts',
    ),
    weigh(
      'chunk: seconds of one run',
      longest.chunk,
      SETTINGS.chunk.timeoutSeconds,
      '`JOB_CHUNK_BYTES`, smaller files',
    ),
    weigh(
      'chunk: megabytes of memory',
      memoryOf(chunkBytes),
      SETTINGS.chunk.memoryMegabytes,
      '`memorySize` of scoreChunk, smaller files',
    ),
    weigh(
      CHUNKS,
      chunksOfFile,
      LIMITS.parts.value,
      '`JOB_CHUNK_BYTES`; from 75 GB on chunks grow by themselves',
    ),
    weigh(
      'bytes of a file',
      bytesOfFile,
      SETTINGS.mostChunks * SETTINGS.mostChunkBytes,
      'more, smaller files',
    ),
    weigh('bytes of a part', chunkBytes * out, LIMITS.copyBytes.value, '`JOB_CHUNK_BYTES`'),
    weigh('bytes of a result', bytesOfFile * out, LIMITS.objectBytes.value, 'more, smaller files'),
    weigh('chunks scored at once', scoring.peak, setup.chunksAtATime, '`chunksAtATime` in infra/stages.yml'),
    weigh('files cut or joined at once', steps.peak, setup.stepsAtATime, '`maximumConcurrency` of runJob'),
    weigh(
      'functions at once in the account',
      scoring.peak + steps.peak,
      setup.accountConcurrency,
      "the account's quota",
    ),
    weigh(
      'table: write units a second',
      peaks.tableWrites,
      LIMITS.tableWrites.value,
      'warm throughput of the table',
    ),
    weigh(
      'table: read units a second',
      peaks.tableReads,
      LIMITS.tableReads.value,
      'warm throughput of the table',
    ),
    weigh("a job's row: read units a second", peaks.jobReads, LIMITS.partitionReads.value, 'larger chunks'),
    weigh(
      'a page: write units a second',
      peaks.pageWrites,
      LIMITS.partitionWrites.value,
      '`CHUNKS_PER_PAGE` in lib/jobs/job.ts',
    ),
    weigh('S3: writes a second', peaks.prefixWrites, LIMITS.prefixWrites.value, 'larger chunks'),
    weigh('S3: reads a second', peaks.prefixReads, LIMITS.prefixReads.value, 'larger chunks'),
    weigh(
      'a message waits, seconds',
      Math.max(longestWait.step, longestWait.chunk),
      SETTINGS.retentionSeconds,
      'more at a time',
    ),
  ];
}

/** Seconds that a join takes, whether it may take so long or not. */
function estimateJoin({ setup: { assumed, measured, files }, chunks, chunkBytes }: Outcome): number {
  const perFile = chunks / files;
  if (perFile < 2) return 0;
  const [least, most] = assumed.jitter;
  const bytes = (chunkBytes * measured.bytesPerRow.out) / measured.bytesPerRow.in;
  const copy = assumed.seconds.s3Copy + (bytes / assumed.copyBytesPerSecond) * ((least + most) / 2);
  return (perFile / SETTINGS.copiesAtOnce) * copy + assumed.seconds.s3Complete;
}

/** Megabytes of a process that scores chunks of a size: between those that were measured, on a line. */
export function memoryOf(chunkBytes: number, { memory } = MEASURED): number {
  const above = Math.max(
    1,
    memory.findIndex((point) => point.chunkBytes >= chunkBytes),
  );
  const [a, b] = [memory[above - 1]!, memory[above]!];
  const share = Math.max(0, chunkBytes - a.chunkBytes) / (b.chunkBytes - a.chunkBytes);
  return a.peakMegabytes + share * (b.peakMegabytes - a.peakMegabytes);
}
