import { PermanentError, TransientError } from '../errors.ts';
import { NotQueuedError } from '../prediction/submit-prediction.ts';
import type { ApiAnswer } from './answer.ts';
import { answerProblem, HttpProblem } from './problem.ts';

export const NO_RESOURCE = new HttpProblem(
  'not-found',
  'there is no such resource; GET / lists what there is',
);

/** The one map from errors to answers. An unknown error is logged whole and answered with nothing of it. */
export function answerError(error: unknown, log: (message: string, error: Error) => void): ApiAnswer {
  if (error instanceof HttpProblem) return answerProblem(error);
  // The path could not be decoded, as in /predict/%: there is nothing under such a name.
  if (error instanceof URIError) return answerProblem(NO_RESOURCE);
  if (error instanceof NotQueuedError) {
    log('a prediction was stored but not queued', error);
    return answerProblem(
      new HttpProblem(
        'not-queued',
        'the lead is stored under this prediction_id, but the queue could not be reached; ask for it later',
        { 'retry-after': '5' },
        { prediction_id: error.predictionId },
      ),
    );
  }
  if (error instanceof TransientError || error instanceof PermanentError) {
    log('the request could not be served', error);
    return answerProblem(
      new HttpProblem('temporarily-unavailable', 'a part of the service is out of order; try again', {
        'retry-after': '5',
      }),
    );
  }
  log('unexpected error', error instanceof Error ? error : new Error(String(error)));
  return answerProblem(
    new HttpProblem('internal-error', 'this is our fault; the request id helps us to find it'),
  );
}
