import { SCOPES } from '../../auth/scope.ts';
import { count, error, list, object, orNull, ref, type Schema, sha256, text, time } from './schema-parts.ts';
import { TRAIN_SCHEMAS } from './train-schemas.ts';

const modelOf = object({ name: text, version: { type: 'string', examples: ['v3'] } });

const predictionFacts = {
  prediction_id: { type: 'string', examples: ['c89582a7-597e-4bb9-bdf7-f79857554eb2'] },
  status: { enum: ['queued', 'succeeded', 'failed', 'canceled'] },
  model: modelOf,
  model_version: text,
  created_at: time,
  completed_at: orNull(time),
  prediction: orNull(ref('PredictionResult')),
  receipt: ref('Receipt'),
  error,
};
const prediction = {
  ...predictionFacts,
  webhook: ref('Webhook'),
  urls: object({ get: text, cancel: text }),
};
const NOT_ALWAYS = ['receipt', 'error', 'webhook'];
const batchFacts = { batch_id: text, count, model: modelOf, created_at: time };
const batch = {
  ...batchFacts,
  webhook: ref('Webhook'),
  urls: object({ get: text }),
};
const itemErrors = list(object({ index: count, field: text, message: text }));
const errorsTotal = { ...count, description: 'how many there are; `errors` holds the first 100 of them' };
const nextCursor = orNull({ ...text, description: 'for the page that follows' });

const jobFacts = {
  job_id: text,
  status: { enum: ['awaiting_upload', 'queued', 'running', 'succeeded', 'failed', 'canceled'] },
  model: modelOf,
  file_name: text,
  created_at: time,
  started_at: orNull(time),
  completed_at: orNull(time),
  expires_at: { ...time, description: 'then it is removed, its result too' },
  rows: { ...count, description: 'so far' },
  scored: count,
  rejected: count,
  percent: { type: 'integer', minimum: 0, maximum: 100 },
  chunks: object({ done: count, total: orNull(count) }),
  estimated_finish_at: orNull(time),
  grades: object({ A: count, B: count, C: count, D: count }),
  warnings: list(text),
  error,
};
const JOB_NOT_ALWAYS = ['grades', 'warnings', 'error'];
const job = {
  ...jobFacts,
  result: orNull(
    object({
      url: { ...text, description: 'good for an hour, without a key' },
      bytes: count,
      rejected_url: orNull(text),
    }),
  ),
  webhook: ref('Webhook'),
  urls: object({ get: text, start: text, cancel: text }),
};

