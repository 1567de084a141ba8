/** The types of the wire; whoever reads answers needs no more. The schemas are in the files of their subjects. */
export type { BatchAccepted, BatchScored, BatchState } from './batch.ts';
export type { Job, JobAccepted, JobUpload } from './job.ts';
export type { Lead, LeadJsonSchema } from './lead.ts';
export type { Alias, Model, Models, ModelVersion } from './model.ts';
export type {
  BatchMember,
  Prediction,
  PredictionPage,
  PredictionResult,
  Receipt,
} from './prediction.ts';
export type { Problem } from './problem.ts';
export type { Health, Key } from './service.ts';
export type { PromotionFinding, Training, TrainingPage, TrainingStep } from './training.ts';
export type { TrainingRequest } from './training-request.ts';
export type { Webhook } from './webhook.ts';
