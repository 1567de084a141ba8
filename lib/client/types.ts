import type {
  BatchAccepted,
  BatchMember as BatchMemberAnswer,
  BatchState as BatchStateAnswer,
  Lead,
  LeadState as LeadStateAnswer,
  ListedPrediction as ListedAnswer,
  PredictionPage as PageAnswer,
  Prediction as PredictionAnswer,
} from '../contract/index.ts';

/** What the API answers, as it stands on the wire: snake_case, dates as ISO 8601 text. */
export type * from '../contract/index.ts';

/** What depends on the status. */
type Outcome = 'status' | 'completed_at' | 'prediction' | 'receipt' | 'error';
type Common<P> = { readonly [K in keyof P as K extends Outcome ? never : K]: P[K] };
type Queued<P> = Common<P> & {
  readonly status: 'queued';
  readonly completed_at: null;
  readonly prediction: null;
  readonly receipt?: never;
  readonly error?: never;
};
type Succeeded<P> = Common<P> & {
  readonly status: 'succeeded';
  readonly completed_at: string;
  readonly prediction: NonNullable<PredictionAnswer['prediction']>;
  /** Predictions of the first releases have none. */
  readonly receipt?: NonNullable<PredictionAnswer['receipt']>;
  readonly error?: never;
};
type Failed<P> = Common<P> & {
  readonly status: 'failed';
  readonly completed_at: string;
  readonly prediction: null;
  readonly receipt?: never;
  readonly error: NonNullable<PredictionAnswer['error']>;
};
type Canceled<P> = Common<P> & {
  readonly status: 'canceled';
  readonly completed_at: string;
  readonly prediction: null;
  readonly receipt?: never;
  readonly error?: never;
};
type Final<P> = Succeeded<P> | Failed<P> | Canceled<P>;

/**
 * A prediction, told apart by its `status`: one that `succeeded` has a `prediction`, one that `failed` an `error`.
 *
 * @example
 * if (answer.status === 'succeeded') console.log(answer.prediction.grade);
 * else if (answer.status === 'failed') console.error(answer.error.message);
 */
export type Prediction = Queued<PredictionAnswer> | FinalPrediction;
/** One whose status changes no more. */
export type FinalPrediction = Final<PredictionAnswer>;
export type PredictionStatus = Prediction['status'];
/** A prediction with its lead, for those who may read lists. */
export type ListedPrediction = Queued<ListedAnswer> | Final<ListedAnswer>;
export type PredictionPage = Omit<PageAnswer, 'predictions'> & {
  readonly predictions: readonly ListedPrediction[];
};

/** A lead with what its owner says of it besides its values. */
export interface LeadEnvelope extends Tags {
  readonly lead: Lead;
}
/** What the owner of a lead says of it besides its values; it never changes a score. */
export type Tags = Pick<PredictionAnswer, 'reference' | 'metadata'>;
/** What is known about a lead by its owner's id. */
export type LeadState = Omit<LeadStateAnswer, 'latest'> & { readonly latest: Succeeded<ListedAnswer> | null };

/** Leads that were accepted together. */
export type Batch = Omit<BatchAccepted, 'errors' | 'errors_total' | 'warnings' | 'warnings_total'>;
/** Some of a batch's results, in the order of its leads. */
export type BatchPage = Omit<BatchStateAnswer, 'results'> & { readonly results: readonly BatchMember[] };
export type BatchState = Omit<BatchPage, 'results' | 'next_cursor'>;
/** One lead of a batch, by its place. */
export type BatchMember = MemberOf<BatchMemberAnswer>;
type MemberOf<M> = M extends { readonly prediction: unknown } ? Queued<M> | Final<M> : M;
/** The same. */
export type BatchResult = BatchMember;
