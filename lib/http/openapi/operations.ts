import { GRADES, ORDERS, PREDICTION_STATES } from '../../contract/words.ts';
import { BODY, header, IDEMPOTENCY, KEYED, type Operation, path, query } from './operation.ts';

export type { Answer, Operation } from './operation.ts';

const MODEL = query(
  'model',
  '`leads`, `leads@v3` or `leads@challenger`; the default model’s champion without it',
);
const WEBHOOK = query(
  'webhook',
  'an https address that is told of the end; signed as Standard Webhooks says, tried for a day; needs the scope `predict`',
  { type: 'string', format: 'uri' },
);
const CURSOR = query('cursor', '`next_cursor` of the page before');
const LISTING = [
  query('model', 'a model’s name'),
  query('order', 'newest first, or highest score first within a day', { enum: ORDERS }),
  query('day', 'with the order by score, such as 2026-01-31; today without it'),
  query('grade', 'only this grade', { enum: GRADES }),
  query('status', 'only this status', { enum: PREDICTION_STATES }),
  query('limit', 'at most so many', { type: 'integer' }),
  query('after', '`next` of the page before'),
];

export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET /': {
    summary: 'A welcome, with links',
    answers: { 200: { schema: 'Welcome', is: 'welcome' } },
    problems: [],
  },
  'GET /health': {
    summary: 'Whether store, queue and model answer',
    answers: {
      200: { schema: 'Health', is: 'well, or degraded: an earlier version serves' },
      503: { schema: 'Health', is: 'a part is out of order' },
    },
    problems: [],
  },
  'GET /schema': {
    summary: 'JSON Schema of a lead',
    parameters: [MODEL],
    answers: {
      200: {
        schema: 'LeadJsonSchema',
        mediaType: 'application/schema+json',
        is: 'what POST /predict accepts',
        headers: ['ETag'],
      },
    },
    problems: [404, 503],
  },
  'GET /key': {
    summary: 'What the key of the request may do',
    answers: { 200: { schema: 'Key', is: 'its scope and its rate' } },
    problems: KEYED,
  },
  'GET /openapi.json': {
    summary: 'This document',
    answers: { 200: { mediaType: 'application/json', is: 'OpenAPI 3.1' } },
    problems: [503],
  },
  'GET /docs': {
    summary: 'This document as a page',
    answers: { 200: { mediaType: 'text/html', is: 'a page that needs no other host' } },
    problems: [503],
  },
  'POST /predict': {
    summary: 'Submit a lead',
    description:
      'Answers at once with an id to ask by. With `Prefer: wait` the lead is scored in the request. Safe to repeat with an `Idempotency-Key`.',
    parameters: [MODEL, WEBHOOK, header('Prefer', '`wait`: answer with the result'), IDEMPOTENCY],
    body: 'Lead',
    answers: {
      200: {
        schema: 'Prediction',
        is: 'scored, with `Prefer: wait`',
        headers: ['Location', 'Preference-Applied'],
      },
      202: { schema: 'Prediction', is: 'accepted', headers: ['Location', 'Retry-After'] },
    },
    problems: [403, 404, 410, ...BODY, ...KEYED],
  },
  'GET /predict/:id': {
    summary: 'The state of a prediction',
    parameters: [path('id', 'of a prediction, or `<batch_id>-<index>`')],
    answers: { 200: { schema: 'Prediction', is: 'as it is now; `Retry-After` while it is queued' } },
    problems: [404, 410, ...KEYED],
  },
  'POST /predict/:id/cancel': {
    summary: 'Cancel what is not final yet',
    parameters: [path('id', 'of a prediction')],
    answers: { 200: { schema: 'Prediction', is: 'canceled' } },
    problems: [403, 404, 409, 410, ...KEYED],
  },
  'DELETE /predict/:id': {
    summary: 'Erase a lead and all that was made of it',
    parameters: [path('id', 'of a prediction')],
    answers: { 204: { is: 'erased; once more answers the same' } },
    problems: [403, 404, ...KEYED],
  },
  'POST /predict_batch': {
    summary: 'Submit 1 to 1,000 leads',
    description:
      'All are accepted or none; with `Prefer: handling=lenient` the good ones are, and the others are reported in place. Each lead counts for the rate of the key; a batch that is larger than what is left of the minute is refused whole.',
    parameters: [MODEL, WEBHOOK, header('Prefer', '`wait`, `handling=lenient`, or both'), IDEMPOTENCY],
    body: 'Leads',
    answers: {
      200: {
        schema: 'BatchScored',
        is: 'scored, with `Prefer: wait`; where not all results fit, `next_cursor` and `Link` lead to the others',
        headers: ['Location', 'Preference-Applied', 'Link'],
      },
      202: { schema: 'BatchAccepted', is: 'accepted', headers: ['Location', 'Retry-After'] },
    },
    problems: [403, 404, ...BODY, ...KEYED],
  },
  'GET /predict_batch/:id': {
    summary: 'Counts by status, and a page of results',
    parameters: [
      path('id', 'of a batch'),
      query('cursor', '`next_cursor` of the page before'),
      query('limit', '1 to 1,000; 100 without it; a page may be shorter, where results are large', {
        type: 'integer',
      }),
    ],
    answers: { 200: { schema: 'BatchState', is: 'as it is now; `Retry-After` while it is queued' } },
    problems: [400, 404, 410, ...KEYED],
  },
  'POST /predict_lead_conversion': {
    summary: 'Probabilities at once; nothing is kept',
    body: 'ConversionRequest',
    answers: { 200: { schema: 'Conversions', is: 'one probability per lead, in order' } },
    problems: [403, 404, ...BODY, ...KEYED],
  },
  'POST /jobs': {
    summary: 'Score a file of any size',
    description:
      'The file is uploaded to the address in `upload`, in one PUT or, when it is large, in parts, and then `POST /jobs/{id}/start` is called; or it lies in the stack’s bucket already and the job starts at once. Rows keep their order and their columns; those that do not fit the model go, with line and reason, to a second file.',
    parameters: [MODEL, WEBHOOK, IDEMPOTENCY],
    body: 'JobRequest',
    answers: { 202: { schema: 'JobAccepted', is: 'accepted', headers: ['Location', 'Retry-After'] } },
    problems: [403, 404, ...BODY, ...KEYED],
  },
  'GET /jobs/:id': {
    summary: 'How far a job is, and what came of it',
    parameters: [path('id', 'of a job')],
    answers: { 200: { schema: 'Job', is: 'as it is now; `Retry-After` until it is final' } },
    problems: [403, 404, 410, ...KEYED],
  },
  'POST /jobs/:id/start': {
    summary: 'The file is uploaded: score it',
    parameters: [path('id', 'of a job')],
    body: 'JobStart',
    answers: { 202: { schema: 'Job', is: 'queued', headers: ['Location', 'Retry-After'] } },
    problems: [403, 404, 409, 410, ...BODY, ...KEYED],
  },
  'POST /jobs/:id/cancel': {
    summary: 'Cancel a job',
    parameters: [path('id', 'of a job')],
    answers: { 200: { schema: 'Job', is: 'canceled' } },
    problems: [403, 404, 409, 410, ...KEYED],
  },
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
  'GET /predictions': {
    summary: 'What was predicted',
    parameters: LISTING,
    answers: { 200: { schema: 'PredictionPage', is: 'a page; `next` leads to the next' } },
    problems: [400, 403, ...KEYED],
  },
  'GET /predictions.csv': {
    summary: 'What was predicted, as CSV',
    parameters: LISTING,
    answers: {
      200: {
        mediaType: 'text/csv',
        is: 'up to 2,000 rows, or as many as fit; `Link` leads to the next',
        headers: ['Link'],
      },
    },
    problems: [400, 403, ...KEYED],
  },
  'GET /models': {
    summary: 'The published models',
    parameters: [CURSOR],
    answers: { 200: { schema: 'Models', is: 'names and aliases' } },
    problems: [400, 403, ...KEYED],
  },
  'GET /models/:name': {
    summary: 'The versions of a model',
    parameters: [path('name', 'of a model'), CURSOR],
    answers: { 200: { schema: 'Model', is: 'newest first' } },
    problems: [400, 403, 404, ...KEYED],
  },
  'GET /models/:name/versions/:version': {
    summary: 'One version',
    parameters: [path('name', 'of a model'), path('version', 'such as v3')],
    answers: { 200: { schema: 'ModelVersion', is: 'who, when, figures' } },
    problems: [403, 404, ...KEYED],
  },
  'GET /models/:name/versions/:version/files/:file': {
    summary: 'A file of a version',
    description:
      'With the scope `form`: `model.json` of a version that is or was champion, for what-if; with `predict`: every file. A file that is larger than an answer goes as gzip, where `Accept-Encoding` takes it.',
    parameters: [
      path('name', 'of a model'),
      path('version', 'such as v3'),
      path('file', '`model.json`, or one of the version’s `files`'),
    ],
    answers: { 200: { mediaType: 'application/json', is: 'as it was published; it never changes' } },
    problems: [403, 404, 413, ...KEYED],
  },
  'GET /models/:name/aliases/:alias': {
    summary: 'Where an alias points, and pointed',
    parameters: [path('name', 'of a model'), path('alias', '`champion`, `challenger` or another'), CURSOR],
    answers: { 200: { schema: 'Alias', is: 'newest first', headers: ['ETag'] } },
    problems: [400, 403, 404, ...KEYED],
  },
  'PUT /models/:name/aliases/:alias': {
    summary: 'Point an alias to a version',
    parameters: [
      path('name', 'of a model'),
      path('alias', '`champion`, `challenger` or another'),
      header('If-Match', '`"v3"`: where you saw it point'),
      header('If-None-Match', '`*`: it did not exist'),
    ],
    body: 'AliasMove',
    answers: { 200: { schema: 'AliasMoved', is: 'moved', headers: ['ETag'] } },
    problems: [403, 404, 412, 428, ...BODY, ...KEYED],
  },
};
