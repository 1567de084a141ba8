import { parentPort, workerData } from 'node:worker_threads';
import { InputError, messageOf } from '../errors.ts';
import { type FitInput, type FitTask, fitCandidate } from './fit-candidate.ts';
import type { FitReply } from './fit-in-parallel.ts';

/** A worker thread of `createFitter`: one reply per task, in their order. */
parentPort!.on('message', (task: FitTask) => parentPort!.postMessage(reply(task)));

function reply(task: FitTask): FitReply {
  try {
    return { result: fitCandidate(workerData as FitInput, task) };
  } catch (error) {
    return { error: messageOf(error), isInputError: error instanceof InputError };
  }
}
