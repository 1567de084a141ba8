import type { CalibrationMethod } from './evaluation/choose-calibration.ts';
import type { SelectionMetric } from './evaluation/choose-candidate.ts';
import type { Prices } from './evaluation/measure-cut-off.ts';
import type { ClassWeight } from './preparation/correct-intercept.ts';
import type { SelectionOptions } from './preparation/preparation-options.ts';
import type { LeadSource } from './table/read-leads.ts';
import type { SettingsChanges } from './trainers/set-trainer.ts';
import type { TrainerName } from './trainers/trainer.ts';

/** Where the leads are, what to learn and how; what is not given has a default. */
export interface TrainInput extends LeadSource {
  /** The model's name. */
  readonly name: string;
  readonly createdAt: Date;
  readonly seed?: number;
  /** Tried side by side; one is chosen. */
  readonly trainers?: readonly TrainerName[];
  readonly settings?: SettingsChanges;
  /** Settings of each trainer that are tried in a search; none unless given. */
  readonly tune?: number;
  readonly selection?: Partial<SelectionOptions>;
  readonly classWeight?: ClassWeight;
  readonly calibration?: CalibrationMethod;
  /** What the candidates are compared by. */
  readonly metric?: SelectionMetric;
  /** 0 (no cross-validation) or at least 2. */
  readonly folds?: number;
  /** Share of the leads that is held out; 0 for none. */
  readonly holdout?: number;
  /** Columns by whose values the winner is measured, too; they need not be learned from. */
  readonly segments?: readonly string[];
  /** What a conversion brings and a contact costs, for the profit of each cut-off. */
  readonly prices?: Prices;
  /** How many fits run at a time; the result does not depend on it. */
  readonly threads?: number;
  /** Versions of what computed, for the lineage. */
  readonly libraries?: Readonly<Record<string, string>>;
  readonly gitCommit?: string;
  /** Keep the predictions of leads by models that have not seen them. */
  readonly outOfFold?: boolean;
  /** Says what is being done, for a progress line. */
  readonly onProgress?: (step: string, done?: number, total?: number) => void;
}
