import { concat } from '../typed-arrays.ts';
import { evaluate } from './evaluation/evaluate.ts';
import { measureIntervals } from './evaluation/measure-intervals.ts';
import { measureOverTime } from './evaluation/measure-over-time.ts';
import type { SplitPlan } from './evaluation/plan-split.ts';
import { rateOf } from './evaluation/rate-of.ts';
import { recalibrate } from './evaluation/recalibrate.ts';
import { poolFolds } from './evaluation/summarise-folds.ts';
import { traceRival } from './evaluation/trace-curves.ts';
import type { ReadLeads } from './table/read-leads.ts';
import type { TrainInput } from './train-input.ts';
import { createTrainer } from './trainers/create-trainer.ts';
import type { Candidate, OverTime } from './training-record.ts';
import type { CandidateTrial } from './try-candidates.ts';

interface Measured {
  readonly input: TrainInput;
  readonly seed: number;
  readonly read: ReadLeads;
  readonly plan: SplitPlan;
}

/** What the record keeps of a candidate: its figures, and how far they can be trusted. */
export function describeCandidate(
  { candidate, folds }: CandidateTrial,
  { input, seed, read, plan }: Measured,
): Candidate {
  const { spec, cross_validated, holdout, parameters, warnings, predictions, search, settings_choice } =
    candidate;
  const tested =
    plan.holdout?.test ??
    concat(
      Int32Array,
      plan.folds.map(({ test }) => test),
    );
  // Repeats of a lead count as one, as groups that are told do.
  const together = plan.together ?? read.groups;
  const groups = together && pick(together, tested);
  const by = input.group === undefined ? {} : { by: input.group };
  const recalibration = predictions && recalibrate(predictions, groups);
  return {
    trainer: spec.trainer,
    options: createTrainer(spec.trainer, spec.settings).options,
    ...(cross_validated === undefined ? {} : { cross_validated }),
    ...(holdout === undefined ? {} : { holdout }),
    ...(folds.length === 0
      ? {}
      : {
          folds: folds.map(({ probabilities, labels }, fold) =>
            evaluate(
              probabilities,
              labels,
              rateOf(read.labels, plan.folds[fold]!.train, read.horizon?.maturity),
            ),
          ),
        }),
    ...(holdout === undefined || predictions === undefined
      ? {}
      : { holdout_intervals: { ...measureIntervals(predictions, seed, groups), ...by } }),
    ...(recalibration === undefined ? {} : { recalibration }),
    ...(predictions === undefined ? {} : { roc: traceRival(predictions) }),
    parameters,
    ...(settings_choice === undefined ? {} : { settings_choice }),
    ...(search === undefined ? {} : { search }),
    warnings,
  };
}

/** The winner over time, out of fold and on the hold-out. */
export function measureWinner(
  { dated, groups: told }: ReadLeads,
  { folds, holdout, together: groups = told }: SplitPlan,
  { candidate, folds: outOfFold }: CandidateTrial,
): OverTime | undefined {
  if (dated === undefined) return undefined;
  const parts = holdout === undefined ? outOfFold : [...outOfFold, candidate.predictions!];
  if (parts.length === 0) return undefined;
  const tested = concat(
    Int32Array,
    [...folds, ...(holdout === undefined ? [] : [holdout])].map(({ test }) => test),
  );
  const times = Float64Array.from(tested, (lead) => dated.times[lead]!);
  return measureOverTime(
    { ...poolFolds(parts), times, ...(groups === undefined ? {} : { groups: pick(groups, tested) }) },
    dated.column,
  );
}

const pick = (groups: Uint32Array, rows: Int32Array): Uint32Array =>
  Uint32Array.from(rows, (row) => groups[row]!);
