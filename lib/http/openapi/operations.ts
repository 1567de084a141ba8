import type { ComponentName } from '../../contract/components.ts';
import {
  GRADES,
  JOB_STATES,
  MOST_RESENDS,
  ORDERS,
  PREDICTION_STATES,
  WEBHOOK_STATES,
} from '../../contract/words.ts';
import type { ApiRoute } from '../api-route.ts';

/** What a route takes and answers, for the OpenAPI document. */
export interface Operation {
  readonly summary: string;
  readonly description?: string;
  readonly parameters: readonly Parameter[];
  /** The schema of the JSON body. */
  readonly body?: ComponentName;
  /** The request may come without it. */
  readonly bodyIsOptional?: true;
  /** Status → the schema, a media type, or nothing. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** The statuses of problems, ascending. */
  readonly problems: readonly number[];
}

export interface Answer {
  readonly is: string;
  readonly schema?: ComponentName;
  /** `application/json` where there is a schema and nothing else is said. */
  readonly mediaType?: string;
  readonly headers?: readonly string[];
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly description: string;
  /** A later release leaves it out. */
  readonly deprecated?: true;
  readonly schema?: Readonly<Record<string, unknown>>;
}

/** What is said of a route: what its path, its scope and its body bring with them is not said again. */
type Said = Omit<Operation, 'parameters' | 'problems'> & {
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
const header = (name: string, description: string): Parameter => ({ name, in: 'header', description });

const IDEMPOTENCY = header('Idempotency-Key', 'the same key with the same body is accepted once');
const MODEL = query(
  'model',
  '`leads`, `leads@v3` or `leads@challenger`; the default model’s champion without it',
);
const WEBHOOK = query(
  'webhook',
  'an https address that is told of the end; signed as Standard Webhooks says, tried for a day; needs the scope `predict`',
  { type: 'string', format: 'uri' },
);
const UNKNOWN = query(
  'unknown',
  '`ignore`: fields that the model does not have are left out and named in `warnings`; without it they are refused',
  { enum: ['ignore'] },
);
const EXPIRES_AFTER = header(
  'Scorelane-Expires-After',
  'whole seconds, 1 to 86400: a lead that no worker has scored by then fails with the code `expired`; no effect with `Prefer: wait`',
);
const WAIT_FOR_END = query(
  'wait',
  'whole seconds, 1 to 20: answers as soon as it is final, and after that time as it is then. Answered at once with the scope `form`, and where very many wait',
  { type: 'integer', minimum: 1, maximum: 20 },
);
const CURSOR = query('cursor', '`next_cursor` of the page before');
const AFTER: Parameter = { ...query('after', 'the former name of `cursor`'), deprecated: true };
const LISTING = [
  query('model', 'a model’s name; the default model without it, all models with `reference`'),
  query(
    'reference',
    'only those of this lead, by the caller’s own id of it; neither `order=score` nor `day` go with it',
  ),
  query('order', 'newest first, or highest score first within a day', { enum: ORDERS }),
  query('day', 'only this day (UTC), such as 2026-01-31; with the order by score today without it', {
    type: 'string',
    format: 'date',
  }),
  query('grade', 'only this grade', { enum: GRADES }),
  query('status', 'only this status', { enum: PREDICTION_STATES }),
  query('limit', 'at most so many', { type: 'integer' }),
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

const V0 =
  'The simple form of services on FastAPI: their clients change their base URL to `…/v0` and nothing else.';

const MEMBERS = [
  CURSOR,
  query('limit', '1 to 1,000; 100 without it; a page may be shorter, where results are large', {
    type: 'integer',
  }),
];
const RECENT = [query('limit', '1 to 100; 20 without it', { type: 'integer' }), CURSOR];

const PATH_PARAMETERS: Readonly<Record<string, string>> = {
  name: 'of a model',
  version: 'such as v3',
  file: '`model.json`, or one of the version’s `files`',
  alias: '`champion`, `challenger` or another',
  predict: 'of a prediction, or `<batch_id>-<index>`',
  predict_batch: 'of a batch',
  reference:
    'the caller’s own id of a lead, percent-encoded; twice when it holds `%`, `/`, `\\` or `?`, because API Gateway decodes paths once',
  jobs: 'of a job',
  train: 'of a training',
  webhooks: 'the `webhook-id`: of the prediction, the batch or the job',
};

/** The one answer that is no problem. */
const answers = (summary: string, schema: ComponentName, is: string, more: Partial<Said> = {}): Said => ({
  summary,
  answers: { 200: { schema, is } },
  ...more,
});
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

const listed = (summary: string, schema: ComponentName, parameters: readonly Parameter[]): Said => ({
  summary,
  parameters,
  answers: {
    200: {
      schema,
      is: 'a page, newest first; `next_cursor` and `Link` lead to the next; those that a release before 2026-12 accepted are not in it',
      headers: ['Link'],
    },
  },
});

const OWN =
  'For the key that submitted it, and for the scope `admin`; what an earlier release accepted is for `admin`.';

const SAID: Readonly<Record<string, Said>> = {
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
        mediaType: 'application/schema+json',
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
  'POST /predict': {
    summary: 'Submit a lead',
    description:
      'Answers at once with an id to ask by. With `Prefer: wait` the lead is scored in the request. Safe to repeat with an `Idempotency-Key`. A lead may come in an envelope, `{"lead": {…}, "reference": …, "metadata": {…}}`: your own id of it and short texts, which come back in answers, lists, CSV and webhooks. Keys of the scope `form` can neither set nor see them.',
    parameters: [MODEL, UNKNOWN, WEBHOOK, PREFER(WAIT), IDEMPOTENCY, EXPIRES_AFTER],
    body: 'Lead',
    answers: {
      200: {
        schema: 'Prediction',
        is: 'scored, with `Prefer: wait`; or final by now, when its `Idempotency-Key` came before',
        headers: ['Location', 'Preference-Applied', REPLAYED],
      },
      202: { schema: 'Prediction', is: 'accepted', headers: ['Location', 'Retry-After', REPLAYED] },
    },
    also: [400, 403, 410],
  },
  'GET /predict/:id': answers(
    'The state of a prediction',
    'Prediction',
    'as it is now, or once it is final with `wait`; `Retry-After` while it is queued',
    { parameters: [WAIT_FOR_END], also: [410] },
  ),
  'POST /predict/:id/cancel': answers('Cancel what is not final yet', 'Prediction', 'canceled', {
    description: OWN,
    also: [409, 410],
  }),
  'DELETE /predict/:id': {
    summary: 'Erase a prediction: its lead and all that was made of it',
    answers: { 204: { is: 'erased; once more answers the same' } },
  },
  'POST /predict_batch': {
    summary: 'Submit 1 to 1,000 leads',
    description:
      'All are accepted or none; with `Prefer: handling=lenient` the good ones are, and the others are reported in place. Each lead counts for the rate of the key; a batch that is larger than what is left of the minute is refused whole. Each may come in an envelope, as in `POST /predict`.',
    parameters: [
      MODEL,
      UNKNOWN,
      WEBHOOK,
      PREFER(`${WAIT}; \`handling=lenient\`: accept the good leads; \`handling=strict\`: all or none`),
      IDEMPOTENCY,
      EXPIRES_AFTER,
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
    also: [400, 403, 410],
  },
  'GET /predict_batch': listed('The batches', 'BatchList', RECENT),
  'GET /predict_batch/:id': answers(
    'Counts by status, and a page of results',
    'BatchState',
    'as it is now, or once it is done with `wait`; `Retry-After` while it is queued',
    { parameters: [...MEMBERS, WAIT_FOR_END], also: [410] },
  ),
  'POST /predict_batch/:id/cancel': answers(
    'Cancel the leads of a batch that are not final yet',
    'BatchState',
    'its state: the others stay as they are',
    { description: OWN, parameters: MEMBERS, also: [409, 410] },
  ),
  'DELETE /predict_batch/:id': {
    summary: 'Erase a batch: all its leads and all that was made of them',
    answers: { 204: { is: 'erased; once more answers the same' } },
  },
  'POST /predict_lead_conversion': answers(
    'Probabilities at once; nothing is kept',
    'Conversions',
    'one probability per lead, in order',
    {
      description:
        'The form of services on Flask: it takes what their clients send, as `requests` and pandas write it.',
      parameters: [UNKNOWN],
      body: 'ConversionRequest',
      also: [404],
    },
  ),
  'POST /v0/predict': answers(
    'The probability of one lead at once; nothing is kept',
    'V0Prediction',
    'scored',
    {
      description: V0,
      parameters: [MODEL, UNKNOWN],
      body: 'V0Leads',
    },
  ),
  'POST /v0/predict_batch': answers(
    'Probabilities of up to 1,000 leads at once; nothing is kept',
    'V0Predictions',
    'one probability per lead, in order',
    { description: V0, parameters: [MODEL, UNKNOWN], body: 'V0Leads' },
  ),
  'POST /v0/train': {
    summary: 'Train on the newest dataset of the default model, and wait for it',
    description: `${V0} Works as POST /train with \`{"dataset": "latest"}\`, and answers with the new version when it is there in time.`,
    parameters: [IDEMPOTENCY],
    body: 'V0TrainingRequest',
    bodyIsOptional: true,
    answers: {
      200: { schema: 'V0Training', is: 'it has ended' },
      202: { schema: 'V0Training', is: 'it takes longer than a request waits: ask by `training_id`' },
    },
    // It was canceled meanwhile, or it failed, and not of its file.
    also: [409, 500],
  },
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
        query('model', 'a model’s name; all without it'),
        query('limit', '1 to 100; 20 without it', { type: 'integer' }),
        CURSOR,
        AFTER,
      ],
    },
  ),
  'GET /train/:id': answers(
    'A training: its steps, its figures, and what was decided',
    'Training',
    'as it is now; `Retry-After` until it is final',
  ),
  'POST /train/:id/cancel': answers('Cancel a training', 'Training', 'canceled', {
    description: 'The champion stays. From the moment that an alias is being moved it is too late.',
    also: [409],
  }),
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
      also: [400],
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
    'erased; once more answers the same. `complete: false`: there are more, send it again',
  ),
  'GET /predictions': answers(
    'What was predicted',
    'PredictionPage',
    'a page; `next_cursor` leads to the next',
    {
      parameters: LISTING,
    },
  ),
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
  },
  'GET /models': answers('The published models', 'Models', 'names and aliases', { parameters: [CURSOR] }),
  'GET /models/:name': answers('The versions of a model', 'Model', 'newest first', { parameters: [CURSOR] }),
  'GET /models/:name/versions/:version': answers('One version', 'ModelVersion', 'who, when, figures'),
  'GET /models/:name/versions/:version/files/:file': {
    summary: 'A file of a version',
    description:
      'With the scope `form`: `model.json` of a version that is or was champion, for what-if; with `predict`: every file. A file that is larger than an answer goes as gzip, where `Accept-Encoding` takes it.',
    answers: { 200: { mediaType: 'application/json', is: 'as it was published; it never changes' } },
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
  'GET /webhooks/deliveries': answers(
    'Webhooks, and what came of them',
    'DeliveryPage',
    'by their latest attempt, latest first; a page may be shorter, also empty: only `next_cursor` says whether there are more',
    {
      parameters: [
        query('status', 'only those in this state', { enum: WEBHOOK_STATES }),
        query('limit', '1 to 100; 50 without it', { type: 'integer' }),
        CURSOR,
      ],
    },
  ),
  'POST /webhooks/deliveries/:id/resend': accepts(
    'Send a webhook once more',
    'Webhook',
    'a round of attempts begins, the first at once',
    {
      description: `Whatever came of it before, and with the same \`webhook-id\`; up to ${MOST_RESENDS} times. A key sends its own; those of others need the scope \`operate\`.`,
      also: [409],
    },
  ),
  'POST /webhooks/test': answers(
    'Send a test event to an address',
    'WebhookTested',
    'what the receiver said',
    {
      description:
        'Signed with the secret of the key, posted once, at once, under the rules of every webhook. Nothing is recorded.',
      body: 'WebhookTest',
    },
  ),
};

