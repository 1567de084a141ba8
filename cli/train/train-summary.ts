import { count } from '../../lib/count.ts';
import type { Field } from '../../lib/lead/schema.ts';
import { nameOdds, oddsOf } from '../../lib/learning/effect-odds.ts';
import { tellCalibration } from '../../lib/learning/evaluation/tell-calibration.ts';
import type { TrainedModel } from '../../lib/learning/train-model.ts';
import type {
  EffectCurve,
  EffectPoint,
  FigureInterval,
  FigureIntervals,
  TrainingRecord,
} from '../../lib/learning/training-record.ts';
import type { Evaluation, Metric } from '../../lib/model/artifact.ts';
import { alignCells, section, shortenText } from '../terminal/text-table.ts';

export interface TrainingFiles {
  /** The paths of the files, the model first. */
  readonly written: readonly string[];
  /** The column of --on. */
  readonly on: string | undefined;
}

const SEPARATORS = { ',': 'comma', ';': 'semicolon', '\t': 'tab' } as const;
const MOST_EFFECTS = 8;
const LONGEST_VALUE = 24;

/** The result of a training for people: what was read, what was left out and why, how good the models are. */
export function describeTraining(
  { artifact, record, file }: TrainedModel,
  { written, on }: TrainingFiles,
): string {
  const { data, split, left_out, warnings, effects, choice } = record;
  const joined = data.joined_file === undefined ? '' : `, joined with ${data.joined_file} on ${on}`;
  const fields = artifact.schema.fields.map((field) => [field.name, describeField(field)]);
  return [
    `Read       ${data.file}: ${count(file.rows, 'row')}, ${count(file.columns, 'column')}, ${SEPARATORS[file.separator]}-separated${joined}`,
    `Converted  ${formatCount(data.converted)} of ${formatCount(data.rows)} leads, ${formatPercent(data.base_rate)} (${data.target}: ${data.positive})`,
    ...section('Fields', alignCells(fields)),
    ...section('Left out', alignCells(Object.entries(left_out))),
    ...section('Note', warnings),
    `Measured   ${split.text}`,
    '',
    ...describeCandidates(record),
    ...describeTrust(record),
    '',
    `Chosen     ${choice}; calibration: ${record.calibration}`,
    '',
    `Strongest effects, as factors on ${nameOdds(record)}`,
    ...alignCells(
      effects
        .filter(({ points }) => points.length > 1)
        .slice(0, MOST_EFFECTS)
        .map(describeEffect),
    ).map((line) => `  ${line}`),
    '',
    `Wrote ${written.join(', ')}`,
    `Next: scorelane score ${written[0]} new-leads.csv --out scored.csv`,
    `      scorelane publish ${written[0]} --promote   (while npm start runs)`,
  ].join('\n');
}

function describeField(field: Field): string {
  const optional = field.required ? '' : ', may be missing';
  switch (field.type) {
    case 'number':
      return `number ${field.range[0]} – ${field.range[1]}${optional}`;
    case 'category':
      return `category, ${count(field.levels.length, 'level')}${optional}`;
    case 'boolean':
      return `yes or no${optional}`;
    case 'date':
      return `date ${field.range[0]} – ${field.range[1]}${optional}`;
  }
}

const FIGURES: readonly (readonly [Metric, string, number])[] = [
  ['roc_auc', 'ROC-AUC', 3],
  ['pr_auc', 'PR-AUC', 3],
  ['ks', 'KS', 3],
  ['log_loss', 'log-loss', 4],
  ['brier', 'Brier', 4],
  ['ece', 'ECE', 4],
];

/** The candidates side by side, out of fold and on the hold-out, and the constant that they must beat. */
function describeCandidates({ candidates, winner, data, split }: TrainingRecord): string[] {
  const cells = (figures: Evaluation, sd?: Readonly<Record<Metric, number>>) =>
    FIGURES.map(([metric, , digits]) => {
      const spread = sd === undefined || metric !== 'roc_auc' ? '' : ` ± ${sd[metric].toFixed(digits)}`;
      return `${figures[metric].toFixed(digits)}${spread}`;
    });
  const rows = candidates.flatMap(({ trainer, cross_validated, holdout }) => [
    ...(cross_validated === undefined
      ? []
      : [[`${trainer}, ${cross_validated.folds} folds`, ...cells(cross_validated, cross_validated.sd)]]),
    ...(holdout === undefined || (trainer !== winner && split.folds > 0)
      ? []
      : [[`${trainer}, hold-out`, ...cells(holdout)]]),
  ]);
  if (rows.length === 0) return ['Nothing was held out: how good the model is, is not known.'];
  const rate = data.base_rate;
  const entropy = -(rate * Math.log(rate) + (1 - rate) * Math.log(1 - rate));
  const constant = [
    '0.500',
    rate.toFixed(3),
    '0.000',
    entropy.toFixed(4),
    (rate * (1 - rate)).toFixed(4),
    '0.0000',
  ];
  return alignCells([
    ['', ...FIGURES.map(([, name]) => name)],
    ...rows,
    ['always the base rate', ...constant],
  ]);
}

/** How far the winner's figures can be trusted, and its probabilities; nothing where it was not measured. */
function describeTrust({ candidates, winner, curves }: TrainingRecord): string[] {
  const { holdout_intervals: intervals, recalibration } =
    candidates.find(({ trainer }) => trainer === winner) ?? {};
  const ranges = FIGURES.flatMap(([metric, name, digits]) => {
    const interval = intervals?.[metric as keyof FigureIntervals] as FigureInterval | undefined;
    return interval === undefined
      ? []
      : [`${name} ${interval.low.toFixed(digits)} – ${interval.high.toFixed(digits)}`];
  });
  const by = intervals?.by === undefined ? '' : `, by ${intervals.by}`;
  const lines = [
    ...(intervals?.by !== undefined && ranges.length === 0
      ? [`No intervals: all leads of the hold-out are of one ${intervals.by}`]
      : []),
    ...(ranges.length === 0 ? [] : [`${winner}, hold-out, 95 % intervals${by}: ${ranges.join(', ')}`]),
    ...(recalibration === undefined || curves === undefined
      ? []
      : [`Its probabilities are ${tellCalibration(recalibration, curves.converted / curves.rows)}`]),
  ];
  return lines.length === 0 ? [] : ['', ...lines];
}

function describeEffect({ feature, points }: EffectCurve): string[] {
  const known = points.filter(({ kind }) => kind !== 'missing' && kind !== 'other');
  const strongest = [...known].sort((a, b) => b.effect - a.effect);
  return [feature, ...[strongest[0]!, strongest.at(-1)!].map(describePoint)];
}

function describePoint(point: EffectPoint): string {
  const { value, kind } = point;
  const shown = typeof value === 'number' ? formatNumber(value) : shortenText(value, LONGEST_VALUE);
  return `${kind === 'step' ? 'from ' : ''}${shown} × ${oddsOf(point).toPrecision(2)}`;
}

const formatNumber = (value: number): string => String(Number(value.toPrecision(4)));
const formatCount = (n: number): string => n.toLocaleString('en-US');
const formatPercent = (share: number): string => `${(100 * share).toFixed(1)} %`;
