import type {
  CohortPerformance,
  EstimatedPerformance,
  Figure,
  GroupPerformance,
  LivePerformance,
  Maturity,
  PairedPerformance,
  Performance,
} from '../../lib/client/index.ts';
import { count } from '../../lib/count.ts';
import { formatCount, formatNumber, formatPercent } from '../../lib/format-figures.ts';
import { formatDigits, formatSigned } from '../terminal/format.ts';
import { paint, widthOf } from '../terminal/screen.ts';
import { type Column, listFacts, section, tabulate } from '../terminal/table.ts';
import { wrapText } from '../terminal/text.ts';
import { describeWorth } from './worth-summary.ts';

/** What the scores of a model were worth, for reading on a terminal. @param width its columns */
export function describePerformance(performance: Performance, width = widthOf()): string[] {
  const { model, version, from, to, leads, outcomes, maturity, cohorts } = performance;
  const { live, estimate, challengers, worth } = performance;
  const name = version === null ? `${model}, all versions` : `${model}@${version}`;
  const range = `scored from ${dayOf(from)} to ${dayOf(to)}: ${count(leads, 'lead')}`;
  const head = `${paint('heading', name)}, ${range}`;
  if (leads === 0) return [head, ...section('Outcomes', [NO_LEADS], width)];
  return [
    ...wrapText(head, width),
    ...section('Outcomes', [describeOutcomes(outcomes)], width),
    ...section('Maturity', [describeMaturity(maturity)], width),
    ...(cohorts.length === 0 ? [] : ['', ...describeCohorts(cohorts, width)]),
    ...(live === null ? [] : ['', ...describeLive(live, width)]),
    ...(estimate === null ? [] : ['', ...describeEstimate(estimate, width)]),
    ...(challengers.length === 0 ? [] : ['', ...describeChallengers(challengers, width)]),
    ...(worth === null ? [] : ['', ...describeWorth(worth, width)]),
  ];
}

const NO_LEADS =
  'none: no lead was scored with a reference in this range. Submit leads with their references, then report outcomes.';

const dayOf = (time: string): string => time.slice(0, 10);

function describeOutcomes({
  converted,
  lost,
  open,
  before_scoring: before,
}: Performance['outcomes']): string {
  const left =
    before === 0
      ? ''
      : `; ${formatCount(before)} left out, because ${before === 1 ? 'it' : 'they'} converted before ${before === 1 ? 'its' : 'their'} score`;
  return `${formatCount(converted)} converted, ${formatCount(lost)} lost, ${formatCount(open)} open or not reported${left}`;
}

function describeMaturity(maturity: Maturity | null): string {
  if (maturity === null) return 'not known yet: it takes 20 conversions to tell how long conversions take';
  const { conversions, horizon_days: horizon, mature_at: matureAt, mature_after_days: days } = maturity;
  const from = `from ${count(conversions, 'conversion')} within ${count(horizon, 'day')} of the score`;
  if (days === null)
    return `no week is mature yet: conversions still come at the end of what could be watched (${from})`;
  return `after ${count(days, 'day')}, ${formatPercent(matureAt, 0)} of the conversions have come (estimated ${from})`;
}

const COHORT_COLUMNS: readonly Column[] = [
  { title: 'week of' },
  { title: 'leads', align: 'right' },
  { title: 'mature', align: 'right', drop: 1 },
  { title: 'expected by now', align: 'right' },
  { title: 'came', align: 'right' },
  { title: '', fit: 'wrap', least: 8 },
];

function describeCohorts(cohorts: readonly CohortPerformance[], width: number): string[] {
  const rows = cohorts.map(
    ({ week, leads, mature_share: share, is_mature: isMature, expected, converted, verdict }) => [
      week,
      formatCount(leads),
      share === null ? '–' : isMature ? 'yes' : formatPercent(share, 0),
      expected === null ? '–' : formatCounts(expected),
      formatCount(converted),
      tellVerdict(verdict),
    ],
  );
  return [
    paint('heading', 'Conversions by week of scoring'),
    ...tabulate(COHORT_COLUMNS, rows, { width, indent: 2 }),
  ];
}

const VERDICTS: Readonly<Record<CohortPerformance['verdict'], string>> = {
  as_expected: 'as expected',
  fewer: 'fewer than expected',
  more: 'more than expected',
  unknown: 'not known yet',
};

/** In colour, where it is to be looked at. */
const tellVerdict = (verdict: CohortPerformance['verdict'], text = VERDICTS[verdict]): string =>
  verdict === 'fewer' || verdict === 'more' ? paint('warning', text) : text;

/** `31.2 (21 to 42)`: conversions that may come are whole. */
const formatCounts = ({ value, low, high }: Figure): string =>
  `${formatTenths(value)} (${formatCount(Math.ceil(low))} to ${formatCount(Math.floor(high))})`;

/** Tenths of a conversion count among few. */
const formatTenths = (value: number): string =>
  value < 1000 ? formatDigits(value, 1) : formatCount(Math.round(value));

/** A figure with its range. */
const formatFigure = ({ value, low, high }: Figure, format: (x: number) => string): string =>
  `${format(value)} (${format(low)} to ${format(high)})`;

const three = (x: number): string => formatDigits(x, 3);
const four = (x: number): string => formatDigits(x, 4);
const percent = (x: number): string => formatPercent(x);
const signed = (x: number): string => formatSigned(x, 2);
const signedFour = (x: number): string => formatSigned(x, 4);

