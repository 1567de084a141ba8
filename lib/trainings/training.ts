import { TRAINING_FOLDER } from '../bucket-folders.ts';
import type { Comparison, PromotionFinding } from '../contract/training.ts';
import type { DECISIONS, TRAINING_STATES, TRIGGERS } from '../contract/words.ts';
import type { TrainingOptions } from './training-options.ts';
import type { TrainingPolicy } from './training-policy.ts';

export type TrainingStatus = (typeof TRAINING_STATES)[number];
export const OPEN_TRAINING: readonly TrainingStatus[] = ['queued', 'running'];

export type TrainingTrigger = (typeof TRIGGERS)[number];

/** A training as a workflow (docs/adr/0028-training-workflow.md). What is not optional is written once. */
export interface Training {
  /** Sorts by when it was created. */
  readonly id: string;
  readonly createdAt: Date;
  /** The model's name. */
  readonly model: string;
  readonly trigger: TrainingTrigger;
  /** A key's id, or what triggered it. */
  readonly by: string;
  /** In the stack's bucket. */
  readonly datasetKey: string;
  readonly options: TrainingOptions;
  readonly policy: TrainingPolicy;
  /** Which of the options nobody said: they are those of the champion. */
  readonly inherited?: readonly string[];
  /** Of what an idempotency key was used for. */
  readonly requestSha256?: string;
  /** Of the file and the policy that a training which nobody asked for was made of: the schedule does nothing twice for the same. */
  readonly basis?: string | undefined;

  readonly status: TrainingStatus;
  readonly startedAt?: Date;
  readonly completedAt?: Date;
  readonly failure?: TrainingFailure;
  readonly data?: TrainingDataset;
  /** The trainer that won. */
  readonly winner?: string;
  /** Such as `v4`: what the training registered. */
  readonly newVersion?: string;
  readonly decision?: Decision;
  /** An alias is about to be moved: it cannot be canceled any more. */
  readonly sealed?: boolean;
  /** In the order they began. */
  readonly steps: readonly TrainingStep[];
}

export interface TrainingFailure {
  /** Of the error: `InputError`, `TransientError`, `States.Timeout`, … */
  readonly code: string;
  readonly message: string;
}

/** The file as it was when it was checked; from then on it may not change. */
export interface TrainingDataset {
  readonly etag: string;
  readonly bytes: number;
  readonly sha256: string;
  /** With a known outcome. */
  readonly rows: number;
  readonly converted: number;
}

/** A state of the machine, or one of its branches: `train:logistic`. */
export interface TrainingStep {
  readonly name: string;
  readonly state: 'running' | 'succeeded' | 'failed';
  readonly startedAt: Date;
  readonly endedAt?: Date;
  /** How often it was begun. */
  readonly attempts: number;
  /** What came of it; snake_case, plain JSON. */
  readonly figures?: Figures;
  /** Of the last attempt that failed. */
  readonly error?: TrainingFailure;
}

export type Figures = Readonly<Record<string, unknown>>;

export interface Decision {
  readonly outcome: (typeof DECISIONS)[number];
  /** In a sentence. */
  readonly reason: string;
  /** The version that was champion when it was decided. */
  readonly champion?: string;
  readonly comparison?: Comparison;
  /** What spoke against the new version, allowed or not; absent in trainings of before, and when nothing was trained. */
  readonly findings?: readonly PromotionFinding[];
}

export type { Comparison };

/** What a training makes besides its version lies under `training/<id>/`. */
const folder = (id: string): string => `${TRAINING_FOLDER}${id}/`;
export const profileKey = (id: string): string => `${folder(id)}profile.json`;
export const trialKey = (id: string, trainer: string): string => `${folder(id)}candidates/${trainer}.json`;

/** Who a version was made by, in the registry. */
export const madeBy = (id: string): string => `training ${id}`;
export const trainingOf = (createdBy: string): string | undefined =>
  /^training ([0-9a-f-]{36})$/.exec(createdBy)?.[1];

/** The steps of a training, in order; not every training comes to the end of them. */
export const stepNames = (trainers: readonly string[]): string[] => [
  'check',
  'prepare',
  ...trainers.map((trainer) => `train:${trainer}`),
  'evaluate',
  'register',
  'compare',
  'decide',
];
