import type { Calibration, CrossValidation, Evaluation, Term } from '../model/artifact.ts';
import { calibrate } from '../model/calibrate.ts';
import { type CalibrationMethod, chooseCalibration } from './evaluation/choose-calibration.ts';
import { chooseCandidate, type SelectionMetric } from './evaluation/choose-candidate.ts';
import { evaluate } from './evaluation/evaluate.ts';
import type { SplitPlan } from './evaluation/plan-split.ts';
import type { Split } from './evaluation/split-leads.ts';
import { type Predictions, poolFolds, summariseFolds } from './evaluation/summarise-folds.ts';
import type { CandidateFit, CandidateSpec, FitInput } from './fit-candidate.ts';
import type { Fitter } from './fit-in-parallel.ts';
import { SIMPLICITY } from './trainers/create-trainer.ts';

/** A candidate after its trial. */
export interface TriedCandidate {
  readonly spec: CandidateSpec;
  readonly calibration: Calibration;
  readonly cross_validated?: CrossValidation;
  readonly holdout?: Evaluation;
  /** Of the hold-out where there is one, else out of fold. */
  readonly predictions?: Predictions;
  /** How many numbers its model holds. */
  readonly parameters: number;
  readonly warnings: readonly string[];
}

export interface Trial {
  readonly candidates: readonly TriedCandidate[];
  readonly winner: TriedCandidate;
  /** Why it won, in a sentence. */
  readonly choice: string;
}

export interface TrialOptions {
  readonly calibration: CalibrationMethod;
  readonly metric: SelectionMetric;
  readonly onProgress: (step: string) => void;
}

/**
 * Fits every candidate in every fold and without the hold-out, calibrates it out of fold, measures it, and
 * chooses one by its out-of-fold predictions. The hold-out takes no part in the choice.
 */
export async function tryCandidates(
  input: FitInput,
  specs: readonly CandidateSpec[],
  plan: SplitPlan,
  fitter: Fitter,
  options: TrialOptions,
): Promise<Trial> {
  const splits = plan.holdout === undefined ? plan.folds : [...plan.folds, plan.holdout];
  let done = 0;
  const total = specs.length * splits.length;
  const fitSplit = async (spec: CandidateSpec, { train, test }: Split) => {
    const fit = await fitter.fit({ spec, train, predict: test });
    done += 1;
    options.onProgress(`measuring: ${done} of ${total} fits`);
    return fit;
  };
  const tried = await Promise.all(
    specs.map(async (spec) => {
      const fits = await Promise.all(splits.map((split) => fitSplit(spec, split)));
      return measureCandidate(input, spec, plan, fits, options.calibration);
    }),
  );
  const { winner, text } = chooseCandidate(
    tried.map(({ candidate, folds }) => ({
      name: candidate.spec.trainer,
      simplicity: SIMPLICITY[candidate.spec.trainer],
      folds,
    })),
    options.metric,
  );
  const candidates = tried.map(({ candidate }) => candidate);
  return { candidates, winner: candidates[winner]!, choice: text };
}

function measureCandidate(
  { labels }: FitInput,
  spec: CandidateSpec,
  plan: SplitPlan,
  fits: readonly CandidateFit[],
  method: CalibrationMethod,
): { candidate: TriedCandidate; folds: readonly Predictions[] } {
  const labelsOf = (rows: Int32Array) => Uint8Array.from(rows, (row) => labels[row]!);
  const outOfFold = plan.folds.map(({ test }, fold) => ({ z: fits[fold]!.logOdds, labels: labelsOf(test) }));
  const { calibration, folds } = chooseCalibration(outOfFold, method, plan.scheme);
  const warnings = [...new Set(fits.flatMap(({ fit }) => fit.warnings))];
  const parameters = Math.max(0, ...fits.map(({ fit }) => countParameters(fit.terms)));
  const base = { spec, calibration, parameters, warnings };
  const validated = folds.length === 0 ? {} : { cross_validated: summariseFolds(folds) };
  if (plan.holdout === undefined) {
    const pooled = folds.length === 0 ? {} : { predictions: poolFolds(folds) };
    return { candidate: { ...base, ...validated, ...pooled }, folds };
  }
  const predictions = {
    probabilities: fits.at(-1)!.logOdds.map((z) => calibrate(calibration, z)),
    labels: labelsOf(plan.holdout.test),
  };
  const holdout = evaluate(predictions.probabilities, predictions.labels);
  return { candidate: { ...base, ...validated, holdout, predictions }, folds };
}

/** How many numbers a model holds. */
function countParameters(terms: readonly Term[]): number {
  const sizes: number[] = terms.map((term) => {
    if (term.kind === 'linear') return 1;
    if (term.kind === 'pair') return term.values.length * term.values[0]!.length;
    return Object.keys(term.values).length;
  });
  return 1 + sizes.reduce((sum, size) => sum + size, 0);
}