function describeLive(live: LivePerformance, width: number): string[] {
  const { roc_auc: auc, calibration_slope: slope, calibration_intercept: intercept, lift, value } = live;
  const facts: (readonly [string, string])[] = [
    [
      'Conversions',
      `expected ${formatCounts(live.expected)}, ${formatCount(live.converted)} came: ${tellVerdict(live.verdict)}`,
    ],
    ['Rate', formatFigure(live.rate, percent)],
    [
      'ROC-AUC',
      auc === null
        ? 'not known: it takes two leads of each outcome'
        : `${formatFigure(auc, three)}${tellExact(auc.exact_within)}`,
    ],
    ['Log-loss', formatFigure(live.log_loss, four)],
    ['Brier', formatFigure(live.brier, four)],
    ...(slope === null
      ? []
      : [['Slope', `${formatFigure(slope, (x) => formatDigits(x, 2))}: ${tellSlope(slope)}`] as const]),
    ...(intercept === null
      ? []
      : [['Intercept', `${formatFigure(intercept, signed)}: ${tellIntercept(intercept)}`] as const]),
    ...(lift === null
      ? []
      : [
          [
            'Lift',
            `${formatFigure(lift, (x) => formatDigits(x, 1))}: so many times the average rate among the tenth with the highest probabilities`,
          ] as const,
        ]),
    ...(value === null
      ? []
      : [['Value', `${formatFigure(value, formatNumber)} per conversion, on average`] as const]),
  ];
  return [
    ...wrapText(
      paint('heading', `What the scores were worth: ${count(live.leads, 'lead')} that had time to convert`),
      width,
    ),
    ...listFacts(facts, { width, indent: 2 }),
    ...(live.grades.length === 0
      ? []
      : ['', ...tabulateGroups('grade', live.grades, width), ...tellUngraded(live, width)]),
    ...(live.deciles.length === 0 ? [] : ['', ...tabulateGroups('decile', live.deciles, width)]),
  ];
}

/** Scores are counted in steps: a distance that no digit shows is not told. */
const tellExact = (within: number): string => (within < 0.0005 ? '' : `, exact to ${three(within)}`);

const tellSlope = ({ low, high }: Figure): string =>
  low > 1
    ? 'too unsure: high probabilities are too low, and low ones too high'
    : high < 1
      ? 'too sure: high probabilities are too high, and low ones too low'
      : '1 is right, and within the range';

const tellIntercept = ({ low, high }: Figure): string =>
  low > 0
    ? 'fewer conversions were promised than came'
    : high < 0
      ? 'more conversions were promised than came'
      : '0 is right, and within the range';

/** Another system gives no grade, so that the grades may hold fewer leads than the figures above them. */
function tellUngraded({ leads, grades }: LivePerformance, width: number): string[] {
  const ungraded = leads - grades.reduce((sum, group) => sum + group.leads, 0);
  if (ungraded === 0) return [];
  const text = `Not in it: ${count(ungraded, 'lead')} without a grade, as leads have that were scored elsewhere.`;
  return wrapText(text, width - 2).map((line) => `  ${line}`);
}

function tabulateGroups(title: string, groups: readonly GroupPerformance[], width: number): string[] {
  const columns: readonly Column[] = [
    { title },
    { title: 'leads', align: 'right' },
    { title: 'expected', align: 'right' },
    { title: 'came', align: 'right' },
    { title: 'rate', align: 'right', drop: 1 },
    { title: '', fit: 'wrap', least: 8 },
  ];
  const rows = groups.map(({ group, leads, expected, converted, rate, verdict }) => [
    group,
    formatCount(leads),
    formatCounts(expected),
    formatCount(converted),
    formatFigure(rate, percent).replace(/ %(?= to)/, ''),
    // Beside the column that says what was expected.
    tellVerdict(verdict, verdict === 'as_expected' ? VERDICTS[verdict] : verdict),
  ]);
  return tabulate(columns, rows, { width, indent: 2 });
}

function describeEstimate(
  { leads, assumption, conversions, roc_auc: auc, log_loss: logLoss }: EstimatedPerformance,
  width: number,
): string[] {
  const facts: (readonly [string, string])[] = [
    ['Conversions', formatCounts(conversions)],
    ['ROC-AUC', auc === null ? 'not known' : three(auc)],
    ['Log-loss', formatFigure(logLoss, four)],
    ['Assumption', assumption],
  ];
  return [
    ...wrapText(
      paint(
        'heading',
        `An estimate, not a measurement: from the probabilities of ${count(leads, 'lead')} alone`,
      ),
      width,
    ),
    ...listFacts(facts, { width, indent: 2 }),
  ];
}

function describeChallengers(challengers: readonly PairedPerformance[], width: number): string[] {
  const lines = challengers.flatMap((one) =>
    wrapText(describeChallenger(one), width - 2).map((line) => `  ${line}`),
  );
  return [paint('heading', 'Challenger against champion, on the same leads'), ...lines];
}

function describeChallenger(one: PairedPerformance): string {
  const { version, leads, converted, log_loss_difference: difference, lower_bound: bound } = one;
  const on = `${count(leads, 'lead')} that had time to convert, ${formatCount(converted)} converted`;
  if (difference === null || bound === null) return `${version}: too few leads to compare (${on})`;
  const judged = one.is_better
    ? 'is better'
    : bound > 0
      ? 'is better so far, but fewer than 50 leads converted'
      : difference.high < 0
        ? 'is not better'
        : 'is not shown to be better';
  const figures = `the champion’s log-loss minus its own is ${formatFigure(difference, signedFour)} per lead`;
  return `${version} ${judged}: ${figures}; at least ${signedFour(bound)}, however often it is looked at (${on})`;
}
