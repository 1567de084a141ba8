import type { COMPONENTS, ComponentName } from '../../contract/components.ts';
import type { Wire } from '../../contract/parts.ts';
import {
  BASE,
  BATCH,
  BATCH_FACTS,
  BATCH_ID,
  CREATED,
  ENDED,
  JOB_ID,
  LEAD,
  MEMBERS,
  MODEL,
  QUEUED,
  SCORED_FACTS,
  SHA256,
  SUCCEEDED,
  TRAINING_ID,
  urlsOf,
} from './example-facts.ts';
import { LEAD_EXAMPLES } from './lead-examples.ts';
import { OUTCOME_EXAMPLES } from './outcome-examples.ts';
import { PERFORMANCE_EXAMPLES } from './performance-examples.ts';
import { SIMPLE_EXAMPLES } from './simple-examples.ts';
import { WEBHOOK_EXAMPLES } from './webhook-examples.ts';

/** Of a component: what each example is → the example. */
type Examples = { readonly [N in ComponentName]?: Readonly<Record<string, Wire<(typeof COMPONENTS)[N]>>> };

const JOB_FACTS = {
  job_id: JOB_ID,
  status: 'succeeded',
  model: MODEL,
  file_name: 'leads.csv',
  created_at: CREATED,
  started_at: '2026-03-04T10:00:09.000Z',
  completed_at: '2026-03-04T10:00:41.000Z',
  expires_at: '2026-04-03T10:00:00.000Z',
  rows: 120_000,
  scored: 119_998,
  rejected: 2,
  percent: 100,
  chunks: { done: 4, total: 4 },
  estimated_finish_at: null,
  grades: { A: 12_004, B: 24_010, C: 36_000, D: 47_984 },
  warnings: ['2 of 120,000 rows were rejected'],
} as const;
const JOB_PATH = `${BASE}/jobs/${JOB_ID}`;
const JOB = {
  ...JOB_FACTS,
  result: {
    url: `https://bucket.s3.amazonaws.com/jobs/${JOB_ID}/result.csv?X-Amz-Signature=…`,
    bytes: 9_412_220,
    rejected_url: `https://bucket.s3.amazonaws.com/jobs/${JOB_ID}/rejected.csv?X-Amz-Signature=…`,
  },
  urls: { get: JOB_PATH, start: `${JOB_PATH}/start`, cancel: `${JOB_PATH}/cancel` },
} as const;
const { grades: _grades, warnings: _warnings, ...OPEN_JOB } = JOB;
const LISTED_JOB = {
  job_id: JOB_ID,
  status: 'succeeded',
  model: MODEL,
  file_name: JOB.file_name,
  created_at: JOB.created_at,
  started_at: JOB.started_at,
  completed_at: JOB.completed_at,
  expires_at: JOB.expires_at,
  rows: JOB.rows,
  rejected: JOB.rejected,
  urls: JOB.urls,
} as const;

const TRAINING = {
  training_id: TRAINING_ID,
  status: 'succeeded',
  model: 'leads',
  trigger: 'request',
  created_by: 'be146c64',
  created_at: CREATED,
  started_at: '2026-03-04T10:00:01.000Z',
  completed_at: '2026-03-04T10:02:11.000Z',
  dataset: {
    key: 'datasets/leads/2026-03.csv',
    sha256: 'f2ca1bb6c7e907d06dafe4687e579fce76b37e4e93b7605022da52e6ccc26fd2',
    bytes: 4_812_330,
    rows: 41_188,
    converted: 4639,
  },
  options: { target: 'converted', trainers: ['logistic', 'boosted'], metric: 'log_loss' },
  policy: {
    minimum_new_rows: 0,
    minimum_new_conversions: 0,
    promotion: 'better',
    standard_errors: 1,
    allow_fields: [],
  },
  steps: [
    {
      name: 'train:boosted',
      state: 'succeeded',
      started_at: '2026-03-04T10:00:21.000Z',
      ended_at: '2026-03-04T10:01:40.000Z',
      duration_ms: 79_000,
      attempts: 1,
      figures: { log_loss: 0.2817 },
    },
  ],
  winner: 'boosted',
  new_model_version: 'v4',
  decision: {
    outcome: 'promoted',
    reason: 'the new version predicts better than v3 on 4,118 leads that neither has seen',
    champion: 'v3',
    findings: [],
    comparison: {
      rows: 4118,
      champion_log_loss: 0.2931,
      candidate_log_loss: 0.2817,
      difference: 0.0114,
      standard_error: 0.0021,
    },
  },
  urls: urlsOf(`/train/${TRAINING_ID}`),
} as const;

const VERSION = {
  ...MODEL,
  sha256: SHA256,
  created_at: '2026-02-01T09:12:44.000Z',
  created_by: 'ana@example.com',
  trainer: 'logistic',
  metrics: { roc_auc: 0.7931, log_loss: 0.2931 },
  tags: ['2026-q1'],
  files: ['report.html', 'metrics.json'],
} as const;

const COUNTS = { queued: 0, succeeded: 1, failed: 0, canceled: 0, erased: 0, rejected: 1 } as const;

