import { count } from '../../lib/count.ts';
import { formatCount, formatNumber, formatShare } from '../../lib/format-figures.ts';
import { findUnneeded, shareOfEffects } from '../../lib/learning/evaluation/compare-importance.ts';
import type {
  CutOffPoint,
  CutOffRecord,
  SegmentFigures,
  SegmentRecord,
} from '../../lib/learning/evaluation/evaluation-record.ts';
import type { TrainingRecord } from '../../lib/learning/training-record.ts';
import { formatDigits, formatMetric } from '../terminal/format.ts';
import { paint, widthOf } from '../terminal/screen.ts';
import { type Column, section, tabulate } from '../terminal/table.ts';

const MOST_FLAGGED = 8;

/** What the winner does at its best cut-off, in segments, and with shuffled features: a few lines. */
export const describeEvaluation = (
  { cut_offs, segments, shuffles }: TrainingRecord,
  width = widthOf(),
): string[] => [
  ...(cut_offs === undefined ? [] : section('Cut-off', [describeCutOff(cut_offs)], width)),
  ...(segments === undefined ? [] : section('Segments', describeSegments(segments), width)),
  ...(shuffles === undefined ? [] : section('Shuffled', describeShuffles(shuffles), width)),
];

function describeCutOff({ points, profit }: CutOffRecord): string {
  const mark = profit === undefined ? 'best F1' : 'best profit';
  const best = points.find(({ marks }) => marks.includes(mark));
  if (best === undefined)
    return 'no cut-off pays: no group of leads brings more than its contacts cost (--value, --cost)';
  const { probability, contacted, recall, precision } = best;
  const what = `contact leads from ${formatShare(probability)} on: ${formatShare(contacted)} of the leads, ${formatShare(recall.value)} of the conversions, ${formatShare(precision.value)} of them convert`;
  return profit === undefined
    ? `best F1: ${what} (--value and --cost: the most profitable one)`
    : `best profit: ${what}; ${formatProfit(best)} per 1,000 leads`;
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
        `${formatShare(rate)} converted where ${formatShare(mean_probability)} were predicted (× ${formatDigits(calibration!.value, 2)})`,
      ]
    : [];
  const ranked = flags.includes('ranking')
    ? [
        `ROC-AUC ${roc_auc === undefined ? '–' : formatMetric('roc_auc', roc_auc.value)} is clearly lower than among the other leads`,
      ]
    : [];
  return [...off, ...ranked].join('; ');
}

function describeSegments({ columns }: SegmentRecord): string[] {
  const flagged = columns.flatMap(({ column, segments }) =>
    segments.flatMap((one) =>
      one.flags === undefined
        ? []
        : [`${paint('warning', '!')} ${column}, ${one.segment}: ${describeFlags(one)}`],
    ),
  );
  const measured = columns
    .map(({ column, segments }) => `${column} (${count(segments.length, 'segment')})`)
    .join(', ');
  const more = flagged.length - MOST_FLAGGED;
  return [
    `${measured}: ${flagged.length === 0 ? 'none is clearly off' : `${formatCount(flagged.length)} clearly off`}`,
    ...flagged.slice(0, MOST_FLAGGED),
    ...(more > 0 ? [`and ${more} more, in report.html`] : []),
  ];
}

/** Nothing where the two importances agree. */
function describeShuffles(shuffles: NonNullable<TrainingRecord['shuffles']>): string[] {
  const share = shareOfEffects(shuffles);
  const found = findUnneeded(shuffles).map(
    (one, i) => `${one.feature} (${formatShare(share(one))}${i === 0 ? ' of the effects' : ''})`,
  );
  if (found.length === 0) return [];
  const [their, they] = found.length === 1 ? ['its', 'It'] : ['their', 'They'];
  return [
    `${found.join(', ')}: with ${their} values shuffled, held-out leads are predicted about as well. ${they} may be noise, or another feature may say the same.`,
  ];
}

const CUT_OFF_COLUMNS: readonly Column[] = [
  { title: 'from', align: 'right' },
  { title: 'contacted', align: 'right' },
  { title: 'leads', align: 'right', drop: 3 },
  { title: 'converted', align: 'right', drop: 2 },
  { title: 'recall', align: 'right' },
  { title: 'precision', align: 'right' },
  { title: 'specificity', align: 'right', drop: 4 },
  { title: 'F1', align: 'right', drop: 1 },
  { title: 'lift', align: 'right' },
];

/** Every cut-off. */
export function tabulateCutOffs({ points, profit, on, rows }: CutOffRecord): string[] {
  const cells = (point: CutOffPoint) => [
    formatShare(point.probability),
    formatShare(point.contacted),
    formatCount(point.rows),
    formatCount(point.converted),
    formatShare(point.recall.value),
    formatShare(point.precision.value),
    formatShare(point.specificity.value),
    formatDigits(point.f1, 3),
    formatDigits(point.lift, 2),
    ...(profit === undefined ? [] : [formatNumber(point.profit!.value)]),
    point.marks.join(', '),
  ];
  const columns: Column[] = [
    ...CUT_OFF_COLUMNS,
    ...(profit === undefined ? [] : [{ title: 'profit', align: 'right' } as const]),
    { title: '' },
  ];
  return [
    ...tabulate(columns, points.map(cells)),
    `On ${formatCount(rows)} leads ${on === 'holdout' ? 'that were held out' : 'out of fold'}; report.html has the intervals.${profit === undefined ? '' : ` Profit is per 1,000 leads, with ${formatNumber(profit.value)} a conversion and ${formatNumber(profit.cost)} a contact.`}`,
  ];
}

const SEGMENT_COLUMNS: readonly Column[] = [
  { title: 'segment', fit: 'shorten', least: 16 },
  { title: 'leads', align: 'right' },
  { title: 'converted', align: 'right' },
  { title: 'predicted', align: 'right' },
  { title: 'observed ÷ expected', align: 'right', drop: 2 },
  { title: 'ROC-AUC', align: 'right', drop: 3 },
  { title: 'log-loss', align: 'right', drop: 4 },
  { title: '', fit: 'wrap' },
];

/** The figures of every segment. */
export function tabulateSegments({ all, columns }: SegmentRecord): string[] {
  const bounded = (figure: SegmentFigures['roc_auc'], digits: number) =>
    figure === undefined
      ? '–'
      : `${formatDigits(figure.value, digits)} (${formatDigits(figure.low, digits)} – ${formatDigits(figure.high, digits)})`;
  const cells = (one: SegmentFigures, name = one.segment) => [
    name,
    formatCount(one.rows),
    formatShare(one.rate),
    formatShare(one.mean_probability),
    bounded(one.calibration, 2),
    bounded(one.roc_auc, 3),
    one.log_loss === undefined ? '–' : formatDigits(one.log_loss, 4),
    (one.flags ?? []).map((flag) => FLAG_WORDS[flag]).join(', '),
  ];
  return tabulate(SEGMENT_COLUMNS, [
    cells(all),
    ...columns.flatMap(({ column, segments }) =>
      segments.map((one) => cells(one, `${column}: ${one.segment}`)),
    ),
  ]);
}

const FLAG_WORDS = {
  too_low: '! probabilities too low',
  too_high: '! probabilities too high',
  ranking: '! ranked worse',
} as const;
