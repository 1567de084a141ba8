import type {
  BatchAccepted,
  BatchMember,
  BatchState as BatchStateAnswer,
  Prediction,
} from '../contract/index.ts';

/** What the API answers, as it stands on the wire: snake_case, dates as ISO 8601 text. */
export type * from '../contract/index.ts';

export type PredictionStatus = Prediction['status'];
/** Leads that were accepted together. */
export type Batch = Omit<BatchAccepted, 'errors' | 'errors_total' | 'warnings' | 'warnings_total'>;
/** Some of a batch's results, in the order of its leads. */
export type BatchPage = BatchStateAnswer;
export type BatchState = Omit<BatchPage, 'results' | 'next_cursor'>;
/** One lead of a batch, by its place. */
export type BatchResult = BatchMember;
