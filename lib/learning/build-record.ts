import { count } from '../count.ts';
import type { ArtifactHorizon, ModelArtifact } from '../model/artifact.ts';
import { calibrate } from '../model/calibrate.ts';
import { range } from '../typed-arrays.ts';
import { describeCandidate, measureWinner } from './describe-candidate.ts';
import { describeOptions } from './describe-options.ts';
import { describeWinner } from './describe-winner.ts';
import { type Bander, createBander } from './effects/band-effects.ts';
import { describeEffects } from './effects/describe-effects.ts';
import { describeInteractions } from './effects/describe-interactions.ts';
import { describeTrees } from './effects/describe-trees.ts';
import { countScores } from './evaluation/count-scores.ts';
import { identifyMeasured } from './evaluation/identify-measured.ts';
import type { SplitPlan } from './evaluation/plan-split.ts';
import { rateOf } from './evaluation/rate-of.ts';
import { traceCurves } from './evaluation/trace-curves.ts';
import type { InspectedPlan } from './plan-training.ts';
import { spoilsModel } from './profile/find-leak-suspects.ts';
import type { LeakSuspect } from './profile/profile.ts';
import type { EncodedLeads } from './table/encode-leads.ts';
import type { ReadLeads } from './table/read-leads.ts';
import { ROW_ORDER } from './table/read-times.ts';
import type { TrainInput } from './train-input.ts';
import type { LeakNote, RecordedHorizon, RecordedSplit, TrainingRecord } from './training-record.ts';
import type { Trial } from './try-candidates.ts';

/**
 * The record of a training: everything that the report draws and metrics.json keeps.
 *
 * @param logOdds of the training leads, by the artifact, before calibration
 */
export function buildRecord(
  input: TrainInput,
  inspected: InspectedPlan,
  trial: Trial,
  artifact: ModelArtifact,
  logOdds: Float64Array,
  warnings: readonly string[],
): TrainingRecord {
  const { seed, read, repeats, split: plan, findings } = inspected;
  const { winner } = trial;
  const winnerTrial = trial.trials[trial.candidates.indexOf(winner)]!;
  const bander = createBander(winnerTrial.foldFits ?? [], plan.scheme);
  const overTime = measureWinner(read, plan, winnerTrial);
  const { lineage, schema } = artifact;
  const spoiling = findings.suspects.filter((suspect) => spoilsModel(suspect, read.leftOut));
  return {
    name: artifact.name,
    created_at: artifact.created_at,
    seed,
    ...(trial.verdict === undefined ? {} : { verdict: trial.verdict }),
    data: {
      file: input.fileName ?? 'the table',
      ...(input.joined === undefined ? {} : { joined_file: input.joined.fileName ?? 'the joined table' }),
      rows_read: read.file.rows,
      rows: lineage.rows,
      converted: lineage.converted,
      base_rate: rateOf(read.labels, range(read.labels.length), read.horizon?.maturity),
      target: lineage.target,
      positive: lineage.positive,
      fields: schema.fields.map(({ name, type, required }) => ({ name, type, required })),
    },
    ...(artifact.horizon === undefined ? {} : { horizon: recordHorizon(artifact.horizon, input, read) }),
    options: describeOptions(input),
    split: describeSplit(plan, input, repeats?.rows ?? 0, read),
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
    ...describeWhatMoves(artifact, read.leads, { bander, seed }),
    ...(overTime === undefined ? {} : { over_time: overTime }),
    ...describeWinner(input, inspected, winnerTrial, artifact),
    left_out: lineage.left_out,
    preparation: lineage.preparation,
    warnings,
    leak_suspects: spoiling.map(noteLeak),
    worth_a_look: findings.suspects.filter((suspect) => !spoiling.includes(suspect)).map(noteLeak),
  };
}

