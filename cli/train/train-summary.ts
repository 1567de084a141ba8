import { count } from '../../lib/count.ts';
import { formatCount, formatNumber, formatPercent } from '../../lib/format-figures.ts';
import type { CategoryField, Field } from '../../lib/lead/schema.ts';
import { nameOdds, oddsOf } from '../../lib/learning/effect-odds.ts';
import { tellCalibration } from '../../lib/learning/evaluation/tell-calibration.ts';
import { writeDrops } from '../../lib/learning/profile/write-drops.ts';
import type { TrainedModel } from '../../lib/learning/train-model.ts';
import type {
  EffectCurve,
  EffectPoint,
  FigureInterval,
  FigureIntervals,
  RecordedHorizon,
  TrainingRecord,
} from '../../lib/learning/training-record.ts';
import {
  HONEST,
  SEARCH_HEAD,
  searchCells,
  searchedOf,
  tellSearch,
} from '../../lib/learning/tuning/tell-search.ts';
import type { Evaluation, Metric } from '../../lib/model/artifact.ts';
import { formatDigits, formatFactor } from '../terminal/format.ts';
import { hint } from '../terminal/hint.ts';
import { paint, widthOf } from '../terminal/screen.ts';
import { type Column, listFacts, section, TITLE_WIDTH, tabulate } from '../terminal/table.ts';
import { shortenText } from '../terminal/text.ts';
import { describeEvaluation } from './evaluation-summary.ts';

export interface TrainingFiles {
  /** The paths of the files, the model first. */
  readonly written: readonly string[];
  /** The column of --on. */
  readonly on: string | undefined;
  /** Its place in the history, or why it has none. */
  readonly run: { readonly id: string; readonly removed: number } | { readonly trouble: string };
  /** What to do then, a line each. */
  readonly next: readonly string[];
}

const SEPARATORS = { ',': 'comma', ';': 'semicolon', '\t': 'tab' } as const;
const MOST_EFFECTS = 8;
const LONGEST_VALUE = 24;
const MOST_LOOKS = 5;

/** The result of a training for people: what was read, what was left out and why, how good the models are. */
export function describeTraining(
  { artifact, record, told, file }: TrainedModel,
  { written, on, run, next }: TrainingFiles,
  width = widthOf(),
): string[] {
  const { data, split, effects, choice, verdict, horizon } = record;
  const { leftOut } = told;
  const joined = data.joined_file === undefined ? '' : `, joined with ${data.joined_file} on ${on}`;
  const fields = artifact.schema.fields.map(
    (field) => [field.name, describeField(field, artifact.baseline[field.name]?.missing === 0)] as const,
  );
  const read = `${data.file}: ${count(file.rows, 'row')}, ${count(file.columns, 'column')}, ${SEPARATORS[file.separator]}-separated${joined}`;
  const converted =
    horizon === undefined
      ? `${formatCount(data.converted)} of ${formatCount(data.rows)} leads, ${formatPercent(data.base_rate)} (${data.target}: ${data.positive})`
      : tellHorizon(record, horizon);
  const inside = { width: width - TITLE_WIDTH };
  const block = (title: string, ...lines: readonly string[]) => section(title, lines, width);
  return [
    ...(verdict === undefined ? [] : block('Model', `${record.winner}, ${verdict.text}`)),
    ...block('Read', read),
    ...block('Converted', converted),
    ...block('Leaks', ...describeLeaks(record)),
    ...block('Note', ...notesBesideLeaks(record, told.warnings)),
    ...block('Fields', ...listFacts(fields, inside)),
    ...block('Left out', ...listFacts(Object.entries(leftOut), inside)),
    ...block('Measured', split.text),
    '',
    ...describeCandidates(record, width),
    ...describeTrust(record),
    ...describeSearch(record, width),
    '',
    ...block('Chosen', `${choice}; calibration: ${record.calibration}`),
    ...describeEvaluation(record, width),
    '',
    `Strongest effects, as factors on ${nameOdds(record)}`,
    ...tabulate(
      EFFECT_COLUMNS,
      effects
        .filter(({ points }) => points.length > 1)
        .slice(0, MOST_EFFECTS)
        .map(describeEffect),
      { width, indent: 2 },
    ),
    ...describePairs(record, width),
    '',
    `Wrote ${written.join(', ')}`,
    ...('id' in run ? describeHistory(run) : []),
    ...next,
  ];
}

