import { AFTER, CURSOR, IDEMPOTENCY, limit, NAME, query } from '../parameters.ts';
import { answers, answersAgain, type SaidByRoute } from '../said.ts';

/** Words of the routes of the same name in `routes/`. */
export const TRAININGS: SaidByRoute = {
  'POST /train': {
    ...answersAgain('Train a model on a dataset in the stack’s bucket', 'Training'),
    description:
      'Candidates are trained side by side, the best is registered, and it goes live when the policy says so. What the request does not say is taken from `policies/<model>.json`, then from how the champion was trained, then from the defaults of `scorelane train`.',
    parameters: [IDEMPOTENCY],
    body: 'TrainingRequest',
  },
  'GET /train': answers(
    'The trainings',
    'TrainingPage',
    'newest first; `next_cursor` leads to the next page',
    {
      parameters: [
        query('model', 'a model’s name; all without it', NAME),
        limit('20 without it', 100),
        CURSOR,
        AFTER,
      ],
    },
  ),
  'GET /train/:id': answers(
    'A training: its steps, its figures, and what was decided',
    'Training',
    'as it is now; `Retry-After` until it is final',
    {},
    ['Retry-After'],
  ),
  'POST /train/:id/cancel': answers('Cancel a training', 'Training', 'canceled', {
    description: 'The champion stays. From the moment that an alias is being moved it is too late.',
    also: [409],
  }),
};
