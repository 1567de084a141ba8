import fc from 'fast-check';
import { ASSUMED } from '../../../infra/scale/assumed.ts';
import { billJobs } from '../../../infra/scale/bill-jobs.ts';
import { type Outcome, PROD, simulateJobs } from '../../../infra/scale/simulate-jobs.ts';
import type { Setup } from '../../../infra/scale/world.ts';

const anyRows = fc.oneof(fc.integer({ min: 1, max: 200_000 }), fc.integer({ min: 1, max: 100_000_000 }));
const anyConcurrency = fc.integer({ min: 2, max: 1000 });
const anyFailures = fc.record({ chunk: fc.double({ min: 0, max: 0.2, noNaN: true }), leg: fc.constant(0) });
const anySeed = fc.nat();
const RUNS = { numRuns: 20 };

const simulate = (change: Partial<Setup> & { readonly rows: number }): Outcome =>
  simulateJobs({ ...PROD, ...change });
const requestsOf = ({ requests, steps, scoring }: Outcome): number => {
  const { readUnits: _, writeUnits: __, ...counts } = requests;
  return Object.values(counts).reduce((sum, n) => sum + n, steps.invocations + scoring.invocations);
};

test('every chunk is scored, at least once, whatever fails', () => {
  fc.assert(
    fc.property(anyRows, anyFailures, anySeed, (rows, failures, seed) => {
      const { scored, jobs, chunks, counts } = simulate({ rows, failures, seed });
      expect(jobs).toEqual({ succeeded: 1, failed: 0 });
      expect(scored[0]).toHaveLength(chunks);
      expect(scored[0]!.every((times) => times >= 1)).toBe(true);
      expect(counts.rowsScored).toBeGreaterThanOrEqual(rows);
    }),
    RUNS,
  );
});

test('when nothing fails and no job is begun again, no chunk is scored twice, and no byte is lost', () => {
  fc.assert(
    fc.property(anyRows, anySeed, (rows, seed) => {
      const { scored, counts, bytes, setup } = simulate({ rows, seed });
      expect(scored[0]!.every((times) => times === 1)).toBe(true);
      expect(counts.rowsScored).toBe(rows);
      expect(counts.bytesIn).toBe(bytes.in);
      expect(counts.bytesOut).toBe(bytes.out);
      expect(bytes.in).toBe(rows * setup.measured.bytesPerRow.in);
    }),
    RUNS,
  );
});

test('rows of several files are all rows', () => {
  fc.assert(
    fc.property(anyRows, fc.integer({ min: 1, max: 20 }), (rows, files) => {
      fc.pre(rows >= files);
      expect(simulate({ rows, files }).counts.rowsScored).toBe(rows);
    }),
    RUNS,
  );
});

test('there are never more at once than is allowed', () => {
  const setups = fc.record({
    rows: anyRows,
    files: fc.integer({ min: 1, max: 10 }),
    chunksAtATime: anyConcurrency,
    stepsAtATime: fc.integer({ min: 2, max: 10 }),
    accountConcurrency: fc.integer({ min: 2, max: 1000 }),
    failures: anyFailures,
  });
  fc.assert(
    fc.property(setups, (setup) => {
      fc.pre(setup.rows >= setup.files);
      const { scoring, steps } = simulate(setup);
      expect(scoring.peak).toBeLessThanOrEqual(Math.min(setup.chunksAtATime, setup.accountConcurrency));
      expect(steps.peak).toBeLessThanOrEqual(Math.min(setup.stepsAtATime, setup.accountConcurrency));
    }),
    RUNS,
  );
});

test('more at a time is never slower, but for the start of a function that would have been running', () => {
  const slack = ASSUMED.seconds.coldStart + 2 * ASSUMED.seconds.s3Get;
  fc.assert(
    fc.property(anyRows, anyConcurrency, anyConcurrency, (rows, a, b) => {
      const [fewer, more] = [Math.min(a, b), Math.max(a, b)];
      const slow = simulate({ rows, chunksAtATime: fewer }).seconds.joined;
      expect(simulate({ rows, chunksAtATime: more }).seconds.joined).toBeLessThanOrEqual(slow + slack);
    }),
    RUNS,
  );
});

test('twice the rows are never fewer requests, nor cheaper, nor done earlier', () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      const [some, twice] = [simulate({ rows }), simulate({ rows: 2 * rows })];
      expect(requestsOf(twice)).toBeGreaterThanOrEqual(requestsOf(some));
      expect(billJobs(twice).total).toBeGreaterThanOrEqual(billJobs(some).total);
      expect(twice.seconds.scored).toBeGreaterThan(some.seconds.scored * 0.9);
    }),
    RUNS,
  );
});

test('the same setup gives the same outcome', () => {
  const setup = { rows: 20_000_000, failures: { chunk: 0.05, leg: 0 } };
  expect(simulate(setup)).toEqual(simulate(setup));
});

