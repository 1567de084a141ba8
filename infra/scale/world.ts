import { mix32 } from '../../lib/learning/random.ts';
import type { Assumed } from './assumed.ts';
import { EventQueue } from './event-queue.ts';
import { Account, EventSource, type Run } from './event-source.ts';
import { type FileLayout, layOutFile } from './file-layout.ts';
import { LIMITS } from './limits.ts';
import type { Measured } from './measured.ts';
import { RateLimit } from './rate-limit.ts';
import { noRequests, type Requests } from './requests.ts';
import { SETTINGS } from './settings.ts';

/** What is simulated. */
export interface Setup {
  /** Of all files. */
  readonly rows: number;
  /** Of one size, submitted at the same time, a job each. */
  readonly files: number;
  readonly chunksAtATime: number;
  /** MaximumConcurrency of runJob. */
  readonly stepsAtATime: number;
  /** Functions at once in the account, all of which jobs may have. */
  readonly accountConcurrency: number;
  /** JOB_CHUNK_BYTES */
  readonly chunkBytes: number;
  /** Of the runs of chunks, and of legs, that fail at their end, 0–1; each comes back within seconds, the later the more often. */
  readonly failures: { readonly chunk: number; readonly leg: number };
  readonly measured: Pick<Measured, 'rowsPerSecond' | 'bytesPerRow' | 'cutBytesPerSecond'>;
  readonly assumed: Assumed;
  readonly seed: number;
}

export type StepMessage =
  | { readonly step: 'split'; readonly job: number; readonly behind: number }
  | { readonly step: 'join'; readonly job: number };
export interface ChunkMessage {
  readonly job: number;
  readonly number: number;
}

export interface SimulatedJob {
  readonly id: number;
  readonly layout: FileLayout;
  status: 'queued' | 'running' | 'succeeded' | 'failed';
  /** Of chunk 1, …: how often it was scored. */
  readonly scored: Uint16Array;
  /** Of a page: how many of its chunks are recorded. */
  readonly inPage: Uint8Array;
  recorded: number;
  /** The whole file was cut: how many chunks there are is known. */
  isCut: boolean;
  /** The last chunk of the last leg that handed on. */
  cutTo: number;
  openSince: number;
  deferred: number;
  seen: number;
  readonly reads: RateLimit;
  readonly pageWrites: Map<number, RateLimit>;
}

/** Everything that the functions of a simulation share. */
export class World {
  readonly setup: Setup;
  readonly events = new EventQueue();
  readonly requests: Requests = noRequests();
  readonly jobs: readonly SimulatedJob[];
  readonly steps: EventSource<StepMessage>;
  readonly chunks: EventSource<ChunkMessage>;
  /** When the last file was cut, the last chunk was recorded, the last job ended. */
  readonly ends = { cut: 0, scored: 0, joined: 0 };
  readonly counts = { legs: 0, joins: 0, resumes: 0, rowsScored: 0, bytesIn: 0, bytesOut: 0, throttled: 0 };
  readonly longest = { chunk: 0, leg: 0, join: 0 };
  readonly rates = {
    tableWrites: new RateLimit(LIMITS.tableWrites.value, true),
    tableReads: new RateLimit(LIMITS.tableReads.value, true),
    prefixWrites: new RateLimit(LIMITS.prefixWrites.value),
    prefixReads: new RateLimit(LIMITS.prefixReads.value),
  };
  constructor(
    setup: Setup,
    work: {
      readonly step: (world: World, message: StepMessage, run: Run) => void;
      readonly chunk: (world: World, message: ChunkMessage, run: Run) => void;
    },
  ) {
    this.setup = setup;
    const { files, rows, measured, chunkBytes } = setup;
    this.jobs = Array.from({ length: files }, (_, id) => {
      const layout = layOutFile(
        Math.floor((rows * (id + 1)) / files) - Math.floor((rows * id) / files),
        measured.bytesPerRow.in,
        chunkBytes,
      );
      return createJob(id, layout);
    });
    const account = new Account(setup.accountConcurrency);
    const { retentionSeconds } = SETTINGS;
    this.steps = new EventSource<StepMessage>(
      this.events,
      account,
      { ...SETTINGS.step, retentionSeconds, most: setup.stepsAtATime },
      (message, run) => work.step(this, message, run),
    );
    this.chunks = new EventSource<ChunkMessage>(
      this.events,
      account,
      { ...SETTINGS.chunk, retentionSeconds, most: setup.chunksAtATime },
      (message, run) => work.chunk(this, message, run),
    );
  }

