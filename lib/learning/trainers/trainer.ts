import type { TrainerName } from '../../contract/training-words.ts';
import type { ScorecardPoints, Term, Trees } from '../../model/artifact.ts';
import type { Feature } from '../table/encode-leads.ts';

/** What a trainer learns from. */
export interface TrainingSet {
  /** In the order of the fields' names, so that the order of the file's columns cannot matter. */
  readonly features: readonly Feature[];
  /** 1: converted, 0: not; for every lead of the features, not only those at `rows`. */
  readonly labels: Uint8Array;
  /** The leads to learn from, as ascending indices into the features; none of the others may be looked at. */
  readonly rows: Int32Array;
  /** For whatever is drawn at random. */
  readonly seed: number;
  /**
   * How many leads a converted lead counts as; 1 unless the classes are reweighted. The fit is that of the
   * weighted leads; whoever asks for weights corrects the intercept back (`fitCandidate`).
   */
  readonly positiveWeight: number;
  /** A number per lead of the features: leads that have the same one stay on one side of every split. */
  readonly groups?: Uint32Array;
  /** A time per lead of the features, NaN: unknown. Given, what a trainer tries out on leads it tries on later ones. */
  readonly times?: Float64Array;
  /**
   * Per lead of the features, the share of the conversions within the horizon that show by its age, above 0, at most 1. Given, a
   * label of 0 means “not yet”, and what is learned is the probability to convert within the horizon (ADR 76).
   */
  readonly maturity?: Float64Array;
}

/** A fitted model: the part of the artifact that scores. */
export interface ModelFit {
  /** Log-odds. */
  readonly intercept: number;
  /** In the order of the features; pairs behind them. A feature may have none. */
  readonly terms: readonly Term[];
  readonly trees?: Trees;
  /** What the user should know, in sentences: separation, collinearity, no convergence … */
  readonly warnings: readonly string[];
  readonly points?: ScorecardPoints;
}

export type { TrainerName };

/** Options as the artifact records them: `minRowsPerLeaf` → `min_rows_per_leaf`. */
export const recordOptions = (options: Readonly<Record<string, unknown>>): Trainer['options'] =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value as string | number | boolean,
    ]),
  );

/** A way to fit a model. Deterministic: the same set gives the same fit, bit by bit. */
export interface Trainer {
  readonly name: TrainerName;
  /** What the artifact records under `trainer_options`; snake_case. */
  readonly options: Readonly<Record<string, number | string | boolean>>;
  fit(set: TrainingSet): ModelFit;
  /**
   * Chooses what of its settings is not told, by trying it on a part of the leads: with these settings `fit` has nothing to choose.
   * Absent: nothing is ever chosen.
   */
  settle?(set: TrainingSet): SettledTrainer;
}

/** What of a trainer's settings was chosen. Plain data. */
export interface SettledTrainer {
  /** Its own settings with which it has nothing to choose, by their names in `TrainerSettings`. */
  readonly settings: Readonly<Record<string, number>>;
  /** Absent when there was nothing to choose. */
  readonly choice?: SettingsChoice;
}

/** How settings were chosen: each was tried on leads that it had not learned from. */
export interface SettingsChoice {
  /** By the names of the trainer's options; the first is taken unless another has a smaller loss. */
  readonly tried: readonly {
    readonly settings: Readonly<Record<string, number>>;
    /** Of the leads that validated. */
    readonly log_loss: number;
  }[];
  /** How many leads validated. */
  readonly validation_rows: number;
  readonly chosen: Readonly<Record<string, number>>;
}
