/** What the API answers, as it stands on the wire: snake_case, dates as ISO 8601 text. */
import type {
  BatchAccepted,
  BatchMember,
  BatchState as BatchStateAnswer,
  Job,
  JobUpload,
  Lead,
  LeadJsonSchema,
  Prediction,
  PredictionResult,
  Problem,
  PromotionFinding,
  Receipt,
  Training,
  TrainingRequest,
  TrainingStep,
  Webhook,
} from '../contract/index.ts';

export type {
  Job,
  JobUpload,
  Lead,
  LeadJsonSchema,
  Prediction,
  PredictionResult,
  Problem,
  PromotionFinding,
  Receipt,
  Training,
  TrainingRequest,
  TrainingStep,
  Webhook,
};

export type Reason = PredictionResult['reasons'][number];
export type LeadValue = Reason['value'];
export type PredictionStatus = Prediction['status'];

/** Leads that were accepted together. */
export type Batch = Omit<BatchAccepted, 'errors' | 'errors_total'>;
/** What is wrong with a field of a lead of a batch. */
export type BatchItemError = NonNullable<BatchAccepted['errors']>[number];
/** Some of a batch's results, in the order of its leads. */
export type BatchPage = BatchStateAnswer;
export type BatchState = Omit<BatchPage, 'results' | 'next_cursor'>;
/** One lead of a batch, by its place. */
export type BatchResult = BatchMember;

export type TrainingPolicyBody = Training['policy'];