/** @throws {Error} nothing is said of the route, or of other parameters than it takes */
export function describeRoute({
  method,
  path,
  scope,
  query: names = [],
  answers: types,
}: ApiRoute): Operation {
  const said = SAID[`${method} ${path}`];
  if (said === undefined) throw new Error(`OpenAPI: ${method} ${path} is not described`);
  const { parameters = [], also = [], answers, ...words } = said;
  const [, subject = ''] = path.split('/');
  const inPath = Array.from(path.matchAll(/:(\w+)/g), ([, name = '']): Parameter => {
    return { name, in: 'path', description: PATH_PARAMETERS[name] ?? PATH_PARAMETERS[subject]! };
  });
  const described = parameters.flatMap((parameter) => (parameter.in === 'query' ? [parameter.name] : []));
  for (const name of names)
    if (!described.includes(name)) throw new Error(`OpenAPI: ${method} ${path}: ?${name} is not described`);
  for (const name of described)
    if (!names.includes(name)) throw new Error(`OpenAPI: ${method} ${path} does not take ?${name}`);
  const problems = [
    ...also,
    ...(scope === 'open' ? [] : [401, 429, 503]),
    ...(scope === 'open' || scope === 'form' ? [] : [403]),
    ...(inPath.length > 0 || parameters.includes(MODEL) ? [404] : []),
    // An unknown parameter, and a media type that it does not have.
    ...(types?.length === 0 ? [400] : [400, 406]),
    ...(words.body === undefined ? [] : [413, 415, 422]),
  ];
  const accepted = answers[202] && { 202: { headers: ['Location', 'Retry-After'], ...answers[202] } };
  return {
    ...words,
    parameters: [...inPath, ...parameters],
    answers: { ...answers, ...accepted },
    problems: [...new Set(problems)].sort(),
  };
}
