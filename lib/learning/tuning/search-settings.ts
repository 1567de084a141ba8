import { sigmoid } from '../../statistics/sigmoid.ts';
import { take } from '../../typed-arrays.ts';
import { chooseCandidate, figureOf, lossOf } from '../evaluation/choose-candidate.ts';
import { type SplitPlan, splitWithin } from '../evaluation/plan-split.ts';
import type { Split } from '../evaluation/split-leads.ts';
import type { Predictions } from '../evaluation/summarise-folds.ts';
import type { CandidateSpec, FitInput } from '../fit-candidate.ts';
import type { Fitter } from '../fit-in-parallel.ts';
import { addYoung } from '../horizon/split-old.ts';
import { measuringSettings } from '../trainers/create-trainer.ts';
import { changeSettings, changesOf, type SettingValues } from '../trainers/set-trainer.ts';
import type { SettingsSearch } from '../training-record.ts';
import { drawSettings } from './draw-settings.ts';
import { tellSettings } from './tell-search.ts';
import type { TunePlan } from './tune-plan.ts';

/** Inner folds: the budget of a trial that stays to the end. */
export const INNER_FOLDS = 4;
/** One of so many trials stays from a rung to the next. */
const HALVING = 2;

export interface FoundSettings {
  /** Of the candidate, with the settings that were found. */
  readonly spec: CandidateSpec;
  readonly search: SettingsSearch;
}

interface SearchInput {
  readonly input: FitInput;
  /** What is searched for. */
  readonly spec: CandidateSpec & { readonly tune: TunePlan };
  readonly scheme: SplitPlan['scheme'];
  /** The leads to search among; none of the others is looked at. */
  readonly rows: Int32Array;
  readonly fitter: Pick<Fitter, 'fit'>;
  /** A trial was fitted in a fold. */
  readonly onFit?: () => void;
}

interface TrialSoFar {
  readonly settings: SettingValues;
  readonly folds: Predictions[];
}

/**
 * Searches a candidate's settings among some leads by successive halving (Jamieson & Talwalkar 2016, Non-stochastic best arm
 * identification and hyperparameter optimization): all settings are measured in one inner fold, the better half in twice as
 * many, and so on to four, each fold learned and measured by the rules of the outer split. The settings without a change
 * stay to the end, whatever they do, and are kept unless another is better by more than one standard error
 * of the paired differences.
 *
 * Deterministic: the same leads, seed and plan give the same result, in whatever order the fits end.
 */
export async function searchSettings(search: SearchInput): Promise<FoundSettings> {
  const { input, spec, scheme, rows } = search;
  const { tune, ...plain } = spec;
  const { labels, groups: together, times, maturity } = input;
  // As in the outer folds, leads too young are learned from and not measured on.
  const old = maturity === undefined ? rows : rows.filter((lead) => maturity[lead] === 1);
  const within = splitWithin(
    { labels, scheme, together, ...(times === undefined ? {} : { times }) },
    old,
    INNER_FOLDS,
  ).map((split) =>
    old === rows
      ? split
      : addYoung(
          split,
          rows.filter((lead) => maturity![lead]! < 1),
          together,
        ),
  );
  if (within.length === 0) {
    const text = 'not tuned: the leads are too few to part them once more';
    return { spec: plain, search: describe(tune, [], 0, {}, text) };
  }
  // Forward in time the latest inner fold has most to learn from: the first rung measures there.
  const splits = scheme === 'forward' ? within.toReversed() : within;
  const trials: TrialSoFar[] = drawSettings(spec.trainer, tune, input.seed, spec.settings).map(
    (settings) => ({
      settings,
      folds: [],
    }),
  );
  let alive = trials;
  for (const until of rungsOf(splits.length)) {
    alive = keepBetter(alive, tune.metric);
    await Promise.all(alive.map((trial) => measureUntil(search, trial, splits.slice(0, until))));
  }
  const { settings, text } = choose(alive, tune);
  return {
    spec: { ...plain, settings: changeSettings(spec.settings, changesOf(settings, [spec.trainer])) },
    search: describe(tune, trials, splits.length, settings, text),
  };
}

