import { MOST_LEADS } from '../../../contract/words.ts';
import {
  CURSOR,
  EXPIRES_AFTER,
  IDEMPOTENCY,
  limit,
  MODEL,
  PREFER,
  UNKNOWN,
  WAIT,
  WAIT_FOR_END,
  WEBHOOK,
} from '../parameters.ts';
import { answers, listed, RECENT, REPLAYED, type SaidByRoute } from '../said.ts';

const MEMBERS = [CURSOR, limit('100 without it; a page may be shorter, where results are large', MOST_LEADS)];
const OWN =
  'For the key that submitted it, and for the scope `admin`; what an earlier release accepted is for `admin`.';

/** Words of the routes of the same name in `routes/`. */
export const PREDICTIONS: SaidByRoute = {
  'POST /predict': {
    summary: 'Submit a lead',
    description:
      'Answers at once with an id to ask by. With `Prefer: wait` the lead is scored in the request. Safe to repeat with an `Idempotency-Key`. A lead may come in an envelope, `{"lead": {…}, "reference": …, "metadata": {…}}`: your own id of it and short texts, which come back in answers, lists, CSV and webhooks. Keys of the scope `form` can neither set nor see them.',
    parameters: [MODEL, UNKNOWN, WEBHOOK, PREFER(WAIT), IDEMPOTENCY, EXPIRES_AFTER],
    body: 'LeadSubmission',
    answers: {
      200: {
        schema: 'Prediction',
        is: 'scored, with `Prefer: wait`; or final by now, when its `Idempotency-Key` came before',
        headers: ['Location', 'Preference-Applied', REPLAYED],
      },
      202: {
        schema: 'Prediction',
        is: 'accepted',
        headers: ['Location', 'Retry-After', 'Preference-Applied', REPLAYED],
      },
    },
    also: [403, 410],
  },
  'GET /predict/:id': answers(
    'The state of a prediction',
    'Prediction',
    'as it is now, or once it is final with `wait`; `Retry-After` while it is queued',
    { parameters: [WAIT_FOR_END], also: [410] },
    ['Retry-After'],
  ),
  'POST /predict/:id/cancel': answers('Cancel what is not final yet', 'Prediction', 'canceled', {
    description: OWN,
    also: [409, 410],
  }),
  'DELETE /predict/:id': {
    summary: 'Erase a prediction: its lead and all that was made of it',
    answers: { 204: { is: 'erased; a repeat answers the same' } },
  },
  'POST /predict_batch': {
    summary: 'Submit 1 to 1,000 leads',
    description:
      'All are accepted or none; with `Prefer: handling=lenient` the good ones are, and the others are reported in place. Each lead counts for the rate of the key; a batch that is larger than the rest of the minute’s rate is refused whole. Each may come in an envelope, as in `POST /predict`.',
    parameters: [
      MODEL,
      UNKNOWN,
      WEBHOOK,
      PREFER(`${WAIT}; \`handling=lenient\`: accept the good leads; \`handling=strict\`: all or none`),
      IDEMPOTENCY,
      EXPIRES_AFTER,
    ],
    body: 'BatchSubmission',
    answers: {
      200: {
        schema: 'BatchScored',
        is: 'scored, with `Prefer: wait`, or final by now, when its `Idempotency-Key` came before; where not all results fit, `next_cursor` and `Link` lead to the others',
        headers: ['Location', 'Preference-Applied', 'Link', REPLAYED],
      },
      202: {
        schema: 'BatchAccepted',
        is: 'accepted',
        headers: ['Location', 'Retry-After', 'Preference-Applied', REPLAYED],
      },
    },
    also: [403, 410],
  },
  'GET /predict_batch': listed('The batches', 'BatchList', RECENT),
  'GET /predict_batch/:id': answers(
    'Counts by status, and a page of results',
    'BatchState',
    'as it is now, or once it is done with `wait`; `Retry-After` while it is queued',
    { parameters: [...MEMBERS, WAIT_FOR_END], also: [410] },
    ['Retry-After'],
  ),
  'POST /predict_batch/:id/cancel': answers(
    'Cancel the leads of a batch that are not final yet',
    'BatchState',
    'its state: the others stay as they are',
    { description: OWN, parameters: MEMBERS, also: [409, 410] },
    ['Link'],
  ),
  'DELETE /predict_batch/:id': {
    summary: 'Erase a batch: all its leads and all that was made of them',
    answers: { 204: { is: 'erased; a repeat answers the same' } },
  },
};
