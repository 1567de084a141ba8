import { Worker } from 'node:worker_threads';
import { InputError } from '../errors.ts';
import { type CandidateFit, type FitInput, type FitTask, fitCandidate } from './fit-candidate.ts';
import type { Feature } from './table/encode-leads.ts';

/** From a worker: the fit of a task, or why there is none. */
export type FitReply =
  | { readonly result: CandidateFit }
  | { readonly error: string; readonly isInputError: boolean };

/** Fits tasks, each told of as soon as it is done. */
export interface Fitter {
  fit(task: FitTask): Promise<CandidateFit>;
  close(): Promise<void>;
}

/**
 * @param threads 1: fit here, one after the other; more: in that many worker threads, which share the
 * features' memory. The results are the same.
 */
export function createFitter(input: FitInput, threads: number): Fitter {
  return threads > 1
    ? new ThreadedFitter(input, threads)
    : { fit: async (task) => fitCandidate(input, task), close: async () => {} };
}

interface Waiting {
  readonly task: FitTask;
  readonly resolve: (fit: CandidateFit) => void;
  readonly reject: (error: Error) => void;
}

class ThreadedFitter implements Fitter {
  readonly #workers: Worker[];
  readonly #idle: Worker[];
  readonly #queue: Waiting[] = [];
  readonly #running = new Map<Worker, Waiting>();

  constructor(input: FitInput, threads: number) {
    const workerData = { ...input, labels: share(input.labels), features: input.features.map(shareFeature) };
    this.#workers = Array.from({ length: threads }, () => {
      const worker = new Worker(new URL('./fit-worker.ts', import.meta.url), { workerData });
      worker.on('message', (reply: FitReply) => this.#finish(worker, reply));
      worker.on('error', (error: Error) => this.#fail(worker, error));
      return worker;
    });
    this.#idle = [...this.#workers];
  }

  fit(task: FitTask): Promise<CandidateFit> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, resolve, reject });
      this.#dispatch();
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #dispatch(): void {
    while (this.#idle.length > 0 && this.#queue.length > 0) {
      const worker = this.#idle.pop()!;
      const waiting = this.#queue.shift()!;
      this.#running.set(worker, waiting);
      worker.postMessage(waiting.task);
    }
  }

  #finish(worker: Worker, reply: FitReply): void {
    const waiting = this.#running.get(worker)!;
    this.#running.delete(worker);
    this.#idle.push(worker);
    if ('result' in reply) waiting.resolve(reply.result);
    else waiting.reject(reply.isInputError ? new InputError(reply.error) : new Error(reply.error));
    this.#dispatch();
  }

  #fail(worker: Worker, error: Error): void {
    this.#running.get(worker)?.reject(error);
    this.#running.delete(worker);
  }
}

function shareFeature(feature: Feature): Feature {
  return feature.kind === 'number'
    ? { ...feature, values: share(feature.values) }
    : { ...feature, codes: share(feature.codes) };
}

/** A copy in memory that threads share; the same array when it is there already. */
function share<T extends Float64Array | Uint16Array | Uint8Array>(array: T): T {
  if (array.buffer instanceof SharedArrayBuffer) return array;
  const Kind = array.constructor as new (buffer: SharedArrayBuffer) => T;
  const shared = new Kind(new SharedArrayBuffer(array.byteLength));
  shared.set(array);
  return shared;
}
