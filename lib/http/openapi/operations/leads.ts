import { GRADES, MOST_REFERENCE, ORDERS, PREDICTION_STATES } from '../../../contract/words.ts';
import { AFTER, CURSOR, limit, NAME, query } from '../parameters.ts';
import { answers, type SaidByRoute } from '../said.ts';

/** What both lists of predictions can be asked for; they differ in how long a page may be. */
const LISTING = [
  query('model', 'a model’s name; the default model without it, all models with `reference`', NAME),
  query(
    'reference',
    'only those of this lead, by the caller’s own id of it; neither `order=score` nor `day` go with it',
    { type: 'string', minLength: 1, maxLength: MOST_REFERENCE },
  ),
  query('order', 'newest first, or highest score first within a day', { enum: ORDERS }),
  query('day', 'only this day (UTC), such as 2026-01-31; with the order by score today without it', {
    type: 'string',
    format: 'date',
  }),
  query('grade', 'only this grade', { enum: GRADES }),
  query('status', 'only this status', { enum: PREDICTION_STATES }),
  CURSOR,
  AFTER,
];

/** Words of the routes of the same name in `routes/`. */
export const LEADS: SaidByRoute = {
  'GET /leads/:reference': answers(
    'What is known about a lead by the caller’s own id',
    'LeadState',
    'its latest score, where it is going, and why it changed',
    {
      description:
        'The trend holds the latest score against the median of up to four before it, of the same model: 5 points more are rising, 5 less falling. The change is taken apart into what the values of the lead did and what a newer version of the model did; the parts add up to the change in log-odds exactly.',
      parameters: [
        query('model', 'a model’s name; the one of the newest result without it'),
        query('from', 'the earlier prediction to compare, by its id; the one before `to` without it'),
        query('to', 'the later one; the latest without it'),
      ],
    },
  ),
  'GET /leads/:reference/export': answers(
    'All that is held on a lead',
    'LeadExport',
    'a page; `next_cursor` leads to the next',
    { parameters: [CURSOR] },
  ),
  'DELETE /leads/:reference': answers(
    'Erase a lead: all of its predictions, and its reference',
    'LeadErased',
    'erased; a repeat answers the same. `complete: false`: there are more, send it again',
  ),
  'GET /predictions': answers(
    'What was predicted',
    'PredictionPage',
    'a page; `next_cursor` leads to the next',
    { parameters: [...LISTING, limit('at most so many; 50 without it', 200)] },
  ),
  'GET /predictions.csv': {
    summary: 'What was predicted, as CSV',
    parameters: [...LISTING, limit('at most so many rows; 2,000 without it', 2000)],
    answers: {
      200: {
        mediaType: 'text/csv',
        is: 'up to 2,000 rows, or as many as fit; `Link` leads to the next',
        headers: ['Content-Disposition', 'Link'],
      },
    },
  },
};
