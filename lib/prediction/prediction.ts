import type { PREDICTION_STATES } from '../contract/words.ts';
import type { Lead } from '../lead/schema.ts';
import type { Explanation } from '../model/compile-model.ts';
import type { ModelRef } from '../registry/registry.ts';
import type { Webhook } from '../webhook/webhook.ts';
import type { Receipt } from './receipt.ts';
import type { Tags } from './tags.ts';

/**
 * The life of a prediction: `queued → succeeded | failed | canceled`; the last three are final, and nothing leaves them
 * but erasure, which leaves a tombstone without data until it expires.
 * The version is pinned when the lead is accepted and scoring is pure, so a message that is delivered twice
 * computes the same result, and the second write finds a final state and does nothing.
 */
export type PredictionStatus = (typeof PREDICTION_STATES)[number];

/** Probability, score, grade and reasons, and what proves them. */
export interface PredictionResult extends Explanation {
  readonly receipt: Receipt;
}

/**
 * What the challenger would have said, for those who judge it: never shown to the client, and never a reason to fail.
 */
export interface ShadowScore {
  readonly model: ModelRef;
  /** Undefined when the challenger could not score the lead; `reason` says why. */
  readonly probability?: number;
  readonly reason?: string;
}

/** Why a prediction failed, for the client: a stable code and a sentence, never a stack or a lead's value. */
export interface PredictionFailure {
  readonly code:
    | 'model_unusable'
    | 'lead_does_not_fit_model'
    | 'gave_up_after_retries'
    | 'never_scored'
    | 'expired';
  readonly message: string;
}

interface PredictionBase extends Tags {
  readonly id: string;
  readonly createdAt: Date;
  /** From then on the record may vanish. */
  readonly expiresAt: Date;
  readonly model: ModelRef;
  readonly lead: Lead;
  /** Of what an idempotency key was used for; only when there was one. */
  readonly requestSha256?: string;
  /** Where its end is to be told. */
  readonly webhook?: Webhook;
  /** The id of the key that submitted it; predictions of earlier releases have none. */
  readonly createdBy?: string;
  /** A worker that comes later does not score it. */
  readonly scoreBy?: Date;
}

export interface QueuedPrediction extends PredictionBase {
  readonly status: 'queued';
  /** How often it was found waiting for too long, and queued once more. */
  readonly deferred?: number;
}

export interface SucceededPrediction extends PredictionBase {
  readonly status: 'succeeded';
  readonly completedAt: Date;
  readonly result: PredictionResult;
  readonly shadow?: ShadowScore;
}

export interface FailedPrediction extends PredictionBase {
  readonly status: 'failed';
  readonly completedAt: Date;
  readonly failure: PredictionFailure;
  /** The id of the dead letter that holds its lead. */
  readonly deadLetter?: string;
}

export interface CanceledPrediction extends PredictionBase {
  readonly status: 'canceled';
  readonly completedAt: Date;
}

export type Prediction = QueuedPrediction | SucceededPrediction | FailedPrediction | CanceledPrediction;

/** What is left of a prediction whose lead was erased: nothing of it, so that a late worker cannot bring it back. */
export interface ErasedPrediction {
  readonly id: string;
  readonly status: 'erased';
  readonly expiresAt: Date;
}

/** What moves a queued prediction into a final state. */
export type Outcome =
  | Omit<SucceededPrediction, keyof PredictionBase>
  | FailedOutcome
  | Omit<CanceledPrediction, keyof PredictionBase>;

export type FailedOutcome = Omit<FailedPrediction, keyof PredictionBase>;
