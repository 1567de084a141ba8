import { parentPort, workerData } from 'node:worker_threads';
import { InputError, messageOf } from '../errors.ts';
import { type FitInput, fitCandidate, settleCandidate } from './fit-candidate.ts';
import type { FitJob, FitReply } from './fit-in-parallel.ts';

/** A worker thread of `createFitter`: one reply per job, in their order. */
parentPort!.on('message', (job: FitJob) => parentPort!.postMessage(reply(job)));

function reply(job: FitJob): FitReply {
  const input = workerData as FitInput;
  try {
    return { result: 'predict' in job ? fitCandidate(input, job) : settleCandidate(input, job) };
  } catch (error) {
    return { error: messageOf(error), isInputError: error instanceof InputError };
  }
}
