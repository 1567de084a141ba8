import { type ClassWeight, correctIntercept, positiveWeightOf } from './preparation/correct-intercept.ts';
import type { SelectionOptions } from './preparation/preparation-options.ts';
import { selectFeatures } from './preparation/select-features.ts';
import { decodeInputs } from './rare-levels/decode-inputs.ts';
import { decodeTerms } from './rare-levels/decode-terms.ts';
import { type EncodedLevels, encodeRareLevels } from './rare-levels/encode-rare-levels.ts';
import { scoreColumns } from './score-columns.ts';
import type { Feature } from './table/encode-leads.ts';
import { createTrainer, type TrainerSettings } from './trainers/create-trainer.ts';
import { changeSettings, changesOfTrainer } from './trainers/set-trainer.ts';
import type { ModelFit, SettingsChoice, TrainerName, TrainingSet } from './trainers/trainer.ts';
import type { TunePlan } from './tuning/tune-plan.ts';

/** One way to learn from the leads. Plain data, so that it can be sent to a worker thread. */
export interface CandidateSpec {
  readonly trainer: TrainerName;
  readonly settings: TrainerSettings;
  readonly selection: SelectionOptions;
  readonly classWeight: ClassWeight;
  /** In the folds one fit stands for the several that its trainer averages. */
  readonly isQuick?: true;
  /** Its settings are searched wherever it is fitted; absent: they are as they stand here. */
  readonly tune?: TunePlan;
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
  /** Per lead, where some are too young for their outcome to be known (`TrainingSet`). */
  readonly maturity?: Float64Array;
}

export interface FitTask {
  readonly spec: CandidateSpec;
  /** The leads to learn from; the fit depends on no others. */
  readonly train: Int32Array;
  /** The leads to predict. */
  readonly predict: Int32Array;
}

export interface CandidateFit {
  readonly fit: ModelFit;
  /** Raw, one per entry of `predict`. */
  readonly logOdds: Float64Array;
  /** Features that the selection dropped, and why. */
  readonly leftOut: ReadonlyMap<string, string>;
  /** Fields of which each rare level has an effect of its own, and how many leads it is drawn to the others with. */
  readonly shrunk: readonly { readonly field: string; readonly strength: number }[];
}

/** Encodes rare levels, selects features, fits, takes class weights back out of the intercept and predicts. */
export function fitCandidate(input: FitInput, { spec, train, predict }: FitTask): CandidateFit {
  const { set, encoded, leftOut } = prepareSet(input, { spec, train });
  const weighted = createTrainer(spec.trainer, spec.settings).fit(set);
  const corrected = correctIntercept(weighted, set.positiveWeight);
  const fit = {
    ...corrected,
    terms: decodeTerms(corrected.terms, encoded),
    ...(corrected.trees === undefined ? {} : { trees: decodeInputs(corrected.trees, encoded) }),
  };
  return {
    fit,
    logOdds: scoreColumns(fit, input.features, predict),
    leftOut,
    shrunk: encoded.map(({ source, prior }) => ({ field: source.field, strength: prior.strength })),
  };
}

/** A candidate of which the trainer has nothing to choose any more. */
export interface SettledSpec {
  readonly spec: CandidateSpec;
  /** Absent when there was nothing to choose. */
  readonly choice?: SettingsChoice;
}

/** Lets the trainer choose, on some leads, those of its settings that are not told. */
export function settleCandidate(input: FitInput, { spec, train }: Omit<FitTask, 'predict'>): SettledSpec {
  const trainer = createTrainer(spec.trainer, spec.settings);
  if (trainer.settle === undefined) return { spec };
  const { set } = prepareSet(input, { spec, train });
  const { settings, choice } = trainer.settle(set);
  return {
    spec: { ...spec, settings: changeSettings(spec.settings, changesOfTrainer(spec.trainer, settings)) },
    ...(choice === undefined ? {} : { choice }),
  };
}

/** The leads as a trainer gets them. */
function prepareSet(
  { features, labels, seed, groups, times, maturity }: FitInput,
  { spec, train }: Omit<FitTask, 'predict'>,
): { set: TrainingSet; encoded: EncodedLevels[]; leftOut: ReadonlyMap<string, string> } {
  const positiveWeight = positiveWeightOf(spec.classWeight, labels, train);
  const order = {
    ...(groups === undefined ? {} : { groups }),
    ...(times === undefined ? {} : { times }),
    ...(maturity === undefined ? {} : { maturity }),
  };
  const set = { features, labels, rows: train, seed, positiveWeight, ...order };
  const { rareLevelRows } = spec.settings.preparation;
  const found = new Map<Feature, EncodedLevels>();
  for (const feature of features) {
    const encoded = feature.kind === 'level' ? encodeRareLevels(feature, set, rareLevelRows) : undefined;
    if (encoded !== undefined) found.set(feature, encoded);
  }
  const selected = selectFeatures(set, spec.selection, (feature) => found.get(feature)?.rare);
  const used = selected.features.flatMap((feature): Feature[] => {
    const { frequent, rare } = found.get(feature) ?? { frequent: feature, rare: undefined };
    return [frequent, rare].filter((each) => each !== undefined);
  });
  return {
    set: { ...set, features: used },
    encoded: selected.features.flatMap((feature) => found.get(feature) ?? []),
    leftOut: selected.leftOut,
  };
}
