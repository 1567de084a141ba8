import { count, error, list, object, orNull, ref, type Schema, sha256, text, time } from './schema-parts.ts';

const number = { type: 'number' };
const anything = { type: 'object', additionalProperties: true };

/** Of trainings. */
export const TRAIN_SCHEMAS: Readonly<Record<string, Schema>> = {
  TrainingStep: object(
    {
      name: { ...text, examples: ['train:logistic'] },
      state: { enum: ['pending', 'running', 'succeeded', 'failed', 'canceled'] },
      started_at: orNull(time),
      ended_at: orNull(time),
      duration_ms: orNull(count),
      attempts: count,
      figures: { ...anything, description: 'what came of it' },
      error,
    },
    ['figures', 'error'],
  ),
  Training: object(
    {
      training_id: { ...text, examples: ['01a1ff29-33e5-7439-ab45-49fb2204d5fb'] },
      status: { enum: ['queued', 'running', 'succeeded', 'failed', 'canceled'] },
      model: text,
      trigger: { enum: ['request', 'upload', 'schedule'] },
      created_by: text,
      created_at: time,
      started_at: orNull(time),
      completed_at: orNull(time),
      dataset: object({
        key: text,
        sha256: orNull(sha256),
        bytes: orNull(count),
        rows: orNull({ ...count, description: 'with a known outcome' }),
        converted: orNull(count),
      }),
      options: { ...anything, description: 'as in POST /train, whole' },
      policy: object({
        minimum_new_rows: count,
        minimum_new_conversions: count,
        promotion: { enum: ['better', 'always', 'never'] },
        standard_errors: number,
        allow_fields: list(text),
      }),
      steps: list(ref('TrainingStep')),
      winner: orNull({ ...text, description: 'the trainer that was chosen' }),
      new_model_version: orNull({ ...text, examples: ['v4'] }),
      decision: orNull(
        object(
          {
            outcome: { enum: ['promoted', 'challenger', 'kept', 'skipped'] },
            reason: text,
            champion: orNull({ ...text, description: 'the version that it was compared with' }),
            findings: {
              ...list(ref('PromotionFinding')),
              description: 'what spoke against the new version; absent where nothing was trained',
            },
            comparison: object({
              rows: count,
              champion_log_loss: number,
              candidate_log_loss: number,
              difference: { ...number, description: 'above 0 the candidate is better' },
              standard_error: number,
            }),
          },
          ['comparison', 'findings'],
        ),
      ),
      error,
      urls: object({ get: text, cancel: text }),
    },
    ['error'],
  ),
  PromotionFinding: object(
    {
      kind: {
        enum: ['required', 'removed', 'changed', 'refused', 'lacked', 'leak_suspect', 'unreadable'],
        description:
          '`leak_suspect` and `unreadable` keep a version from serving; the others from being challenger, too',
      },
      field: text,
      text: { ...text, description: 'in a sentence' },
      allowed: { type: 'boolean', description: 'the policy allows the field, so this stopped nothing' },
    },
    ['field', 'allowed'],
  ),
  TrainingPage: object({ trainings: list(ref('Training')), next: orNull(text) }),
};
