import type { SelectionMetric } from '../evaluation/choose-candidate.ts';

/** How the settings of a candidate are searched. Plain data. */
export interface TunePlan {
  /** Settings that are tried, those that it has without a search among them. */
  readonly count: number;
  /** What they are compared by. */
  readonly metric: SelectionMetric;
  /** Names of settings that the user gave a value, which the search leaves as they are. */
  readonly told: readonly string[];
}