/** How many folds the trials of each rung have behind them: 1, 2, 4. */
function rungsOf(folds: number): number[] {
  const rungs: number[] = [];
  for (let until = 1; until < folds; until *= HALVING) rungs.push(until);
  return [...rungs, folds];
}

/** How many fits a search makes; fewer in fewer inner folds. */
export function countTrialFits(settings: number, folds: number = INNER_FOLDS): number {
  let [fits, alive, before] = [0, settings, 0];
  for (const until of rungsOf(folds)) {
    if (before > 0) alive = 1 + keptOf(alive - 1);
    fits += alive * (until - before);
    before = until;
  }
  return fits;
}

const keptOf = (others: number): number => Math.ceil(others / HALVING);

/** The first, and the better half of the others; all before anything was measured. */
function keepBetter(trials: readonly TrialSoFar[], metric: TunePlan['metric']): TrialSoFar[] {
  const [usual, ...others] = trials;
  if (usual!.folds.length === 0) return [...trials];
  const losses = new Map(others.map((trial) => [trial, lossOf(trial.folds, metric)]));
  const better = new Set(
    others.toSorted((a, b) => losses.get(a)! - losses.get(b)!).slice(0, keptOf(others.length)),
  );
  return [usual!, ...others.filter((trial) => better.has(trial))];
}

/** Measures a trial in the splits that it was not measured in yet. */
async function measureUntil(
  { input, spec, fitter, onFit = () => {} }: SearchInput,
  { settings, folds }: TrialSoFar,
  splits: readonly Split[],
): Promise<void> {
  const { tune: _, ...plain } = spec;
  const changed = changeSettings(spec.settings, changesOf(settings, [spec.trainer]));
  const tried = { ...plain, settings: measuringSettings(spec.trainer, changed) };
  const measured = await Promise.all(
    splits.slice(folds.length).map(async ({ train, test }): Promise<Predictions> => {
      const { logOdds } = await fitter.fit({ spec: tried, train, predict: test });
      onFit();
      return { probabilities: logOdds.map(sigmoid), labels: take(input.labels, test) };
    }),
  );
  folds.push(...measured);
}

function choose(
  alive: readonly TrialSoFar[],
  { metric, told }: TunePlan,
): { settings: SettingValues; text: string } {
  const usual = told.length === 0 ? 'the defaults' : 'the given settings and defaults';
  const [only] = alive;
  if (alive.length === 1) return { settings: only!.settings, text: `not tuned: ${usual} are all there is` };
  const { winner } = chooseCandidate(
    alive.map(({ folds }, i) => ({ name: String(i), simplicity: i === 0 ? 0 : 1, folds })),
    metric,
  );
  const figure = (trial: TrialSoFar) =>
    figureOf(lossOf(trial.folds, metric), metric)
      .toFixed(4)
      .replace(/^(-?)0\./, '$1.');
  const best = alive.slice(1).reduce((a, b) => (lossOf(b.folds, metric) < lossOf(a.folds, metric) ? b : a));
  const others = `${tellSettings(best.settings)} had ${figure(best)}`;
  return winner === 0
    ? {
        settings: only!.settings,
        text: `${usual} (${figure(only!)}); the best other, ${others}, no better by one standard error`,
      }
    : {
        settings: alive[winner]!.settings,
        text: `${tellSettings(alive[winner]!.settings)} (${figure(alive[winner]!)}; ${usual} had ${figure(only!)})`,
      };
}

const describe = (
  { metric }: TunePlan,
  trials: readonly TrialSoFar[],
  folds: number,
  settings: SettingValues,
  text: string,
): SettingsSearch => ({
  method: 'successive_halving',
  metric,
  inner_folds: folds,
  trials: trials.map((trial) => ({
    settings: trial.settings,
    folds: trial.folds.length,
    figure: figureOf(lossOf(trial.folds, metric), metric),
  })),
  chosen: settings,
  text,
});