  /** Seconds of a transfer between a function and S3. @param at makes it the same whenever it is drawn for the same thing */
  transfer(bytes: number, ...at: readonly number[]): number {
    return (bytes / this.setup.assumed.networkBytesPerSecond) * this.jitter(...at);
  }

  jitter(...at: readonly number[]): number {
    const [least, most] = this.setup.assumed.jitter;
    return least + (most - least) * this.draw(...at);
  }

  /** In [0, 1): the same for the same numbers, whatever happened before. */
  draw(...at: readonly number[]): number {
    return at.reduce((hash, n) => mix32(Math.imul(hash, 31) + n), this.setup.seed) / 2 ** 32;
  }

  /** A strongly consistent read of a job's row. @returns seconds; undefined: refused */
  readJob(job: SimulatedJob): number | undefined {
    this.requests.tableReads += 1;
    this.requests.readUnits += 1;
    return this.#take([job.reads, this.rates.tableReads], 1);
  }

  /** Reads pages of so many units each. @returns seconds */
  readPages(pages: number, units: number): number {
    if (pages === 0) return 0;
    this.requests.tableReads += Math.ceil(pages / SETTINGS.keysPerRead);
    this.requests.readUnits += pages * units;
    return this.setup.assumed.seconds.table + wait(this.rates.tableReads, this.events.now, pages * units);
  }

  /** Changes a job's row. */
  writeJob(indexUnits = 0): number {
    this.requests.tableWrites += 1;
    this.requests.writeUnits += 1 + indexUnits;
    return this.setup.assumed.seconds.table;
  }

  /** Records a chunk in its page. @returns seconds; undefined: refused */
  writePage(job: SimulatedJob, page: number, units: number): number | undefined {
    const limit = job.pageWrites.get(page) ?? new RateLimit(LIMITS.partitionWrites.value);
    job.pageWrites.set(page, limit);
    this.requests.tableWrites += 1;
    this.requests.writeUnits += units;
    return this.#take([limit, this.rates.tableWrites], units);
  }

  #take(limits: readonly RateLimit[], units: number): number | undefined {
    const { patienceSeconds, seconds } = this.setup.assumed;
    let longest = 0;
    for (const limit of limits) {
      const wait = limit.take(this.events.now, units, patienceSeconds);
      if (wait === undefined) {
        this.counts.throttled += 1;
        return undefined;
      }
      longest = Math.max(longest, wait);
    }
    return longest + seconds.table;
  }

  /** @returns seconds, without those of the bytes */
  getObject(): number {
    this.requests.s3Get += 1;
    return this.setup.assumed.seconds.s3Get + wait(this.rates.prefixReads, this.events.now, 1);
  }

  /** @returns seconds, without those of the bytes */
  putObject(): number {
    this.requests.s3Put += 1;
    return this.setup.assumed.seconds.s3Put + wait(this.rates.prefixWrites, this.events.now, 1);
  }

  /** @returns seconds, without those of the bytes */
  copyPart(): number {
    this.requests.s3Copy += 1;
    return this.setup.assumed.seconds.s3Copy + wait(this.rates.prefixWrites, this.events.now, 1);
  }

  sendStep(message: StepMessage): void {
    this.requests.sqs += 1;
    this.steps.send(message);
  }
}

/** For those whose client waits for as long as it takes. */
const wait = (limit: RateLimit, now: number, units: number): number =>
  limit.take(now, units, Number.POSITIVE_INFINITY) ?? 0;

function createJob(id: number, layout: FileLayout): SimulatedJob {
  return {
    id,
    layout,
    status: 'queued',
    scored: new Uint16Array(layout.chunks + 1),
    inPage: new Uint8Array(layout.pages),
    recorded: 0,
    isCut: false,
    cutTo: 0,
    openSince: 0,
    deferred: 0,
    seen: 0,
    reads: new RateLimit(LIMITS.partitionReads.value),
    pageWrites: new Map(),
  };
}
