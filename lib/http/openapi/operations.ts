import type { ComponentName } from '../../contract/components.ts';
import { GRADES, MOST_LEADS, ORDERS, PREDICTION_STATES } from '../../contract/words.ts';
import { LONGEST_WEBHOOK_URL } from '../../webhook/webhook.ts';
import type { Answer, Operation, Parameter } from './operation.ts';

/** What is said of a route: what its path, its scope and its body bring with them is not said again. */
export type Said = Pick<Operation, 'summary' | 'description' | 'deprecated' | 'body'> & {
  readonly answers: Readonly<Record<number, Answer>>;
  /** But those of the path. */
  readonly parameters?: readonly Parameter[];
  /** Problems of its own. */
  readonly also?: readonly number[];
};

const query = (name: string, description: string, schema?: Parameter['schema']): Parameter => ({
  name,
  in: 'query',
  description,
  ...(schema === undefined ? {} : { schema }),
});
const header = (name: string, description: string, schema?: Parameter['schema']): Parameter => ({
  ...query(name, description, schema),
  in: 'header',
});
const limit = (description: string, maximum: number) =>
  query('limit', description, { type: 'integer', minimum: 1, maximum });

export const IDEMPOTENCY = header('Idempotency-Key', 'the same key with the same body is accepted once', {
  type: 'string',
  pattern: '^[!-~]{1,255}$',
  examples: ['6f1b1f3c-6f0e-4a52-9d0a-0b2a4f1f7a11'],
});
export const MODEL = query(
  'model',
  '`leads`, `leads@v3` or `leads@challenger`; the default model’s champion without it',
  { type: 'string', examples: ['leads@v3'] },
);
const WEBHOOK = query(
  'webhook',
  'an https address that is told of the end; signed as Standard Webhooks says, tried for a day; needs the scope `predict`',
  {
    type: 'string',
    format: 'uri',
    maxLength: LONGEST_WEBHOOK_URL,
    examples: ['https://crm.example.com/scored'],
  },
);
const CURSOR = query('cursor', '`next_cursor` of the page before');
const AFTER: Parameter = { ...query('after', 'the former name of `cursor`'), deprecated: true };
const NAME = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,62}$', examples: ['leads'] } as const;
/** What both lists of predictions can be asked for; they differ in how long a page may be. */
const LISTING = [
  query('model', 'a model’s name', NAME),
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
const PREFER = (words: string) => header('Prefer', `RFC 7240: ${words}; the first of a name counts`);
const WAIT =
  '`wait` or `wait=10`: answer with the result; a lead takes milliseconds, so it is scored in the request whatever the number is; `wait=0`, `respond-async`: do not';
/** Of a GET with an ETag (RFC 9110 §13.1). */
const CONDITIONS = [
  header('If-None-Match', 'ETags that the client has: 304 when one of them is that of the answer'),
  header('If-Match', 'ETags: 412 when none of them is that of the answer'),
];
const NOT_MODIFIED = {
  304: { is: 'the client has it: its `If-None-Match` names the ETag', headers: ['ETag'] },
};
/** Of an answer to a repeated Idempotency-Key. */
const REPLAYED = 'Idempotent-Replayed';

export const PATH_PARAMETERS: Readonly<Record<string, string>> = {
  name: 'of a model',
  version: 'such as v3',
  file: '`model.json`, or one of the version’s `files`',
  alias: '`champion`, `challenger` or another',
  predict: 'of a prediction, or `<batch_id>-<index>`',
  predict_batch: 'of a batch',
  jobs: 'of a job',
  train: 'of a training',
  problems: 'the last part of `type` in a problem, such as `invalid-lead`',
};

/** The one answer that is no problem. */
const answers = (
  summary: string,
  schema: ComponentName,
  is: string,
  more: Partial<Said> = {},
  mayHave: readonly string[] = [],
): Said => ({ summary, answers: { 200: { schema, is, mayHave } }, ...more });
const accepts: typeof answers = (summary, schema, is, more) => ({
  ...answers(summary, schema, is, more),
  answers: { 202: { schema, is } },
});

/** Accepted, or final by now when its Idempotency-Key came before. */
const answersAgain = (summary: string, schema: ComponentName): Said => ({
  summary,
  answers: {
    200: {
      schema,
      is: 'final by now: its `Idempotency-Key` came before',
      headers: ['Location', REPLAYED],
    },
    202: { schema, is: 'accepted', headers: ['Location', 'Retry-After', REPLAYED] },
  },
});

/** By method and path. */
export const SAID: Readonly<Record<string, Said>> = {
  'GET /': answers('A welcome, with links', 'Welcome', 'welcome'),
  'GET /health': {
    summary: 'Whether store, queue and model answer',
    answers: {
      200: { schema: 'Health', is: 'well, or degraded: an earlier version serves' },
      503: { schema: 'Health', is: 'a part is out of order' },
    },
  },
  'GET /schema': {
    summary: 'JSON Schema of a lead',
    parameters: [MODEL, ...CONDITIONS],
    answers: {
      200: {
        schema: 'LeadJsonSchema',
        mediaType: ['application/schema+json', 'application/json'],
        is: 'what POST /predict accepts; as `application/json` where the client prefers it',
        headers: ['ETag'],
      },
      ...NOT_MODIFIED,
    },
    also: [412, 503],
  },
  'GET /key': answers('What the key of the request may do', 'Key', 'its scope and its rate'),
  'GET /openapi.json': {
    summary: 'This document',
    answers: { 200: { mediaType: 'application/json', is: 'OpenAPI 3.1' } },
    also: [503],
  },
  'GET /docs': {
    summary: 'This document as a page',
    answers: { 200: { mediaType: 'text/html', is: 'a page that needs no other host' } },
    also: [503],
  },
  'GET /problems/:type': {
    summary: 'What a type of problem means, and what to do',
    description: '`type` of every problem is the address of such a page. A type never changes its meaning.',
    answers: {
      200: {
        schema: 'ProblemDescription',
        mediaType: ['text/html', 'application/json'],
        is: 'a page; JSON where `Accept` asks for it',
      },
    },
  },
  'POST /predict': {
    summary: 'Submit a lead',
    description:
      'Answers at once with an id to ask by. With `Prefer: wait` the lead is scored in the request. Safe to repeat with an `Idempotency-Key`.',
    parameters: [MODEL, WEBHOOK, PREFER(WAIT), IDEMPOTENCY],
    body: 'Lead',
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
    'as it is now; `Retry-After` while it is queued',
    { also: [410] },
    ['Retry-After'],
  ),
  'POST /predict/:id/cancel': answers('Cancel what is not final yet', 'Prediction', 'canceled', {
    also: [409, 410],
  }),
  'DELETE /predict/:id': {
    summary: 'Erase a lead and all that was made of it',
    answers: { 204: { is: 'erased; once more answers the same' } },
  },
  'POST /predict_batch': {
    summary: 'Submit 1 to 1,000 leads',
    description:
      'All are accepted or none; with `Prefer: handling=lenient` the good ones are, and the others are reported in place. Each lead counts for the rate of the key; a batch that is larger than what is left of the minute is refused whole.',
    parameters: [
      MODEL,
      WEBHOOK,
      PREFER(`${WAIT}; \`handling=lenient\`: accept the good leads; \`handling=strict\`: all or none`),
      IDEMPOTENCY,
    ],
    body: 'Leads',
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
    also: [403],
  },
  'GET /predict_batch/:id': answers(
    'Counts by status, and a page of results',
    'BatchState',
    'as it is now; `Retry-After` while it is queued',
    {
      parameters: [
        CURSOR,
        limit('100 without it; a page may be shorter, where results are large', MOST_LEADS),
      ],
      also: [410],
    },
    ['Retry-After'],
  ),
  'POST /predict_lead_conversion': answers(
    'Probabilities at once; nothing is kept',
    'Conversions',
    'one probability per lead, in order',
    { body: 'ConversionRequest', also: [404] },
  ),
  'POST /jobs': {
    ...answersAgain('Score a file of any size', 'JobAccepted'),
    description:
      'The file is uploaded to the address in `upload`, in one PUT or, when it is large, in parts, and then `POST /jobs/{id}/start` is called; or it lies in the stack’s bucket already and the job starts at once. Rows keep their order and their columns; those that do not fit the model go, with line and reason, to a second file.',
    parameters: [MODEL, WEBHOOK, IDEMPOTENCY],
    body: 'JobRequest',
  },
  'GET /jobs/:id': answers(
    'How far a job is, and what came of it',
    'Job',
    'as it is now; `Retry-After` until it is final',
    { also: [410] },
    ['Retry-After'],
  ),
  'POST /jobs/:id/start': accepts('The file is uploaded: score it', 'Job', 'queued', {
    body: 'JobStart',
    also: [409, 410],
  }),
  'POST /jobs/:id/cancel': answers('Cancel a job', 'Job', 'canceled', { also: [409, 410] }),
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
  'GET /models': answers('The published models', 'Models', 'names and aliases', { parameters: [CURSOR] }),
  'GET /models/:name': answers('The versions of a model', 'Model', 'newest first', { parameters: [CURSOR] }),
  'GET /models/:name/versions/:version': answers('One version', 'ModelVersion', 'who, when, figures'),
  'GET /models/:name/versions/:version/files/:file': {
    summary: 'A file of a version',
    description:
      'With the scope `form`: `model.json` of a version that is or was champion, for what-if; with `predict`: every file. A file that is larger than an answer goes as gzip, where `Accept-Encoding` takes it.',
    answers: {
      200: {
        mediaType: ['application/json', 'text/html'],
        is: 'as it was published; it never changes',
      },
    },
    also: [403, 413],
  },
  'GET /models/:name/aliases/:alias': {
    summary: 'Where an alias points, and pointed',
    parameters: [CURSOR, ...CONDITIONS],
    answers: {
      200: { schema: 'Alias', is: 'newest first', headers: ['ETag', 'Link'] },
      ...NOT_MODIFIED,
    },
    also: [412],
  },
  'PUT /models/:name/aliases/:alias': {
    summary: 'Point an alias to a version',
    parameters: [
      header(
        'If-Match',
        'the ETag of `GET`, such as `"v3-7"` (v3, after 7 moves): it was not moved since; `"v3"`: it points to v3; `*`: it exists; or a list',
      ),
      header('If-None-Match', '`*`: it does not exist; ETags: it is at none of them'),
    ],
    body: 'AliasMove',
    answers: { 200: { schema: 'AliasMoved', is: 'moved', headers: ['ETag'] } },
    also: [412, 428],
  },
};