/** Bodies of requests, answers and events as they are sent; a test compares each with its schema. */
export const EXAMPLES = {
  Lead: { usual: LEAD },
  ...LEAD_EXAMPLES,
  ...OUTCOME_EXAMPLES,
  ...PERFORMANCE_EXAMPLES,
  ...SIMPLE_EXAMPLES,
  ...WEBHOOK_EXAMPLES,
  Prediction: { succeeded: SUCCEEDED, queued: QUEUED },
  PredictionPage: { usual: { predictions: [{ ...SUCCEEDED, lead: LEAD }], next_cursor: null, next: null } },
  PredictionEvent: {
    usual: { type: 'prediction.succeeded', timestamp: ENDED, data: SCORED_FACTS },
  },
  BatchAccepted: { usual: BATCH },
  BatchScored: { usual: { ...BATCH, model_version: 'v3', predictions: MEMBERS, next_cursor: null } },
  BatchState: {
    usual: {
      ...BATCH,
      status: 'done',
      counts: COUNTS,
      results: MEMBERS,
      next_cursor: null,
    },
  },
  BatchList: {
    usual: {
      batches: [{ ...BATCH, expires_at: '2026-04-03T10:00:00.000Z', rejected: 1 }],
      next_cursor: null,
    },
  },
  BatchEvent: {
    usual: {
      type: 'batch.completed',
      timestamp: ENDED,
      data: {
        ...BATCH_FACTS,
        counts: COUNTS,
        results: [{ index: 0, ...SCORED_FACTS, prediction_id: `${BATCH_ID}-0` }, MEMBERS[1]],
        next_cursor: null,
      },
    },
  },
  ConversionRequest: { usual: { model_name: 'leads', input_data: [LEAD] } },
  Conversions: { usual: { predictions: [0.7685247834990175] } },
  JobRequest: {
    upload: { file_name: 'leads.csv', size: 9_312_004 },
    source: { source: 's3://bucket/crm/leads.csv' },
  },
  JobStart: { usual: {}, parts: { parts: [{ number: 1, etag: '"9bb58f26192e4ba00f01e2e7b136bbd8"' }] } },
  JobAccepted: {
    usual: {
      ...OPEN_JOB,
      status: 'awaiting_upload',
      started_at: null,
      completed_at: null,
      rows: 0,
      scored: 0,
      rejected: 0,
      percent: 0,
      chunks: { done: 0, total: null },
      result: null,
      upload: {
        method: 'PUT',
        url: `https://bucket.s3.amazonaws.com/jobs/${JOB_ID}/upload?X-Amz-Signature=…`,
        expires_at: '2026-03-04T11:00:00.000Z',
      },
    },
  },
  JobList: { usual: { jobs: [LISTED_JOB], next_cursor: null } },
  Job: { usual: JOB },
  JobEvent: { usual: { type: 'job.succeeded', timestamp: '2026-03-04T10:00:41.000Z', data: JOB_FACTS } },
  TrainingRequest: { usual: { target: 'converted', dataset: 'latest', trainers: ['logistic', 'boosted'] } },
  Training: { usual: TRAINING },
  TrainingPage: { usual: { trainings: [TRAINING], next_cursor: null, next: null } },
  Models: { usual: { models: [{ name: 'leads', aliases: { champion: 'v3' } }], next_cursor: null } },
  Model: {
    usual: { name: 'leads', aliases: { champion: 'v3' }, versions: [VERSION], next_cursor: null },
  },
  ModelVersion: { usual: VERSION },
  Alias: {
    usual: {
      name: 'leads',
      alias: 'champion',
      version: 'v3',
      history: [{ action: 'promote', from: 'v2', to: 'v3', at: '2026-02-01T09:20:00.000Z' }],
      next_cursor: null,
    },
  },
  AliasMove: { usual: { version: 'v4', why: 'better on the leads of March' } },
  AliasMoved: { usual: { name: 'leads', alias: 'champion', version: 'v4', from: 'v3', findings: [] } },
  Welcome: {
    usual: {
      message: 'Welcome to the lead conversion prediction API!',
      links: { docs: `${BASE}/docs`, predict: `${BASE}/predict` },
      model_kinds: ['additive', 'trees'],
    },
  },
  Key: { usual: { key_id: 'be146c64', scope: 'predict', rate_per_minute: 60 } },
  Health: {
    usual: {
      status: 'ok',
      checks: {
        store: { status: 'ok' },
        queue: { status: 'ok' },
        model: { status: 'ok', ...MODEL, sha256: SHA256 },
      },
    },
  },
  LeadJsonSchema: {
    usual: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Lead',
      type: 'object',
      properties: { visits: { type: ['number', 'null'], title: 'visits', examples: [15] } },
      'x-model': MODEL,
      'x-schema-sha256': SHA256,
    },
  },
  ProblemDescription: {
    usual: {
      type: '/problems/invalid-lead',
      title: 'The lead is not valid',
      status: 422,
      means: 'Fields of the lead are not as the model expects. Nothing was accepted.',
      remedy: 'Correct every field in `errors`. `GET /schema` describes the lead.',
    },
  },
} as const satisfies Examples;
