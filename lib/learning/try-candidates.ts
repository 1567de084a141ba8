import type { Calibration, CrossValidation, Evaluation } from '../model/artifact.ts';
import { calibrate } from '../model/calibrate.ts';
import { sum } from '../statistics/sum.ts';
import { fill, take } from '../typed-arrays.ts';
import type { PartialFit } from './effects/band-effects.ts';
import { type CalibrationMethod, chooseCalibration } from './evaluation/choose-calibration.ts';
import { chooseCandidate, type SelectionMetric } from './evaluation/choose-candidate.ts';
import {
  type ConstantComparison,
  compareWithConstant,
  judgeWorth,
  type Verdict,
} from './evaluation/compare-with-constant.ts';
import { evaluate } from './evaluation/evaluate.ts';
import type { SplitPlan } from './evaluation/plan-split.ts';
import { rateOf } from './evaluation/rate-of.ts';
import type { Split } from './evaluation/split-leads.ts';
import {
  type MeasuredLeads,
  type Predictions,
  poolFolds,
  summariseFolds,
} from './evaluation/summarise-folds.ts';
import type { CandidateFit, CandidateSpec, FitInput, SettledSpec } from './fit-candidate.ts';
import type { Fitter } from './fit-in-parallel.ts';
import { measuringSettings, SIMPLICITY } from './trainers/create-trainer.ts';
import type { ModelFit, SettingsChoice } from './trainers/trainer.ts';
import type { SettingsSearch } from './training-record.ts';
import { countSettings } from './tuning/draw-settings.ts';
import { countTrialFits, type FoundSettings, searchSettings } from './tuning/search-settings.ts';

/** A candidate after its trial. */
export interface TriedCandidate {
  readonly spec: CandidateSpec;
  readonly calibration: Calibration;
  readonly cross_validated?: CrossValidation;
  readonly holdout?: Evaluation;
  /** Of the hold-out where there is one, else out of fold. */
  readonly predictions?: Predictions;
  /** On the same leads as `predictions`. */
  readonly against_constant?: ConstantComparison;
  /** How many numbers its model holds. */
  readonly parameters: number;
  /** How the trainer chose what was not told; absent when it chose nothing. */
  readonly settings_choice?: SettingsChoice;
  /** How `spec.settings` were found; absent unless they were searched. */
  readonly search?: SettingsSearch;
  readonly warnings: readonly string[];
}

export interface Trial {
  readonly candidates: readonly TriedCandidate[];
  readonly winner: TriedCandidate;
  /** Why it won, in a sentence. */
  readonly choice: string;
  /** Whether it is worth anything; absent where nothing was measured. */
  readonly verdict?: Verdict;
  /** In the order of the candidates. */
  readonly trials: readonly CandidateTrial[];
}

/** What a trial of one candidate leaves: enough to choose among several, and to build the artifact. Plain data. */
export interface CandidateTrial {
  readonly candidate: TriedCandidate;
  /** Out of fold, after calibration. */
  readonly folds: readonly Predictions[];
  /** Without the hold-out; absent without one. */
  readonly fit?: ModelFit;
  /** What was fitted without each fold; absent in trials of before. */
  readonly foldFits?: readonly PartialFit[];
}

/** The splits that a candidate is fitted in: the folds, then without the hold-out. */
export const listSplits = ({ folds, holdout }: SplitPlan): readonly Split[] =>
  holdout === undefined ? folds : [...folds, holdout];

/**
 * Fits a candidate in every fold and without the hold-out, calibrates it out of fold and measures it. It depends on no
 * other candidate, so several may be tried anywhere.
 *
 * What a trainer chooses by itself (`settle`) it chooses once, on all leads outside of the hold-out. The folds are measured with
 * what was chosen on their leads, too: among a handful of settings that flatters them by less than the folds differ, and the
 * hold-out not at all (docs/adr/0068).
 *
 * A candidate whose settings are searched is searched anew among the leads of every fit, so that no figure is of leads that its
 * settings were chosen on (nested cross-validation; Cawley & Talbot 2010, On over-fitting in model selection). The settings of
 * the model itself are those found without the hold-out.
 */
export async function tryCandidate(
  input: FitInput,
  spec: CandidateSpec,
  plan: SplitPlan,
  fitter: Pick<Fitter, 'fit' | 'settle'>,
  { calibration, onFit = () => {} }: { readonly calibration: CalibrationMethod; readonly onFit?: () => void },
): Promise<CandidateTrial> {
  const settled = spec.tune === undefined ? fitter.settle({ spec, train: plan.development }) : undefined;
  const find = (rows: Int32Array): Promise<Found> =>
    settled ?? findSettings({ input, spec, plan, fitter, onFit }, rows);
  const tried = await Promise.all(
    listSplits(plan).map(async (split) => {
      const { train, test } = split;
      const found = await find(train);
      const fitted = split === plan.holdout ? found.spec : measuringSpec(found.spec);
      const fit = await fitter.fit({ spec: fitted, train, predict: test });
      onFit();
      return { fit, found };
    }),
  );
  const {
    spec: own,
    search,
    choice,
  } = plan.holdout === undefined ? await find(plan.development) : tried.at(-1)!.found;
  const measuredTrial = measureCandidate(
    input,
    own,
    plan,
    tried.map(({ fit }) => fit),
    calibration,
  );
  const trial =
    choice === undefined
      ? measuredTrial
      : { ...measuredTrial, candidate: { ...measuredTrial.candidate, settings_choice: choice } };
  if (search === undefined) return trial;
  if (plan.folds.length === 0) return { ...trial, candidate: { ...trial.candidate, search } };
  const { holdout: _, ...inFolds } = plan;
  const { tune: __, ...untuned } = spec;
  const before = await tryCandidate(input, untuned, inFolds, fitter, { calibration, onFit });
  const measured = {
    unchanged: before.candidate.cross_validated!,
    chosen_without_fold: plan.folds.map((_, fold) => tried[fold]!.found.search!.chosen),
  };
  return { ...trial, candidate: { ...trial.candidate, search: { ...search, ...measured } } };
}

