import { ErasedError, KeyReusedError } from '../acceptance/idempotency.ts';
import { NotQueuedError, type Queued } from '../acceptance/not-queued-error.ts';
import { PermanentError, TransientError } from '../errors.ts';
import type { ApiAnswer } from './answer.ts';
import { answerProblem, HttpProblem } from './problem.ts';

export const PREDICTION_ERASED = new HttpProblem(
  'prediction-erased',
  'the data of this prediction was erased',
);

export const NO_RESOURCE = new HttpProblem(
  'not-found',
  'there is no such resource; GET / lists what there is',
);

/** What became of what is stored and not queued, and what to do. */
const NOT_QUEUED: Readonly<Record<Queued, string>> = {
  prediction:
    'the lead is stored under this prediction_id, but the queue could not be reached; ask for it later',
  batch: 'the queue did not take all of the batch; send the same request again, with its Idempotency-Key',
  job: 'the job is stored under this job_id, but the queue could not be reached; ask for it later',
  training:
    'the training is stored under this training_id, but could not be started; that is tried again within minutes, or at once by the same request with its Idempotency-Key',
};

/** The one map from errors to answers. An unknown error is logged whole and answered with nothing of it. */
export function answerError(
  error: unknown,
  log: (message: string, error: Error) => void,
  basePath: string,
): ApiAnswer {
  return answerProblem(toProblem(error, log), basePath);
}

function toProblem(error: unknown, log: (message: string, error: Error) => void): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof KeyReusedError) return new HttpProblem('idempotency-key-reused', error.message);
  if (error instanceof ErasedError) return new HttpProblem('prediction-erased', error.message);
  // The path could not be decoded, as in /predict/%: there is nothing under such a name.
  if (error instanceof URIError) return NO_RESOURCE;
  if (error instanceof NotQueuedError) {
    const { kind, id } = error;
    log(`a ${kind} was stored but not queued`, error);
    const facts = { [`${kind}_id`]: id };
    return new HttpProblem('not-queued', NOT_QUEUED[kind], { 'retry-after': '5' }, facts);
  }
  if (error instanceof TransientError || error instanceof PermanentError) {
    log('the request could not be served', error);
    return new HttpProblem('temporarily-unavailable', 'a part of the service is out of order; try again', {
      'retry-after': '5',
    });
  }
  log('unexpected error', error instanceof Error ? error : new Error(String(error)));
  return new HttpProblem('internal-error', 'this is our fault; the request id helps us to find it');
}