/** What the features do, alone and together. */
function describeWhatMoves(
  artifact: ModelArtifact,
  leads: EncodedLeads,
  { bander, seed }: { readonly bander: Bander | undefined; readonly seed: number },
): Pick<TrainingRecord, 'effects' | 'effect_bands' | 'interactions'> {
  if (artifact.trees === undefined)
    return {
      effects: describeEffects(artifact, leads, bander),
      ...(bander === undefined ? {} : { effect_bands: bander.how }),
    };
  const { curves, rows } = describeTrees(artifact, leads, seed);
  const strongest = Math.max(0, ...curves.map(({ mean_abs = 0 }) => mean_abs));
  const interactions = describeInteractions(artifact, leads, seed, strongest);
  return {
    effects: curves,
    effect_bands: { method: 'leads', rows },
    ...(interactions === undefined ? {} : { interactions }),
  };
}

const recordHorizon = (
  { days, as_of, time, old_rows }: ArtifactHorizon,
  { target }: TrainInput,
  { horizon, labels }: ReadLeads,
): RecordedHorizon => ({
  days,
  as_of,
  time,
  converted_at: target,
  old_rows,
  old_converted: labels.reduce((leads, label, lead) => leads + (horizon!.isOld[lead] === 1 ? label : 0), 0),
  measured_on: 'leads_as_old_as_the_horizon',
});

const noteLeak = ({ column, findings }: LeakSuspect): LeakNote => ({
  column,
  text: findings.map(({ text }) => text).join('; '),
});

const tellYounger = (leads: number): string =>
  leads === 0
    ? ''
    : `; the ${count(leads, 'younger lead')} ${leads === 1 ? 'is' : 'are'} learned from in every fit`;

function describeSplit(
  plan: SplitPlan,
  { group, time }: TrainInput,
  repeats: number,
  read: ReadLeads,
): RecordedSplit {
  const { horizon } = read;
  const measured = identifyMeasured(read, plan);
  const { scheme, holdout, folds, untimed, parted } = plan;
  const column = scheme === 'grouped' ? group : scheme === 'forward' ? time : undefined;
  const by = time === ROW_ORDER ? 'the order of the rows' : time;
  const how = {
    stratified: 'at random, with the same share of conversions in every part',
    grouped: `so that no ${group} stands in two parts`,
    forward: `by ${by}: every part is measured with a model of what came before it`,
  }[scheme];
  const both = scheme === 'forward' && group !== undefined;
  const more = [
    ...(both ? [`no ${group} is both learned from and measured on`] : []),
    ...(repeats === 0
      ? []
      : [`${count(repeats, 'lead')} that ${repeats === 1 ? 'repeats' : 'repeat'} another stay with it`]),
    ...(parted === 0
      ? []
      : [
          `${count(parted, 'earlier lead')} took no part, as ${both ? `their ${group} or a repeat of theirs` : 'a repeat of theirs'} is held out`,
        ]),
    ...(horizon === undefined
      ? []
      : [
          `measured on leads at least ${count(horizon.days, 'day')} old, whose outcome is known${tellYounger(horizon.isOld.filter((old) => old === 0).length)}`,
        ]),
    ...(untimed === 0 ? [] : [`${count(untimed, 'lead')} without a ${time} took no part`]),
  ];
  const parts = [
    ...(holdout === undefined ? [] : [`${count(holdout.test.length, 'lead')} held out`]),
    ...(folds.length === 0
      ? []
      : [`${folds.length} folds of ${holdout === undefined ? 'all' : 'the other'} leads`]),
  ];
  return {
    scheme,
    ...(column === undefined ? {} : { column }),
    ...(both ? { group } : {}),
    ...(repeats === 0 ? {} : { repeats }),
    ...(parted === 0 ? {} : { parted }),
    folds: folds.length,
    holdout_rows: holdout?.test.length ?? 0,
    ...(measured === undefined ? {} : { measured_sha256: measured }),
    text:
      parts.length === 0
        ? 'nothing was held out, so nothing was measured'
        : [`${parts.join(', ')}, split ${how}`, ...more].join('; '),
  };
}
