import type { ModelArtifact } from '../model/artifact.ts';
import { concat } from '../typed-arrays.ts';
import type {
  CutOffRecord,
  MeasuredOn,
  SegmentRecord,
  ShuffleRecord,
} from './evaluation/evaluation-record.ts';
import { measureSegments } from './evaluation/measure-segments.ts';
import { measureShuffles } from './evaluation/measure-shuffles.ts';
import type { SplitPlan } from './evaluation/plan-split.ts';
import { type Predictions, poolFolds } from './evaluation/summarise-folds.ts';
import { tabulateCutOffs } from './evaluation/tabulate-cut-offs.ts';
import type { InspectedPlan } from './plan-training.ts';
import type { TrainInput } from './train-input.ts';
import type { CandidateTrial } from './try-candidates.ts';

/** What the record says of the winner only: what a cut-off brings, where it does well, and what it goes by. */
export function describeWinner(
  input: Pick<TrainInput, 'prices'>,
  plan: InspectedPlan,
  trial: CandidateTrial,
  { scale }: Pick<ModelArtifact, 'scale'>,
): {
  readonly cut_offs?: CutOffRecord;
  readonly segments?: SegmentRecord;
  readonly shuffles?: ShuffleRecord;
} {
  const { predictions } = trial.candidate;
  if (predictions === undefined) return {};
  const { split, segments } = plan;
  const groups = groupsOf(plan, testedRows(split));
  const shuffles = shuffle(plan, trial);
  return {
    cut_offs: tabulateCutOffs(predictions, split.holdout === undefined ? 'cross_validation' : 'holdout', {
      scale,
      ...(groups === undefined ? {} : { groups }),
      ...(input.prices === undefined ? {} : { prices: input.prices }),
    }),
    ...(segments.length === 0 ? {} : { segments: segment(plan, trial, predictions) }),
    ...(shuffles === undefined ? {} : { shuffles }),
  };
}

/** The leads of `predictions`, in its order. */
const testedRows = ({ holdout, folds }: SplitPlan): Int32Array =>
  holdout?.test ??
  concat(
    Int32Array,
    folds.map(({ test }) => test),
  );

/** Repeats of a lead count as one, as groups that are told do. */
function groupsOf({ split, read }: InspectedPlan, rows: Int32Array): Uint32Array | undefined {
  const groups = split.together ?? read.groups;
  return groups && Uint32Array.from(rows, (row) => groups[row]!);
}

/** All leads that a model predicted without having seen them: out of fold and held out. */
function segment(plan: InspectedPlan, trial: CandidateTrial, predictions: Predictions): SegmentRecord {
  const { holdout, folds } = plan.split;
  const hasBoth = holdout !== undefined && folds.length > 0;
  const on: MeasuredOn = hasBoth ? 'both' : holdout === undefined ? 'cross_validation' : 'holdout';
  const outOfFold = folds.map(({ test }) => test);
  const rows = hasBoth ? concat(Int32Array, [...outOfFold, holdout.test]) : testedRows(plan.split);
  const groups = groupsOf(plan, rows);
  const { fileRows } = plan.read;
  return measureSegments(
    {
      ...(hasBoth ? poolFolds([...trial.folds, predictions]) : predictions),
      ...(groups === undefined ? {} : { groups }),
      columns: plan.segments.map((column) => ({
        ...column,
        codes: Int32Array.from(rows, (row) => column.codes[fileRows[row]!]!),
      })),
    },
    on,
  );
}

function shuffle({ split, fitInput, seed }: InspectedPlan, trial: CandidateTrial): ShuffleRecord | undefined {
  if (split.holdout === undefined || trial.fit === undefined) return undefined;
  const { features, labels, groups } = fitInput;
  return measureShuffles({
    ...{ fit: trial.fit, calibration: trial.candidate.calibration },
    ...{ features, labels, holdout: split.holdout.test, seed },
    ...(groups === undefined ? {} : { groups }),
  });
}