/** JSON Schemas (2020-12) of what the API answers; the lead's comes from the champion. */
export const SCHEMAS: Readonly<Record<string, Schema>> = {
  PredictionResult: object({
    probability: { type: 'number', minimum: 0, maximum: 1 },
    score: { type: 'integer', minimum: 1, maximum: 99, description: 'the rank among past leads' },
    grade: { enum: ['A', 'B', 'C', 'D'] },
    reasons: list(
      object({
        feature: text,
        value: { type: ['string', 'number', 'boolean', 'null'] },
        effect: { type: 'number', description: 'log-odds before calibration, against the average lead' },
        text: { type: 'string', examples: ['Source “referral” multiplies the odds by 2.5'] },
      }),
    ),
  }),
  Receipt: object({
    lead_sha256: sha256,
    model: object({ name: text, version: text, sha256 }),
    log_odds: { type: 'number' },
    intercept: { type: 'number' },
    contributions: list(object({ term: text, log_odds: { type: 'number' } })),
  }),
  Prediction: object(prediction, NOT_ALWAYS),
  BatchAccepted: object({ ...batch, errors: itemErrors, errors_total: errorsTotal }, [
    'errors',
    'errors_total',
    'webhook',
  ]),
  BatchMember: {
    anyOf: [
      object({ index: count, ...prediction }, NOT_ALWAYS),
      object({ index: count, status: { const: 'rejected' }, error }),
      object({ index: count, prediction_id: text, status: { const: 'erased' } }),
    ],
  },
  BatchScored: object(
    {
      ...batch,
      model_version: text,
      predictions: list(ref('BatchMember')),
      next_cursor: orNull({ ...text, description: 'for the others, by GET /predict_batch/{id}' }),
      errors: itemErrors,
      errors_total: errorsTotal,
    },
    ['errors', 'errors_total', 'webhook'],
  ),
  BatchState: object(
    {
      ...batch,
      status: { enum: ['queued', 'done'] },
      counts: object({
        queued: count,
        succeeded: count,
        failed: count,
        canceled: count,
        erased: count,
        rejected: count,
      }),
      results: list(ref('BatchMember')),
      next_cursor: nextCursor,
    },
    ['webhook'],
  ),
  Webhook: object({
    url: { type: 'string', description: 'without its query' },
    status: { enum: ['pending', 'delivered', 'stopped', 'gave_up'] },
    attempts: list(
      object({
        at: time,
        duration_ms: count,
        status: orNull({ type: 'integer' }),
        error: orNull(text),
      }),
    ),
    next_attempt_at: orNull(time),
  }),
  PredictionEvent: object({
    type: { enum: ['prediction.succeeded', 'prediction.failed', 'prediction.canceled'] },
    timestamp: time,
    data: object(predictionFacts, ['receipt', 'error']),
  }),
  BatchEvent: object({ type: { const: 'batch.completed' }, timestamp: time, data: object(batchFacts) }),
  Job: object(job, [...JOB_NOT_ALWAYS, 'webhook']),
  JobAccepted: object(
    {
      ...job,
      upload: object(
        {
          method: { const: 'PUT' },
          url: text,
          part_bytes: { ...count, description: 'of every part but the last' },
          part_urls: list(text),
          expires_at: time,
        },
        ['url', 'part_bytes', 'part_urls'],
      ),
    },
    [...JOB_NOT_ALWAYS, 'webhook', 'upload'],
  ),
  JobEvent: object({
    type: { enum: ['job.succeeded', 'job.failed', 'job.canceled'] },
    timestamp: time,
    data: object(jobFacts, JOB_NOT_ALWAYS),
  }),
  ...TRAIN_SCHEMAS,
  Conversions: object({ predictions: list({ type: 'number', minimum: 0, maximum: 1 }) }),
  PredictionPage: object({
    predictions: list(
      object({ ...prediction, lead: { type: 'object', description: 'as it was accepted' } }, NOT_ALWAYS),
    ),
    next: orNull(text),
  }),
  Models: object({
    models: list(object({ name: text, aliases: { type: 'object', additionalProperties: text } })),
    next_cursor: nextCursor,
  }),
  ModelVersion: object({
    name: text,
    version: text,
    sha256,
    created_at: time,
    created_by: text,
    trainer: text,
    metrics: { type: 'object', additionalProperties: { type: 'number' } },
    tags: list(text),
    files: list(text),
  }),
  Model: object({
    name: text,
    aliases: { type: 'object', additionalProperties: text },
    versions: list(ref('ModelVersion')),
    next_cursor: nextCursor,
  }),
  Alias: object({
    name: text,
    alias: text,
    version: text,
    history: list(
      object({
        action: { enum: ['promote', 'roll back', 'remove'] },
        from: orNull(text),
        to: orNull(text),
        at: time,
      }),
    ),
    next_cursor: nextCursor,
  }),
  AliasMoved: object({
    name: text,
    alias: text,
    version: text,
    from: orNull(text),
    findings: {
      ...orNull(list(ref('PromotionFinding'))),
      description: 'what callers will notice; null: it could not be found out',
    },
  }),
  Key: object({
    key_id: { ...text, description: '`anonymous` where the API asks for no key' },
    scope: { enum: SCOPES },
    rate_per_minute: orNull({ ...count, description: 'leads; null: no rate of its own' }),
  }),
  Welcome: object({ message: text, links: { type: 'object', additionalProperties: text } }),
  Health: object({
    status: { enum: ['ok', 'degraded', 'failing'] },
    checks: {
      type: 'object',
      required: ['store', 'queue', 'model'],
      additionalProperties: { type: 'object', required: ['status'] },
    },
  }),
  Problem: {
    type: 'object',
    description: 'Problem details, RFC 9457; `type` never changes its meaning.',
    required: ['type', 'title', 'status', 'detail'],
    properties: {
      type: { type: 'string', examples: ['/problems/invalid-lead'] },
      title: text,
      status: { type: 'integer' },
      detail: text,
      errors: list(object({ index: count, field: text, message: text }, ['index'])),
      errors_total: errorsTotal,
      prediction_id: text,
      batch_id: text,
      job_id: text,
      training_id: text,
    },
    additionalProperties: false,
  },
};
