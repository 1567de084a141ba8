import { count } from '../count.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import { calibrate } from '../model/calibrate.ts';
import { describeCandidate, measureWinner } from './describe-candidate.ts';
import { createBander } from './effects/band-effects.ts';
import { describeEffects } from './effects/describe-effects.ts';
import { countScores } from './evaluation/count-scores.ts';
import type { SplitPlan } from './evaluation/plan-split.ts';
import { traceCurves } from './evaluation/trace-curves.ts';
import type { TrainingPlan } from './plan-training.ts';
import type { LeakSuspect } from './profile/profile.ts';
import type { TrainInput } from './train-input.ts';
import type { RecordedSplit, TrainingRecord } from './training-record.ts';
import type { Trial } from './try-candidates.ts';

/**
 * The record of a training: everything that the report draws and metrics.json keeps.
 *
 * @param logOdds of the training leads, by the artifact, before calibration
 */
export function buildRecord(
  input: TrainInput,
  { seed, read, split: plan }: TrainingPlan,
  trial: Trial,
  artifact: ModelArtifact,
  logOdds: Float64Array,
  { warnings, suspects }: { readonly warnings: readonly string[]; readonly suspects: readonly LeakSuspect[] },
): TrainingRecord {
  const { winner } = trial;
  const winnerTrial = trial.trials[trial.candidates.indexOf(winner)]!;
  const bander = createBander(winnerTrial.foldFits ?? [], plan.scheme);
  const overTime = measureWinner(read, plan, winnerTrial);
  const { lineage, schema } = artifact;
  return {
    name: artifact.name,
    created_at: artifact.created_at,
    seed,
    data: {
      file: input.fileName ?? 'the table',
      ...(input.joined === undefined ? {} : { joined_file: input.joined.fileName ?? 'the joined table' }),
      rows_read: read.file.rows,
      rows: lineage.rows,
      converted: lineage.converted,
      base_rate: lineage.converted / lineage.rows,
      target: lineage.target,
      positive: lineage.positive,
      fields: schema.fields.map(({ name, type, required }) => ({ name, type, required })),
    },
    split: describeSplit(plan, input, lineage.rows),
    candidates: trial.trials.map((tried) => describeCandidate(tried, { input, seed, read, plan })),
    winner: winner.spec.trainer,
    choice: trial.choice,
    calibration: artifact.calibration.method,
    ...(winner.predictions === undefined
      ? {}
      : {
          curves: traceCurves(winner.predictions),
          curves_on: plan.holdout === undefined ? ('cross_validation' as const) : ('holdout' as const),
        }),
    score_counts: countScores(
      artifact.scale,
      logOdds.map((z) => calibrate(artifact.calibration, z)),
    ),
    effects: describeEffects(artifact, read.leads, bander),
    ...(bander === undefined ? {} : { effect_bands: bander.how }),
    ...(overTime === undefined ? {} : { over_time: overTime }),
    left_out: lineage.left_out,
    preparation: lineage.preparation,
    warnings,
    leak_suspects: suspects.map(({ column, findings }) => ({
      column,
      text: findings.map(({ text }) => text).join('; '),
    })),
  };
}

function describeSplit(
  { scheme, holdout, folds, development }: SplitPlan,
  { group, time }: TrainInput,
  rows: number,
): RecordedSplit {
  const untimed = rows - development.length - (holdout?.test.length ?? 0);
  const column = scheme === 'grouped' ? group : scheme === 'forward' ? time : undefined;
  const how = {
    stratified: 'at random, with the same share of conversions in every part',
    grouped: `so that no ${column} stands in two parts`,
    forward: `by ${column}: every part is measured with a model of what came before it`,
  }[scheme];
  const parts = [
    ...(holdout === undefined ? [] : [`${count(holdout.test.length, 'lead')} held out`]),
    ...(folds.length === 0
      ? []
      : [`${folds.length} folds of ${holdout === undefined ? 'all' : 'the other'} leads`]),
  ];
  return {
    scheme,
    ...(column === undefined ? {} : { column }),
    folds: folds.length,
    holdout_rows: holdout?.test.length ?? 0,
    text:
      parts.length === 0
        ? 'nothing was held out, so nothing was measured'
        : `${parts.join(', ')}, split ${how}${untimed === 0 ? '' : `; ${count(untimed, 'lead')} without a ${time} took no part`}`,
  };
}