/** A world whose calls take no time, in which a second is 1,000 rows of 100 bytes, or 100,000 bytes, or a copied megabyte. */
const SIMPLE: Partial<Setup> = {
  measured: {
    rowsPerSecond: 1000,
    bytesPerRow: { in: 100, out: 200 },
    cutBytesPerSecond: { plain: 1e9, quoted: 1e9 },
  },
  assumed: {
    coreSpeed: 1,
    networkBytesPerSecond: 100_000,
    copyBytesPerSecond: 1e6,
    jitter: [1, 1],
    patienceSeconds: 0.3,
    seconds: {
      table: 0,
      queue: 0,
      s3Get: 0,
      s3Put: 0,
      s3Copy: 0,
      s3Remove: 0,
      s3Complete: 0,
      coldStart: 0,
    },
  },
};

test('a file of one chunk, on paper', () => {
  const { seconds, requests, scoring, steps } = simulate({ ...SIMPLE, rows: 5000 });
  // 500,000 bytes: 64 KiB tell the form, all of them, less than a mebibyte, the header; cut in a portion of 8 MiB: 83.9 s.
  const cut = 2 ** 16 / 100_000 + 5 + (8 * 2 ** 20) / 100_000;
  // Read, scored, written.
  const scored = cut + 5 + 5 + 10;
  expect(seconds.cut).toBeCloseTo(cut, 6);
  expect(seconds.scored).toBeCloseTo(scored, 6);
  // Not large enough for S3 to copy: read and written, 10 s each.
  expect(seconds.joined).toBeCloseTo(scored + 20, 6);
  expect([steps.invocations, scoring.invocations]).toEqual([2, 1]);
  expect(requests).toMatchObject({
    // Split: HEAD, model, form, header, portion. Chunk: model, plan (twice), bytes. Join: part, rejected header, plan (twice).
    s3Get: 5 + 4 + 4,
    // Plan, part, header of the rejected rows, result, rejected rows.
    s3Put: 5,
    s3Copy: 0,
    s3Remove: 1,
    // Three messages, sent, received and deleted.
    sqs: 9,
    // Created, begun, cut, recorded, ended.
    tableWrites: 5,
    writeUnits: 5 + 1 + 1,
  });
});

test('copies are made a hundred at once', () => {
  // 250 parts of 10 MB each, which take 10 s each: three rounds.
  const rows = 250 * 50_000;
  const { seconds, requests, chunks } = simulate({
    ...SIMPLE,
    rows,
    chunkBytes: 5_000_000,
    assumed: { ...SIMPLE.assumed!, networkBytesPerSecond: 1e12 },
    chunksAtATime: 1000,
  });
  expect(chunks).toBe(250);
  expect(requests.s3Copy).toBe(250);
  expect(seconds.joined - seconds.scored).toBeCloseTo(30, 3);
});

test('a join that takes longer than its function may is begun again until the job is given up', () => {
  const copyBytesPerSecond = 1000;
  const { jobs, steps, counts } = simulate({
    ...SIMPLE,
    rows: 1_000_000,
    chunkBytes: 5_000_000,
    assumed: { ...SIMPLE.assumed!, networkBytesPerSecond: 1e12, copyBytesPerSecond },
  });
  expect(jobs).toEqual({ succeeded: 0, failed: 1 });
  // Four by the sweep; the first one's message is back after 90 minutes.
  expect(counts.resumes).toBe(4);
  expect(steps.timeouts).toBe(counts.joins);
  expect(counts.joins).toBeGreaterThanOrEqual(5);
});

test('a file that the splitter refuses is refused', () => {
  expect(() => simulate({ rows: 1e11 })).toThrow('split it up');
});

test('five begin, and 300 more a minute join them', () => {
  // A page of 50 chunks that take a minute each comes at once.
  const { scoring, seconds } = simulate({
    ...SIMPLE,
    rows: 50 * 60_000,
    chunkBytes: 6_000_000,
    chunksAtATime: 1000,
    assumed: { ...SIMPLE.assumed!, networkBytesPerSecond: 1e12 },
  });
  expect(scoring.peak).toBe(50);
  // The last five of them begin after nine seconds.
  expect(seconds.scored).toBeCloseTo(seconds.cut + 9 + 60, 3);
});

test('a chunk that fails by itself is handed back, and comes within seconds', () => {
  const one = { rows: 1000, failures: { chunk: 0, leg: 0 } };
  const seed = Array.from({ length: 1000 }, (_, i) => i).find(
    (seed) => simulate({ ...one, seed, failures: { chunk: 0.5, leg: 0 } }).scoring.invocations === 2,
  )!;
  const [fails, works] = [
    simulate({ ...one, seed, failures: { chunk: 0.5, leg: 0 } }),
    simulate({ ...one, seed }),
  ];
  // Two of them, and what it takes to do it again.
  expect(fails.seconds.scored - works.seconds.scored).toBeGreaterThan(2);
  expect(fails.seconds.scored - works.seconds.scored).toBeLessThan(4);
});
