import { Worker } from 'node:worker_threads';
import { InputError, PermanentError } from '../errors.ts';
import {
  type CandidateFit,
  type FitInput,
  type FitTask,
  fitCandidate,
  type SettledSpec,
  settleCandidate,
} from './fit-candidate.ts';
import { FIT_WORKER } from './fit-worker-file.ts';
import type { Feature } from './table/encode-leads.ts';

/** What a worker is to do: to fit a candidate, or, without leads to predict, to settle it. */
export type FitJob = FitTask | Omit<FitTask, 'predict'>;

/** From a worker: what came of a job, or why nothing did. */
export type FitReply =
  | { readonly result: CandidateFit | SettledSpec }
  | { readonly error: string; readonly isInputError: boolean };

/** Fits tasks, each told of as soon as it is done. Whoever makes one closes it, whatever happens in between. */
export interface Fitter {
  /** @throws {PermanentError} a thread ended before its time, most likely for want of memory */
  fit(task: FitTask): Promise<CandidateFit>;
  /** Lets the candidate's trainer choose what is not told (`settleCandidate`). */
  settle(task: Omit<FitTask, 'predict'>): Promise<SettledSpec>;
  /** Ends the threads. What is not done by then is rejected. */
  close(): Promise<void>;
}

/**
 * To start two threads takes half a second of processor. Of fewer leads the fits of a boosted model, the slowest, take no longer;
 * a logistic one gains from some 10,000 on, and loses no more than that before.
 */
const WORTH_LEADS = 2000;

/**
 * @param threads 1, or few leads: fit here, one after the other; more: in that many worker threads, which share the
 * features' memory. The results are the same.
 */
export function createFitter(input: FitInput, threads: number): Fitter {
  return threads > 1 && input.labels.length >= WORTH_LEADS
    ? new ThreadedFitter(input, threads)
    : {
        fit: async (task) => fitCandidate(input, task),
        settle: async (task) => settleCandidate(input, task),
        close: async () => {},
      };
}

interface Waiting {
  readonly job: FitJob;
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

class ThreadedFitter implements Fitter {
  readonly #workers: readonly Worker[];
  readonly #idle: Worker[];
  readonly #queue: Waiting[] = [];
  readonly #running = new Map<Worker, Waiting>();
  /** Why nothing is fitted any more. A lost thread is a lost fit, without which the others are of no use. */
  #ended: Error | undefined;

  constructor(input: FitInput, threads: number) {
    const { groups, times, maturity } = input;
    const workerData: FitInput = {
      ...input,
      labels: share(input.labels),
      features: input.features.map(shareFeature),
      ...(groups === undefined ? {} : { groups: share(groups) }),
      ...(times === undefined ? {} : { times: share(times) }),
      ...(maturity === undefined ? {} : { maturity: share(maturity) }),
    };
    this.#workers = Array.from({ length: threads }, () => {
      const worker = new Worker(FIT_WORKER, { workerData });
      worker.on('message', (reply: FitReply) => this.#finish(worker, reply));
      worker.on('error', (error: NodeJS.ErrnoException) => this.#end(describeDeath(error)));
      // Without an error when something in the thread ended it. A thread that failed has told so before.
      worker.on('exit', (code) => this.#end(new PermanentError(`a thread that fits ended with ${code}`)));
      return worker;
    });
    this.#idle = [...this.#workers];
  }

  fit(task: FitTask): Promise<CandidateFit> {
    return this.#do(task);
  }

  settle({ spec, train }: Omit<FitTask, 'predict'>): Promise<SettledSpec> {
    return this.#do({ spec, train });
  }

  #do<Result>(job: FitJob): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) return reject(this.#ended);
      this.#queue.push({ job, resolve, reject });
      this.#dispatch();
    });
  }

  async close(): Promise<void> {
    this.#end(new PermanentError('fitting was ended'));
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #dispatch(): void {
    while (this.#idle.length > 0 && this.#queue.length > 0) {
      const worker = this.#idle.pop()!;
      const waiting = this.#queue.shift()!;
      this.#running.set(worker, waiting);
      worker.postMessage(waiting.job);
    }
  }

  #finish(worker: Worker, reply: FitReply): void {
    const waiting = this.#running.get(worker);
    // It was rejected meanwhile.
    if (waiting === undefined) return;
    this.#running.delete(worker);
    this.#idle.push(worker);
    if ('result' in reply) waiting.resolve(reply.result as never);
    else waiting.reject(reply.isInputError ? new InputError(reply.error) : new Error(reply.error));
    this.#dispatch();
  }

  #end(reason: Error): void {
    this.#ended ??= reason;
    for (const { reject } of [...this.#running.values(), ...this.#queue.splice(0)]) reject(this.#ended);
    this.#running.clear();
  }
}

/** In words that say what to do, where Node's are those of its heap. */
const describeDeath = (error: NodeJS.ErrnoException): Error =>
  error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? new PermanentError(
        `a thread that fits needs more memory than it may have (${error.message}). Give more memory, or train on fewer columns or a sample of the rows.`,
      )
    : error;

function shareFeature(feature: Feature): Feature {
  return feature.kind === 'number'
    ? { ...feature, values: share(feature.values) }
    : { ...feature, codes: share(feature.codes) };
}

/** A copy in memory that threads share; the same array when it is there already. */
function share<T extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(array: T): T {
  if (array.buffer instanceof SharedArrayBuffer) return array;
  const Kind = array.constructor as new (buffer: SharedArrayBuffer) => T;
  const shared = new Kind(new SharedArrayBuffer(array.byteLength));
  shared.set(array);
  return shared;
}