const tellHorizon = ({ data }: TrainingRecord, { days, as_of, old_rows, old_converted }: RecordedHorizon) =>
  `within ${days} days, as of ${as_of}: ${formatCount(data.converted)} of ${formatCount(data.rows)} leads so far, ${formatPercent(data.base_rate)} once all are that old (estimated); of the ${formatCount(old_rows)} that are, ${formatCount(old_converted)} (${data.target})`;

/** Of a model with trees, in which features act together without a term of their own. */
const describePairs = ({ interactions }: TrainingRecord, width: number): string[] =>
  interactions === undefined
    ? []
    : [
        '',
        ...section(
          'Together',
          [
            `${interactions.pairs.map(({ feature }) => feature).join(', ')} (strongest first; report.html has a grid of each)`,
          ],
          width,
        ),
      ];

const describeHistory = ({ id, removed }: { readonly id: string; readonly removed: number }): string[] => [
  `The history keeps it: ${hint(['runs', 'show', id])}`,
  ...(removed === 0 ? [] : [`The history keeps 200 trainings: it removed ${count(removed, 'older one')}.`]),
];

const EFFECT_COLUMNS: readonly Column[] = [
  { title: '' },
  { title: '', fit: 'wrap' },
  { title: '', fit: 'wrap' },
];

/** The columns that may know the outcome, as the profile has them, and how to leave out those that the model learned from. */
function describeLeaks({ leak_suspects = [], worth_a_look = [] }: TrainingRecord): string[] {
  const looks = worth_a_look.map(({ column }) => column);
  const lines = leak_suspects.map(({ column, text }) => `${paint('warning', '!')} ${column}: ${text}`);
  if (lines.length === 0) lines.push('No leakage suspected');
  else
    lines.push(
      'Would you know them when the lead comes in? If not, train without them:',
      writeDrops(leak_suspects.map(({ column }) => column)),
    );
  if (looks.length > 0)
    lines.push(
      `worth a look: ${looks.slice(0, MOST_LOOKS).join(', ')}${looks.length > MOST_LOOKS ? ' …' : ''} (scorelane profile says why)`,
    );
  return lines;
}

/** The warnings without those that name a suspect. */
const notesBesideLeaks = (
  { leak_suspects = [], verdict }: TrainingRecord,
  warnings: readonly string[],
): string[] =>
  warnings.filter(
    (text) =>
      // What stands in a line of its own need not be said twice.
      (verdict === undefined || !text.endsWith(verdict.text)) &&
      !leak_suspects.some(({ column }) => text.startsWith(`${column} may give the outcome away: `)),
  );

/** @param complete no lead lacked it */
export function describeField(field: Field, complete: boolean): string {
  const optional = field.unused
    ? ', not used by the model'
    : field.required
      ? ', required'
      : complete
        ? ''
        : ', may be missing';
  switch (field.type) {
    case 'number':
      return `number ${field.range.map(formatNumber).join(' – ')}${optional}`;
    case 'category':
      return `category, ${describeLevels(field)}${optional}`;
    case 'boolean':
      return `yes or no${optional}`;
    case 'date':
      return `date ${field.range[0]} – ${field.range[1]}${field.form === undefined ? '' : `, written as ${field.form}`}${optional}`;
  }
}

function describeLevels({ levels, rare_levels: rare }: CategoryField): string {
  if (rare === undefined) return count(levels.length, 'level');
  const rarer = count(rare.hashes.length, 'rare level');
  return levels.length === 0 ? rarer : `${count(levels.length, 'level')} and ${rarer}`;
}

const FIGURES: readonly (readonly [Metric, string, number])[] = [
  ['roc_auc', 'ROC-AUC', 3],
  ['pr_auc', 'PR-AUC', 3],
  ['ks', 'KS', 3],
  ['log_loss', 'log-loss', 4],
  ['brier', 'Brier', 4],
  ['ece', 'ECE', 4],
];

/** What each model was measured with; a report has all of it. */
const CANDIDATE_COLUMNS: readonly Column[] = [
  { title: '', fit: 'wrap', least: 20 },
  ...FIGURES.map(([metric, title]): Column => {
    if (metric === 'ece') return { title, drop: 2 };
    return metric === 'ks' ? { title, drop: 1 } : { title };
  }),
];

