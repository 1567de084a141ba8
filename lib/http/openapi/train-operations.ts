import { BODY, IDEMPOTENCY, KEYED, type Operation, path, query } from './operation.ts';
import { orNull } from './schema-parts.ts';

const text = { type: 'string' };
const texts = { type: 'array', items: text, maxItems: 500 };
const whole = { type: 'integer', minimum: 0 };

/** From new data to a better model. */
export const TRAIN_OPERATIONS: Readonly<Record<string, Operation>> = {
  'POST /train': {
    summary: 'Train a model on a dataset in the stack’s bucket',
    description:
      'Candidates are trained side by side, the best is registered, and it goes live when the policy says so. What the request does not say is taken from `policies/<model>.json`, then from how the champion was trained, then from the defaults of `scorelane train`.',
    parameters: [IDEMPOTENCY],
    body: {
      type: 'object',
      properties: {
        model: { ...text, description: 'its name; the default model without it' },
        dataset: {
          ...text,
          examples: ['datasets/leads/2026-11.csv'],
          description:
            'a key, an address such as `s3://bucket/key`, or `latest` (the default): the newest file under `datasets/<model>/` that ends in .csv, .tsv or .txt',
        },
        target: { ...text, description: 'the column that says whether a lead converted' },
        positive: { ...text, description: 'its value that means “converted”' },
        drop: { ...texts, description: 'columns not to use' },
        missing: { ...texts, description: 'words that mean “missing”' },
        encoding: { enum: ['utf-8', 'latin1'] },
        decimal: { enum: ['.', ','] },
        group: {
          ...orNull(text),
          description: 'leads with the same value stay on one side of every split; null: no longer',
        },
        time: { ...orNull(text), description: 'measure forward in time; null: no longer' },
        trainers: {
          type: 'array',
          items: { enum: ['logistic', 'scorecard', 'boosted', 'gradient-descent'] },
          minItems: 1,
          maxItems: 4,
        },
        metric: { enum: ['log_loss', 'roc_auc', 'pr_auc', 'brier'] },
        calibration: { enum: ['auto', 'none', 'platt', 'isotonic'] },
        class_weight: { anyOf: [{ enum: ['none', 'balanced'] }, { type: 'number', exclusiveMinimum: 0 }] },
        folds: { ...whole, maximum: 20 },
        holdout: { type: 'number', minimum: 0, exclusiveMaximum: 0.5 },
        seed: { ...whole, maximum: 4_294_967_295 },
        force: { type: 'boolean', description: 'train with fewer than 40 leads of a kind' },
        policy: {
          type: 'object',
          properties: {
            minimum_new_rows: whole,
            minimum_new_conversions: whole,
            promotion: { enum: ['better', 'always', 'never'] },
            standard_errors: { type: 'number', minimum: 0, maximum: 100 },
            allow_fields: {
              ...texts,
              description:
                'fields you vouch for: callers are ready for how the new version asks for them, and their values are known when a lead comes in; what is found about them stops no promotion',
            },
          },
          additionalProperties: false,
        },
      },
      additionalProperties: false,
    },
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
