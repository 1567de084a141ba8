import { type ClassWeight, correctIntercept, positiveWeightOf } from './preparation/correct-intercept.ts';
import type { SelectionOptions } from './preparation/preparation-options.ts';
import { selectFeatures } from './preparation/select-features.ts';
import { scoreColumns } from './score-columns.ts';
import type { Feature } from './table/encode-leads.ts';
import { createTrainer, type TrainerSettings } from './trainers/create-trainer.ts';
import type { AdditiveFit, TrainerName } from './trainers/trainer.ts';

/** One way to learn from the leads. Plain data, so that it can be sent to a worker thread. */
export interface CandidateSpec {
  readonly trainer: TrainerName;
  readonly settings: TrainerSettings;
  readonly selection: SelectionOptions;
  readonly classWeight: ClassWeight;
}

/** What every fit of a run shares. */
export interface FitInput {
  readonly features: readonly Feature[];
  /** 1 or 0 per lead of the features. */
  readonly labels: Uint8Array;
  readonly seed: number;
  /** A number per lead: leads that have the same one stay on one side of every split within a fit, too. */
  readonly groups?: Uint32Array;
  /** When a lead came in, NaN: unknown. Within a fit, too, earlier leads tell of later ones then, never the reverse. */
  readonly times?: Float64Array;
}

export interface FitTask {
  readonly spec: CandidateSpec;
  /** The leads to learn from; the fit depends on no others. */
  readonly train: Int32Array;
  /** The leads to predict. */
  readonly predict: Int32Array;
}

export interface CandidateFit {
  readonly fit: AdditiveFit;
  /** Raw, one per entry of `predict`. */
  readonly logOdds: Float64Array;
  /** Features that the selection dropped, and why. */
  readonly leftOut: ReadonlyMap<string, string>;
}

/** Selects features, fits, takes class weights back out of the intercept and predicts. */
export function fitCandidate(
  { features, labels, seed, groups, times }: FitInput,
  { spec, train, predict }: FitTask,
): CandidateFit {
  const positiveWeight = positiveWeightOf(spec.classWeight, labels, train);
  const order = { ...(groups === undefined ? {} : { groups }), ...(times === undefined ? {} : { times }) };
  const set = { features, labels, rows: train, seed, positiveWeight, ...order };
  const selected = selectFeatures(set, spec.selection);
  const weighted = createTrainer(spec.trainer, spec.settings).fit({ ...set, features: selected.features });
  const fit = correctIntercept(weighted, positiveWeight);
  return { fit, logOdds: scoreColumns(fit, features, predict), leftOut: selected.leftOut };
}
