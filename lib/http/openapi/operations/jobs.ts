import { JOB_STATES } from '../../../contract/words.ts';
import { IDEMPOTENCY, MODEL, query, WAIT_FOR_END, WEBHOOK } from '../parameters.ts';
import { accepts, answers, answersAgain, listed, RECENT, type SaidByRoute } from '../said.ts';

/** Words of the routes of the same name in `routes/`. */
export const JOBS: SaidByRoute = {
  'POST /jobs': {
    ...answersAgain('Score a file of any size', 'JobAccepted'),
    description:
      'The file is uploaded to the address in `upload`, in one PUT or, when it is large, in parts, and then `POST /jobs/{id}/start` is called; or it lies in the stack’s bucket already and the job starts at once. Rows keep their order and their columns; those that do not fit the model go, with line and reason, to a second file.',
    parameters: [MODEL, WEBHOOK, IDEMPOTENCY],
    body: 'JobRequest',
  },
  'GET /jobs': listed('The jobs', 'JobList', [
    query('status', 'only this status; a page may then be short although more follow', { enum: JOB_STATES }),
    ...RECENT,
  ]),
  'GET /jobs/:id': answers(
    'How far a job is, and what came of it',
    'Job',
    'as it is now, or once it is final with `wait`; `Retry-After` until it is final',
    { parameters: [WAIT_FOR_END], also: [410] },
    ['Retry-After'],
  ),
  'POST /jobs/:id/start': accepts('The file is uploaded: score it', 'Job', 'queued', {
    body: 'JobStart',
    also: [409, 410],
  }),
  'POST /jobs/:id/cancel': answers('Cancel a job', 'Job', 'canceled', { also: [409, 410] }),
};
