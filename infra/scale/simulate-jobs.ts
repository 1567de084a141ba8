import { ASSUMED } from './assumed.ts';
import { joinParts } from './join-parts.ts';
import { LIMITS } from './limits.ts';
import { MEASURED } from './measured.ts';
import type { Requests } from './requests.ts';
import { scoreOneChunk } from './score-one-chunk.ts';
import { SETTINGS } from './settings.ts';
import { splitLeg } from './split-leg.ts';
import { isOpen, sweepOpenJobs } from './sweep-open-jobs.ts';
import { type Setup, World } from './world.ts';

/** A function of the stage, over all jobs. */
export interface FunctionUse {
  readonly invocations: number;
  /** Copies that were started. */
  readonly starts: number;
  /** The most at once. */
  readonly peak: number;
  /** Billed, of all invocations. */
  readonly seconds: number;
  readonly timeouts: number;
}

export interface Outcome {
  readonly setup: Setup;
  readonly jobs: { readonly succeeded: number; readonly failed: number };
  readonly bytes: { readonly in: number; readonly out: number };
  readonly chunks: number;
  /** Of a full chunk. */
  readonly chunkBytes: number;
  /** From the beginning until all files were cut, all chunks scored, all jobs ended. */
  readonly seconds: { readonly cut: number; readonly scored: number; readonly joined: number };
  readonly steps: FunctionUse;
  readonly scoring: FunctionUse;
  readonly requests: Requests;
  readonly counts: World['counts'];
  /** Seconds of the longest run of each kind that ended in time. */
  readonly longest: World['longest'];
  /** The longest that a message waited, seconds. */
  readonly longestWait: { readonly step: number; readonly chunk: number };
  readonly expired: number;
  /** The most within a second. */
  readonly peaks: {
    readonly tableWrites: number;
    readonly tableReads: number;
    readonly jobReads: number;
    readonly pageWrites: number;
    readonly prefixWrites: number;
    readonly prefixReads: number;
  };
  /** How often each chunk of each job was scored. */
  readonly scored: readonly Uint16Array[];
}

/** A prod stage as it is, nothing fails. */
export const PROD: Omit<Setup, 'rows'> = {
  files: 1,
  chunksAtATime: SETTINGS.chunksAtATime,
  stepsAtATime: SETTINGS.step.atATime,
  accountConcurrency: LIMITS.concurrency.value,
  chunkBytes: SETTINGS.chunkBytes,
  failures: { chunk: 0, leg: 0 },
  measured: MEASURED,
  assumed: ASSUMED,
  seed: 1,
};

/**
 * Files of leads, scored as jobs, second by second; nothing else happens in the account. The same setup gives the same
 * outcome.
 *
 * @throws {RangeError} a file is larger than the splitter takes
 * @example
 * simulateJobs({ ...PROD, rows: 1_000_000 }).seconds.joined;
 */
export function simulateJobs(setup: Setup): Outcome {
  const world = new World(setup, {
    step: (world, message, run) => {
      const job = world.jobs[message.job]!;
      if (message.step === 'split') splitLeg(world, job, message.behind, run);
      else joinParts(world, job, run);
    },
    chunk: (world, { job, number }, run) => scoreOneChunk(world, world.jobs[job]!, number, run),
  });
  for (const { id } of world.jobs) {
    // Its row, with an entry in the index of what is open.
    world.writeJob(1);
    world.sendStep({ step: 'split', job: id, behind: 0 });
  }
  const sweep = () => {
    sweepOpenJobs(world);
    if (world.jobs.some(isOpen)) world.events.after(SETTINGS.sweepSeconds, sweep);
  };
  world.events.after(SETTINGS.sweepSeconds, sweep);
  const isDone = () => world.steps.running + world.chunks.running === 0 && !world.jobs.some(isOpen);
  world.events.run(isDone);
  return report(world);
}

function report(world: World): Outcome {
  const { setup, jobs, steps, chunks, rates } = world;
  const highest = (values: Iterable<number>) => [...values].reduce((a, b) => Math.max(a, b), 0);
  world.requests.sqs += steps.deliveries + steps.deletions + chunks.deliveries + chunks.deletions;
  const rowsScored = jobs.reduce((sum, { layout }) => sum + layout.rows, 0);
  return {
    setup,
    jobs: {
      succeeded: jobs.filter(({ status }) => status === 'succeeded').length,
      failed: jobs.filter(({ status }) => status === 'failed').length,
    },
    bytes: {
      in: rowsScored * setup.measured.bytesPerRow.in,
      out: rowsScored * setup.measured.bytesPerRow.out,
    },
    chunks: jobs.reduce((sum, { layout }) => sum + layout.chunks, 0),
    chunkBytes: highest(jobs.map(({ layout }) => layout.endOf(1))),
    seconds: world.ends,
    steps: useOf(steps),
    scoring: useOf(chunks),
    requests: world.requests,
    counts: world.counts,
    longest: world.longest,
    longestWait: { step: steps.longestWait, chunk: chunks.longestWait },
    expired: steps.expired + chunks.expired,
    peaks: {
      tableWrites: rates.tableWrites.peak,
      tableReads: rates.tableReads.peak,
      jobReads: highest(jobs.map(({ reads }) => reads.peak)),
      pageWrites: highest(jobs.flatMap(({ pageWrites }) => [...pageWrites.values()].map(({ peak }) => peak))),
      prefixWrites: rates.prefixWrites.peak,
      prefixReads: rates.prefixReads.peak,
    },
    scored: jobs.map(({ scored }) => scored.subarray(1)),
  };
}

const useOf = ({
  deliveries,
  starts,
  peak,
  seconds,
  timeouts,
}: World['steps'] | World['chunks']): FunctionUse => ({
  invocations: deliveries,
  starts,
  peak,
  seconds,
  timeouts,
});
