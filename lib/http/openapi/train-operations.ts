import { BODY, IDEMPOTENCY, KEYED, type Operation, path, query } from './operation.ts';

/** From new data to a better model. */
export const TRAIN_OPERATIONS: Readonly<Record<string, Operation>> = {
  'POST /train': {
    summary: 'Train a model on a dataset in the stack’s bucket',
    description:
      'Candidates are trained side by side, the best is registered, and it goes live when the policy says so. What the request does not say is taken from `policies/<model>.json`, then from how the champion was trained, then from the defaults of `scorelane train`.',
    parameters: [IDEMPOTENCY],
    body: 'TrainingRequest',
    answers: { 202: { schema: 'Training', is: 'accepted', headers: ['Location', 'Retry-After'] } },
    problems: [403, ...BODY, ...KEYED],
  },
  'GET /train': {
    summary: 'The trainings',
    parameters: [
      query('model', 'a model’s name; all without it'),
      query('limit', '1 to 100; 20 without it', { type: 'integer' }),
      query('after', '`next` of the page before'),
    ],
    answers: { 200: { schema: 'TrainingPage', is: 'newest first; `next` leads to the next page' } },
    problems: [400, 403, ...KEYED],
  },
  'GET /train/:id': {
    summary: 'A training: its steps, its figures, and what was decided',
    parameters: [path('id', 'of a training')],
    answers: { 200: { schema: 'Training', is: 'as it is now; `Retry-After` until it is final' } },
    problems: [403, 404, ...KEYED],
  },
  'POST /train/:id/cancel': {
    summary: 'Cancel a training',
    description: 'The champion stays. From the moment that an alias is being moved it is too late.',
    parameters: [path('id', 'of a training')],
    answers: { 200: { schema: 'Training', is: 'canceled' } },
    problems: [403, 404, 409, ...KEYED],
  },
};
