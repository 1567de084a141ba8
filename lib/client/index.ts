export { ApiError, ConnectionError, WaitTimeoutError } from './api-error.ts';
export type { Batches, SubmitBatchOptions, WaitBatchOptions } from './batches.ts';
export { type Client, createClient } from './create-client.ts';
export type { Jobs, ListJobsOptions, SubmitJobOptions, WaitJobOptions } from './jobs.ts';
export type { GetLeadOptions, Leads } from './leads.ts';
export type { AddScoredLeadsOptions, Outcomes, PerformanceOptions } from './outcomes.ts';
export type { Pages } from './pages.ts';
export type { ListPredictionsOptions, Predictions, SubmitLeadOptions } from './predictions.ts';
export {
  type CallOptions,
  type ClientOptions,
  createRequester,
  type GetOptions,
  type ListOptions,
  type Requester,
  type SubmitOptions,
} from './requester.ts';
export type { ListTrainingsOptions, Trainings, WaitTrainingOptions } from './trainings.ts';
export type * from './types.ts';
export type { WaitOptions } from './wait-for-prediction.ts';
export type { ListDeliveriesOptions, Webhooks } from './webhooks.ts';
