import { count } from '../../lib/count.ts';
import { formatNumber, formatShare } from '../../lib/format-figures.ts';
import { findUnneeded, shareOfEffects } from '../../lib/learning/evaluation/compare-importance.ts';
import type {
  CutOffPoint,
  CutOffRecord,
  SegmentFigures,
  SegmentRecord,
} from '../../lib/learning/evaluation/evaluation-record.ts';
import type { TrainingRecord } from '../../lib/learning/training-record.ts';
import { alignCells, section, wrapText } from '../terminal/text-table.ts';

const MOST_FLAGGED = 8;
const WIDTH = 110;

/** What the winner does at its best cut-off, in segments, and with shuffled features: a few lines. */
export const describeEvaluation = ({ cut_offs, segments, shuffles }: TrainingRecord): string[] => [
  ...(cut_offs === undefined ? [] : section('Cut-off', describeCutOff(cut_offs))),
  ...(segments === undefined ? [] : section('Segments', describeSegments(segments))),
  ...(shuffles === undefined ? [] : section('Shuffled', describeShuffles(shuffles))),
];

function describeCutOff({ points, profit }: CutOffRecord): string[] {
  const mark = profit === undefined ? 'best F1' : 'best profit';
  const best = points.find(({ marks }) => marks.includes(mark));
  if (best === undefined)
    return ['no cut-off pays: no group of leads brings more than its contacts cost (--value, --cost)'];
  const { probability, contacted, recall, precision } = best;
  const what = `contact leads from ${formatShare(probability)} on: ${formatShare(contacted)} of the leads, ${formatShare(recall.value)} of the conversions, ${formatShare(precision.value)} of them convert`;
  return wrapText(
    profit === undefined
      ? `best F1: ${what} (--value and --cost: the most profitable one)`
      : `best profit: ${what}; ${formatProfit(best)} per 1,000 leads`,
    WIDTH,
  );
}

const formatProfit = ({ profit }: CutOffPoint): string =>
  profit === undefined
    ? '–'
    : `${formatNumber(profit.value)} (${formatNumber(profit.low)} – ${formatNumber(profit.high)})`;

/** A flag in words. */
export function describeFlags({
  flags = [],
  calibration,
  roc_auc,
  rate,
  mean_probability,
}: SegmentFigures): string {
  const off = flags.some((flag) => flag !== 'ranking')
    ? [
        `${formatShare(rate)} converted where ${formatShare(mean_probability)} were predicted (× ${calibration!.value.toFixed(2)})`,
      ]
    : [];
  const ranked = flags.includes('ranking')
    ? [`ROC-AUC ${roc_auc?.value.toFixed(3) ?? '–'} is clearly lower than among the other leads`]
    : [];
  return [...off, ...ranked].join('; ');
}

function describeSegments({ columns }: SegmentRecord): string[] {
  const flagged = columns.flatMap(({ column, segments }) =>
    segments.flatMap((one) =>
      one.flags === undefined ? [] : [`! ${column}, ${one.segment}: ${describeFlags(one)}`],
    ),
  );
  const measured = columns
    .map(({ column, segments }) => `${column} (${count(segments.length, 'segment')})`)
    .join(', ');
  const more = flagged.length - MOST_FLAGGED;
  return [
    ...wrapText(
      `${measured}: ${flagged.length === 0 ? 'none is clearly off' : `${flagged.length.toLocaleString('en-US')} clearly off`}`,
      WIDTH,
    ),
    ...flagged.slice(0, MOST_FLAGGED).flatMap((line) => wrapText(line, WIDTH)),
    ...(more > 0 ? [`and ${more} more, in report.html`] : []),
  ];
}

/** Nothing where the two importances agree. */
function describeShuffles(shuffles: NonNullable<TrainingRecord['shuffles']>): string[] {
  const share = shareOfEffects(shuffles);
  const found = findUnneeded(shuffles).map((one) => `${one.feature} (${formatShare(share(one))})`);
  if (found.length === 0) return [];
  return wrapText(
    `held-out leads are not predicted clearly worse with the values of ${found.join(', ')} shuffled, in brackets ${found.length === 1 ? 'its share' : 'their shares'} of what moves the log-odds: noise, or another feature says the same`,
    WIDTH,
  );
}

/** Every cut-off. */
export function tabulateCutOffs({ points, profit, on, rows }: CutOffRecord): string[] {
  const head = [
    'from',
    'contacted',
    'leads',
    'converted',
    'recall',
    'precision',
    'specificity',
    'F1',
    'lift',
  ];
  const cells = (point: CutOffPoint) => [
    formatShare(point.probability),
    formatShare(point.contacted),
    point.rows.toLocaleString('en-US'),
    point.converted.toLocaleString('en-US'),
    formatShare(point.recall.value),
    formatShare(point.precision.value),
    formatShare(point.specificity.value),
    point.f1.toFixed(3),
    point.lift.toFixed(2),
    ...(profit === undefined ? [] : [formatNumber(point.profit!.value)]),
    point.marks.join(', '),
  ];
  const last = profit === undefined ? [] : ['profit'];
  return [
    ...alignCells(
      [[...head, ...last, ''], ...points.map(cells)],
      [...head, ...last].map(() => 'right' as const),
    ),
    `On ${rows.toLocaleString('en-US')} leads ${on === 'holdout' ? 'that were held out' : 'out of fold'}; report.html has the intervals.${profit === undefined ? '' : ` Profit is per 1,000 leads, with ${formatNumber(profit.value)} a conversion and ${formatNumber(profit.cost)} a contact.`}`,
  ];
}

/** The figures of every segment. */
export function tabulateSegments({ all, columns }: SegmentRecord): string[] {
  const bounded = (figure: SegmentFigures['roc_auc'], digits: number) =>
    figure === undefined
      ? '–'
      : `${figure.value.toFixed(digits)} (${figure.low.toFixed(digits)} – ${figure.high.toFixed(digits)})`;
  const cells = (one: SegmentFigures, name = one.segment) => [
    name,
    one.rows.toLocaleString('en-US'),
    formatShare(one.rate),
    formatShare(one.mean_probability),
    bounded(one.calibration, 2),
    bounded(one.roc_auc, 3),
    one.log_loss?.toFixed(4) ?? '–',
    (one.flags ?? []).map((flag) => FLAG_WORDS[flag]).join(', '),
  ];
  const head = ['', 'leads', 'converted', 'predicted', 'observed ÷ expected', 'ROC-AUC', 'log-loss', ''];
  return alignCells(
    [
      head,
      cells(all),
      ...columns.flatMap(({ column, segments }) =>
        segments.map((one) => cells(one, `${column}: ${one.segment}`)),
      ),
    ],
    ['left', ...head.slice(1, -1).map(() => 'right' as const)],
  );
}

const FLAG_WORDS = {
  too_low: '! probabilities too low',
  too_high: '! probabilities too high',
  ranking: '! ranked worse',
} as const;