/** A candidate's settings, and how they were found where they were searched. */
type Found = SettledSpec & Partial<FoundSettings>;

/** The candidate as it is fitted in the folds. */
const measuringSpec = (spec: CandidateSpec): CandidateSpec =>
  spec.isQuick === true ? { ...spec, settings: measuringSettings(spec.trainer, spec.settings) } : spec;

async function findSettings(
  {
    input,
    spec,
    plan,
    fitter,
    onFit,
  }: {
    readonly input: FitInput;
    readonly spec: CandidateSpec;
    readonly plan: SplitPlan;
    readonly fitter: Pick<Fitter, 'fit' | 'settle'>;
    readonly onFit: () => void;
  },
  rows: Int32Array,
): Promise<Found> {
  const { tune, ...untuned } = spec;
  const { spec: settled } = await fitter.settle({ spec: untuned, train: rows });
  if (tune === undefined) return { spec: settled };
  return searchSettings({ input, spec: { ...settled, tune }, scheme: plan.scheme, rows, fitter, onFit });
}

/** How many fits the trial of a candidate makes, at most; for a progress line. */
export function countFits({ trainer, tune }: CandidateSpec, plan: SplitPlan): number {
  const splits = listSplits(plan).length;
  if (tune === undefined) return splits;
  const searches = splits + (plan.holdout === undefined ? 1 : 0);
  return splits + plan.folds.length + searches * countTrialFits(countSettings(trainer, tune));
}

/**
 * Chooses by the out-of-fold predictions; the hold-out takes no part. That one candidate is better than another says nothing of
 * a winner that is no better than the base rate, so it is not said of one.
 */
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
  const won = candidates[winner]!;
  const compared = won.against_constant;
  if (compared === undefined) return { candidates, winner: won, choice: text, trials };
  const verdict = judgeWorth(compared, compared.on === 'holdout' ? 1 : candidates.length);
  const names = candidates.map(({ spec }) => spec.trainer).join(', ');
  const choice =
    verdict.better || candidates.length === 1
      ? text
      : `${won.spec.trainer}: chosen among ${names}, and not shown to beat the base rate`;
  return { candidates, winner: won, choice, verdict, trials };
}

function measureCandidate(
  { labels, groups, maturity }: FitInput,
  spec: CandidateSpec,
  plan: SplitPlan,
  fits: readonly CandidateFit[],
  method: CalibrationMethod,
): CandidateTrial {
  const groupsOf = (rows: Int32Array) =>
    groups === undefined ? {} : { groups: fill(new Uint32Array(rows.length), (i) => groups[rows[i]!]!) };
  const measured = ({ probabilities }: { probabilities: Float64Array }, split: Split): MeasuredLeads => ({
    probabilities,
    labels: take(labels, split.test),
    constant: rateOf(labels, split.train, maturity),
    ...groupsOf(split.test),
  });
  const outOfFold = plan.folds.map(({ test }, fold) => ({
    z: fits[fold]!.logOdds,
    labels: take(labels, test),
    ...groupsOf(test),
  }));
  // Where leads are too young, those that are old enough would teach a calibration that holds for them alone.
  const calibrated = maturity === undefined ? method : 'none';
  const { calibration, folds } = chooseCalibration(outOfFold, calibrated, plan.scheme);
  const warnings = [...new Set(fits.flatMap(({ fit }) => fit.warnings))];
  const parameters = Math.max(0, ...fits.map(({ fit }) => countParameters(fit)));
  const foldFits = plan.folds.map((_, fold) => ({ terms: fits[fold]!.fit.terms }));
  const base = { spec, calibration, parameters, warnings };
  const tested = folds.map((fold, i) => measured(fold, plan.folds[i]!));
  const validated = folds.length === 0 ? {} : { cross_validated: summariseFolds(tested) };
  if (plan.holdout === undefined) {
    const pooled =
      folds.length === 0
        ? {}
        : { predictions: poolFolds(folds), ...named(compareWithConstant('cross_validation', tested)) };
    return { candidate: { ...base, ...validated, ...pooled }, folds, foldFits };
  }
  const { constant, ...held } = measured(
    { probabilities: fits.at(-1)!.logOdds.map((z) => calibrate(calibration, z)) },
    plan.holdout,
  );
  const predictions = { probabilities: held.probabilities, labels: held.labels };
  const holdout = evaluate(held.probabilities, held.labels, constant);
  const compared = named(compareWithConstant('holdout', [{ constant, ...held }]));
  return {
    candidate: { ...base, ...validated, holdout, predictions, ...compared },
    folds,
    foldFits,
    fit: fits.at(-1)!.fit,
  };
}

const named = (compared: ConstantComparison | undefined): Pick<TriedCandidate, 'against_constant'> =>
  compared === undefined ? {} : { against_constant: compared };

/** How many numbers a model holds; of trees, their thresholds and leaves. */
function countParameters({ terms, trees }: ModelFit): number {
  const sizes: number[] = terms.map((term) => {
    if (term.kind === 'linear') return 1;
    if (term.kind === 'pair') return term.values.length * term.values[0]!.length;
    return Object.keys(term.values).length;
  });
  const ofMembers = (trees?.members ?? []).map((member) =>
    member.kind === 'trees' ? member.input.length : member.coefficients.length,
  );
  return 1 + sum(sizes) + sum(ofMembers);
}
