import { DATASETS_FOLDER, POLICIES_FOLDER } from '../bucket-folders.ts';
import type { PROMOTIONS } from '../contract/training-words.ts';

/** When a training trains at all, and what becomes of the model; `policies/<model>.json`, or the request. */
export interface TrainingPolicy {
  /** Leads that the dataset must have and the champion has not learned from. */
  readonly minimumNewRows: number;
  /** Of them, converted ones. */
  readonly minimumNewConversions: number;
  /**
   * `better`: it becomes champion when it is better on leads that the champion has not seen, else challenger; `always`:
   * champion; `never`: it is kept, and no alias moves.
   */
  readonly promotion: (typeof PROMOTIONS)[number];
  /** How many standard errors of the paired difference it must be better by. */
  readonly standardErrors: number;
  /**
   * Fields that the owner of the model vouches for: callers are ready for how the new version asks for them, and what they say is known
   * when a lead comes in. What is found about them stops no promotion. Absent in trainings of before.
   */
  readonly allowFields?: readonly string[];
}

/**
 * Of trainings that nobody asked for: a file that was put there, the clock. A fifth of fifty new conversions are held out, which
 * is what a comparison needs.
 */
export const TRIGGERED_POLICY: TrainingPolicy = {
  minimumNewRows: 200,
  minimumNewConversions: 50,
  promotion: 'better',
  standardErrors: 1,
};

/** Who asks for a training wants one, however little is new. */
export const REQUESTED_POLICY: TrainingPolicy = {
  ...TRIGGERED_POLICY,
  minimumNewRows: 0,
  minimumNewConversions: 0,
};

export const policyKey = (model: string): string => `${POLICIES_FOLDER}${model}.json`;
/** New leads of a model; what is put there starts a training. */
export const datasetFolder = (model: string): string => `${DATASETS_FOLDER}${model}/`;
/** What lies there besides, such as a README or what a file manager leaves, is no dataset. */
export const isDatasetName = (key: string): boolean => /\/[^/.][^/]*\.(?:csv|tsv|txt)$/i.test(key);
