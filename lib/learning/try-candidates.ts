import type { Calibration, CrossValidation, Evaluation, Term } from '../model/artifact.ts';
import { calibrate } from '../model/calibrate.ts';
import { sum } from '../statistics/sum.ts';
import { take } from '../typed-arrays.ts';
import type { PartialFit } from './effects/band-effects.ts';
import { type CalibrationMethod, chooseCalibration } from './evaluation/choose-calibration.ts';
import { chooseCandidate, type SelectionMetric } from './evaluation/choose-candidate.ts';
import { evaluate } from './evaluation/evaluate.ts';
import type { SplitPlan } from './evaluation/plan-split.ts';
import type { Split } from './evaluation/split-leads.ts';
import { type Predictions, poolFolds, summariseFolds } from './evaluation/summarise-folds.ts';
import type { CandidateFit, CandidateSpec, FitInput } from './fit-candidate.ts';
import type { Fitter } from './fit-in-parallel.ts';
import { SIMPLICITY } from './trainers/create-trainer.ts';
import type { AdditiveFit } from './trainers/trainer.ts';

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
  /** In the order of the candidates. */
  readonly trials: readonly CandidateTrial[];
}

/** What a trial of one candidate leaves: enough to choose among several, and to build the artifact. Plain data. */
export interface CandidateTrial {
  readonly candidate: TriedCandidate;
  /** Out of fold, after calibration. */
  readonly folds: readonly Predictions[];
  /** Without the hold-out; absent without one. */
  readonly fit?: AdditiveFit;
  /** What was fitted without each fold; absent in trials of before. */
  readonly foldFits?: readonly PartialFit[];
}

/** The splits that a candidate is fitted in: the folds, then without the hold-out. */
export const listSplits = ({ folds, holdout }: SplitPlan): readonly Split[] =>
  holdout === undefined ? folds : [...folds, holdout];

/**
 * Fits a candidate in every fold and without the hold-out, calibrates it out of fold and measures it. It depends on no
 * other candidate, so several may be tried anywhere.
 */
export async function tryCandidate(
  input: FitInput,
  spec: CandidateSpec,
  plan: SplitPlan,
  fitter: Pick<Fitter, 'fit'>,
  { calibration, onFit = () => {} }: { readonly calibration: CalibrationMethod; readonly onFit?: () => void },
): Promise<CandidateTrial> {
  const fits = await Promise.all(
    listSplits(plan).map(async ({ train, test }) => {
      const fit = await fitter.fit({ spec, train, predict: test });
      onFit();
      return fit;
    }),
  );
  return measureCandidate(input, spec, plan, fits, calibration);
}

/** Chooses by the out-of-fold predictions; the hold-out takes no part. */
export function chooseTrial(trials: readonly CandidateTrial[], metric: SelectionMetric): Trial {
  const { winner, text } = chooseCandidate(
    trials.map(({ candidate, folds }) => ({
      name: candidate.spec.trainer,
      simplicity: SIMPLICITY[candidate.spec.trainer],
      folds,
    })),
    metric,
  );
  const candidates = trials.map(({ candidate }) => candidate);
  return { candidates, winner: candidates[winner]!, choice: text, trials };
}

function measureCandidate(
  { labels }: FitInput,
  spec: CandidateSpec,
  plan: SplitPlan,
  fits: readonly CandidateFit[],
  method: CalibrationMethod,
): CandidateTrial {
  const outOfFold = plan.folds.map(({ test }, fold) => ({
    z: fits[fold]!.logOdds,
    labels: take(labels, test),
  }));
  const { calibration, folds } = chooseCalibration(outOfFold, method, plan.scheme);
  const warnings = [...new Set(fits.flatMap(({ fit }) => fit.warnings))];
  const parameters = Math.max(0, ...fits.map(({ fit }) => countParameters(fit.terms)));
  const foldFits = plan.folds.map((_, fold) => ({ terms: fits[fold]!.fit.terms }));
  const base = { spec, calibration, parameters, warnings };
  const validated = folds.length === 0 ? {} : { cross_validated: summariseFolds(folds) };
  if (plan.holdout === undefined) {
    const pooled = folds.length === 0 ? {} : { predictions: poolFolds(folds) };
    return { candidate: { ...base, ...validated, ...pooled }, folds, foldFits };
  }
  const predictions = {
    probabilities: fits.at(-1)!.logOdds.map((z) => calibrate(calibration, z)),
    labels: take(labels, plan.holdout.test),
  };
  const holdout = evaluate(predictions.probabilities, predictions.labels);
  return {
    candidate: { ...base, ...validated, holdout, predictions },
    folds,
    foldFits,
    fit: fits.at(-1)!.fit,
  };
}

/** How many numbers a model holds. */
function countParameters(terms: readonly Term[]): number {
  const sizes: number[] = terms.map((term) => {
    if (term.kind === 'linear') return 1;
    if (term.kind === 'pair') return term.values.length * term.values[0]!.length;
    return Object.keys(term.values).length;
  });
  return 1 + sum(sizes);
}