/** The candidates side by side, out of fold and on the hold-out, each time above the constant that they must beat there. */
function describeCandidates({ candidates, winner, split }: TrainingRecord, width: number): string[] {
  const cells = (figures: Evaluation, sd?: Readonly<Record<Metric, number>>) =>
    FIGURES.map(([metric, , digits]) => {
      const spread = sd === undefined || metric !== 'roc_auc' ? '' : ` ± ${formatDigits(sd[metric], digits)}`;
      return `${formatDigits(figures[metric], digits)}${spread}`;
    });
  const name = (trainer: string, on: string) =>
    trainer === winner ? paint('good', `${trainer}, ${on}`) : `${trainer}, ${on}`;
  const isShown = (trainer: string) => trainer === winner || split.folds === 0;
  const constant = (on: string, figures: Evaluation | undefined) =>
    figures === undefined ? [] : [[`always the base rate, ${on}`, ...constantCells(figures)]];
  const rows = [
    ...candidates.flatMap(({ trainer, cross_validated }) =>
      cross_validated === undefined
        ? []
        : [[name(trainer, `${cross_validated.folds} folds`), ...cells(cross_validated, cross_validated.sd)]],
    ),
    ...constant(`${split.folds} folds`, candidates[0]?.cross_validated),
    ...candidates.flatMap(({ trainer, holdout }) =>
      holdout === undefined || !isShown(trainer) ? [] : [[name(trainer, 'hold-out'), ...cells(holdout)]],
    ),
    ...constant('hold-out', candidates[0]?.holdout),
  ];
  if (rows.length === 0) return ['Nothing was held out, so the quality of the model is unknown.'];
  return tabulate(CANDIDATE_COLUMNS, rows, { width });
}

/** What a model must beat on these leads: the conversion rate of the leads that were learned from, as everyone's probability. */
const constantCells = ({ base_rate, constant_log_loss, constant_brier }: Evaluation): string[] => [
  '0.500',
  formatDigits(base_rate, 3),
  '0.000',
  formatDigits(constant_log_loss, 4),
  formatDigits(constant_brier, 4),
  '–',
];

/** How far the winner's figures can be trusted, and its probabilities; nothing where it was not measured. */
function describeTrust({ candidates, winner, curves }: TrainingRecord): string[] {
  const { holdout_intervals: intervals, recalibration } =
    candidates.find(({ trainer }) => trainer === winner) ?? {};
  const ranges = FIGURES.flatMap(([metric, name, digits]) => {
    const interval = intervals?.[metric as keyof FigureIntervals] as FigureInterval | undefined;
    return interval === undefined
      ? []
      : [`${name} ${formatDigits(interval.low, digits)} – ${formatDigits(interval.high, digits)}`];
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

/** How settings were searched, and what was found. */
function describeSearch(record: TrainingRecord, width: number): string[] {
  const searched = searchedOf(record);
  if (searched.length === 0) return [];
  const digits = FIGURES.find(([metric]) => metric === searched[0]!.search.metric)![2];
  const found = searched.map((candidate) => [
    candidate.trainer,
    ...searchCells(candidate, (value) => formatDigits(value, digits)),
  ]);
  return [
    '',
    ...section('Tuned', [
      tellSearch(searched, record),
      ...tabulate([{ title: '' }, ...SEARCH_HEAD.map((title): Column => ({ title, fit: 'wrap' }))], found, {
        width: width - TITLE_WIDTH,
      }),
      ...HONEST,
    ]),
  ];
}

function describeEffect({ feature, points }: EffectCurve): string[] {
  const known = points.filter(({ kind }) => kind !== 'missing' && kind !== 'other');
  const strongest = [...(known.length > 0 ? known : points)].sort((a, b) => b.effect - a.effect);
  return [feature, ...[strongest[0]!, strongest.at(-1)!].map(describePoint)];
}

function describePoint(point: EffectPoint): string {
  const { value, kind } = point;
  const shown = typeof value === 'number' ? formatNumber(value) : shortenText(value, LONGEST_VALUE);
  return `${kind === 'step' ? 'from ' : ''}${shown} × ${formatFactor(oddsOf(point))}`;
}
