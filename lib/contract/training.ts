import * as z from 'zod/mini';
import {
  anything,
  count,
  Failure,
  formerNext,
  nextCursor,
  say,
  sha256,
  text,
  time,
  timeOrNull,
  type Wire,
} from './parts.ts';
import { POLICY_SHAPE } from './training-options.ts';
import { DECISIONS, FINDINGS, TRAINING_STATES, TRIGGERS } from './words.ts';

export const TrainingStep = z.strictObject({
  name: say(
    text,
    '`check`, `prepare`, `train:<trainer>` for each, `evaluate`, `register`, `compare`, `decide`',
    'train:logistic',
  ),
  state: z.enum(['pending', 'running', 'succeeded', 'failed', 'canceled']),
  started_at: timeOrNull,
  ended_at: timeOrNull,
  duration_ms: z.nullable(count),
  attempts: count,
  figures: say(z.exactOptional(anything), 'what came of it'),
  error: say(z.exactOptional(Failure), 'of the last attempt that failed'),
});
export type TrainingStep = Wire<typeof TrainingStep>;

export const PromotionFinding = say(
  z.strictObject({
    kind: say(
      z.enum(FINDINGS),
      '`leak_suspect` and `unreadable` keep a version from serving; the others from being challenger, too',
    ),
    field: say(z.exactOptional(text), 'absent where it is about no field'),
    text: say(text, 'a sentence without its full stop; it quotes no value of a lead'),
    allowed: say(z.exactOptional(z.literal(true)), 'the policy allows the field, so this stopped nothing'),
  }),
  'What speaks against a version taking the place of the one that serves.',
);
export type PromotionFinding = Wire<typeof PromotionFinding>;

export const TrainingPolicyBody = z.required(z.strictObject(POLICY_SHAPE));
export type TrainingPolicyBody = Wire<typeof TrainingPolicyBody>;

/** The new version and the champion; log-loss, in nats. */
export const Comparison = z.strictObject({
  rows: count,
  champion_log_loss: z.number(),
  candidate_log_loss: z.number(),
  difference: say(
    z.number(),
    'champion − candidate, the mean over the leads: above 0 the candidate is better',
  ),
  standard_error: say(z.number(), 'of the mean of the paired differences'),
});

export type Comparison = Wire<typeof Comparison>;

export const Training = z.strictObject({
  training_id: say(text, 'to ask by', '01a1ff29-33e5-7439-ab45-49fb2204d5fb'),
  status: z.enum(TRAINING_STATES),
  model: text,
  trigger: z.enum(TRIGGERS),
  created_by: text,
  created_at: time,
  started_at: timeOrNull,
  completed_at: timeOrNull,
  dataset: z.strictObject({
    key: text,
    sha256: z.nullable(sha256),
    bytes: z.nullable(count),
    rows: say(z.nullable(count), 'with a known outcome'),
    converted: z.nullable(count),
  }),
  options: say(anything, 'as in POST /train, whole'),
  policy: TrainingPolicyBody,
  steps: z.array(TrainingStep),
  winner: say(z.nullable(text), 'the trainer that was chosen'),
  new_model_version: say(z.nullable(text), 'that was registered', 'v4'),
  decision: z.nullable(
    z.strictObject({
      outcome: z.enum(DECISIONS),
      reason: text,
      champion: say(z.nullable(text), 'the version that it was compared with'),
      findings: say(
        z.exactOptional(z.array(PromotionFinding)),
        'what spoke against the new version; absent where nothing was trained, and in trainings of before',
      ),
      comparison: say(z.exactOptional(Comparison), 'on held-out leads that neither version has seen'),
    }),
  ),
  error: say(z.exactOptional(Failure), 'only when it failed'),
  urls: z.strictObject({ get: text, cancel: text }),
});
export type Training = Wire<typeof Training>;

export const TrainingPage = z.strictObject({
  trainings: z.array(Training),
  next_cursor: nextCursor,
  next: formerNext,
});
export type TrainingPage = Wire<typeof TrainingPage>;
