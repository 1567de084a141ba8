import { ASSUMED, type Assumed } from './assumed.ts';
import { billJobs } from './bill-jobs.ts';
import { findMostRows } from './find-most-rows.ts';
import { bytes, dollars, duration, rowsOf, whole } from './format.ts';
import { renderTable } from './markdown-table.ts';
import { MEASURED } from './measured.ts';
import { type Outcome, PROD } from './simulate-jobs.ts';
import { headOf, SIZES } from './sizes.ts';
import { weighLimits } from './weigh-limits.ts';
import type { Setup } from './world.ts';

/** The tables of what comes of other settings, other speeds and failures. */
type Simulate = (setup: Setup) => Outcome;

const MIB = 2 ** 20;
const TEN_BILLION = 1e10;

export function renderFiles(simulate: Simulate): string {
  const ways = [
    { stepsAtATime: PROD.stepsAtATime, chunksAtATime: PROD.chunksAtATime },
    { stepsAtATime: 20, chunksAtATime: 500 },
    { stepsAtATime: 100, chunksAtATime: 900 },
  ];
  const counts = [1, 2, 5, 10, 20, 50, 100];
  const cell = (setup: Partial<Setup>) => {
    const outcome = simulate({ ...PROD, rows: TEN_BILLION, ...setup });
    const { jobs, seconds, scoring } = outcome;
    if (jobs.failed > 0) return `**${jobs.failed} of ${jobs.failed + jobs.succeeded} given up**`;
    return `${duration(seconds.joined)}, ${whole(scoring.peak)} at once`;
  };
  return renderTable(
    [
      'files of ten billion rows together',
      ...ways.map(
        ({ stepsAtATime, chunksAtATime }) => `${stepsAtATime} steps, ${chunksAtATime} chunks at a time`,
      ),
    ],
    counts.map((files) => [whole(files), ...ways.map((way) => cell({ ...way, files }))]),
  );
}

export function renderJoins(simulate: Simulate): string {
  const rates = [50e6, 100e6, 200e6, 400e6];
  return renderTable(
    ['one copy within S3', 'join of ten billion rows in one file', 'the largest file that is joined in time'],
    rates.map((copyBytesPerSecond) => {
      const setup = { ...PROD, assumed: { ...ASSUMED, copyBytesPerSecond } };
      const join = weighLimits(simulate({ ...setup, rows: TEN_BILLION }))[0]!;
      const most = findMostRows(setup);
      return [
        `${bytes(copyBytesPerSecond)}/s`,
        `${duration(join.used)}${join.share > 1 ? ', **given up**' : ''}`,
        `${rowsOf(most)} rows, ${bytes(most * MEASURED.bytesPerRow.in)}`,
      ];
    }),
  );
}

export function renderSpeeds(simulate: Simulate): string {
  const ways: readonly (readonly [name: string, change: Partial<Assumed>])[] = [
    ['as above', {}],
    ['a core as fast as half the measured one', { coreSpeed: 0.5 }],
    ['as fast as the measured one', { coreSpeed: 1 }],
    ['50 MB/s between a function and S3', { networkBytesPerSecond: 50e6 }],
    ['90 MB/s', { networkBytesPerSecond: 90e6 }],
  ];
  const sizes = [SIZES[1], SIZES[2], SIZES[4]] as const;
  return renderTable(
    ['time, and dollars of Lambda', ...sizes.map(headOf)],
    ways.map(([name, change]) => [
      name,
      ...sizes.map((size) => {
        const outcome = simulate({ ...PROD, ...size, assumed: { ...ASSUMED, ...change } });
        return `${duration(outcome.seconds.joined)}, ${dollars(billJobs(outcome).lambda)}`;
      }),
    ]),
  );
}

export function renderSettings(simulate: Simulate): string {
  const ways: readonly (readonly [name: string, change: Partial<Setup>])[] = [
    ['prod', {}],
    ['staging: `chunksAtATime: 20`', { chunksAtATime: 20 }],
    ['dev: `chunksAtATime: 5`', { chunksAtATime: 5 }],
    ['a new account: 10 functions at once', { accountConcurrency: 10 }],
    ['`JOB_CHUNK_BYTES` of 2 MiB', { chunkBytes: 2 * MIB }],
    ['of 32 MiB', { chunkBytes: 32 * MIB }],
    ['of 128 MiB', { chunkBytes: 128 * MIB }],
  ];
  return renderTable(
    ['one file of 100 million rows', 'time', 'chunks', 'at once', 'dollars, without what is kept'],
    ways.map(([name, change]) => {
      const outcome = simulate({ ...PROD, rows: 1e8, ...change });
      const { total, storage } = billJobs(outcome);
      return [
        name,
        outcome.jobs.failed > 0 ? '**given up**' : duration(outcome.seconds.joined),
        whole(outcome.chunks),
        whole(outcome.scoring.peak),
        dollars(total - storage),
      ];
    }),
  );
}

export function renderFaults(simulate: Simulate): string {
  const cases: readonly (readonly [name: string, setup: Partial<Setup> & { readonly rows: number }])[] = [
    ['100 million rows in one file, nothing fails', { rows: 1e8 }],
    ['the same, a chunk in a thousand fails', { rows: 1e8, failures: { chunk: 0.001, leg: 0 } }],
    ['the same, a chunk in ten fails', { rows: 1e8, failures: { chunk: 0.1, leg: 0 } }],
    ['4 billion rows in one file, nothing fails', { rows: 4e9 }],
    ['the same, a leg in fifty fails', { rows: 4e9, failures: { chunk: 0, leg: 0.02 } }],
  ];
  return renderTable(
    ['', 'time', 'legs run', 'legs needed', 'S3: GET and HEAD'],
    cases.map(([name, change]) => {
      const outcome = simulate({ ...PROD, ...change });
      const needed = simulate({ ...PROD, ...change, failures: { chunk: 0, leg: 0 } });
      const { jobs, seconds, counts, requests } = outcome;
      return [
        name,
        jobs.failed > 0 ? '**given up**' : duration(seconds.joined),
        whole(counts.legs),
        whole(needed.counts.legs),
        whole(requests.s3Get),
      ];
    }),
  );
}
