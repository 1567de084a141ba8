import { count } from '../../lib/count.ts';
import { formatCount, formatPercent, formatShare } from '../../lib/format-figures.ts';
import {
  type Bar,
  mergeBins,
  overviewBins,
  rateOf,
  tellRates,
} from '../../lib/learning/profile/overview-bins.ts';
import type { ColumnProfile, LeakSuspect, Profile, ProfileBin } from '../../lib/learning/profile/profile.ts';
import { writeDrops } from '../../lib/learning/profile/write-drops.ts';
import { drawBars } from '../terminal/block-bars.ts';
import { formatCompact, formatDigits } from '../terminal/format.ts';
import { paint, widthOf } from '../terminal/screen.ts';
import {
  type Column,
  listFacts,
  section,
  type TableOptions,
  TITLE_WIDTH,
  tabulate,
} from '../terminal/table.ts';
import { shortenText, wrapText } from '../terminal/text.ts';

const NAME_WIDTH = 20;
const SUSPECT_WIDTH = 28;
const MOST_LEVELS = 3;
const LEVEL_WIDTH = 12;
const FORM_WIDTH = 12;

/**
 * A profile for people: the file, the leak suspects, then a line per column and its figures.
 *
 * @param written the files that were written
 */
export function describeProfile(profile: Profile, written: readonly string[], width = widthOf()): string[] {
  const used = profile.columns.filter(({ left_out }) => left_out === undefined);
  const leftOut = profile.columns.filter(({ left_out }) => left_out !== undefined);
  const fit = { width, indent: 2 };
  const reasons = leftOut.map(({ name, left_out }) => [shortenText(name, NAME_WIDTH), left_out!] as const);
  return [
    ...describeRows(profile, width),
    ...describeTime(profile, width),
    ...profile.notes.flatMap((note) => section('Note', [note], width)),
    ...describeSuspects(profile, width),
    ...block(
      `Columns${profile.outcome === undefined ? '' : ', by information value (IV)'}`,
      tabulateColumns(used, profile, fit),
    ),
    ...block('Numbers', tabulateNumbers(used, fit)),
    ...block(
      `Most frequent values and their share of the leads${profile.outcome === undefined ? '' : ' → conversion rate'}`,
      listLevels(used, fit),
    ),
    ...block('Left out of training', leftOut.length === 0 ? [] : tabulateColumns(leftOut, profile, fit)),
    ...block('Why', leftOut.length === 0 ? [] : listFacts(reasons, fit)),
    ...(written.length === 0 ? [] : ['', `Wrote ${written.join(', ')}`]),
  ];
}

function describeRows(
  { outcome, rows, rows_read, columns, duplicate_rows, ...profile }: Profile,
  width: number,
): string[] {
  const joined = profile.joined_file === undefined ? '' : `, joined with ${profile.joined_file}`;
  const target = outcome === undefined || profile.joined_file !== undefined ? 0 : 1;
  const repeated =
    duplicate_rows === 0 ? 'no row repeats another' : `${count(duplicate_rows, 'row')} repeating others`;
  const read = `${profile.file}: ${count(rows_read, 'row')}, ${count(columns.length + target, 'column')}${joined}`;
  const lines = section('Read', [`${read}; ${repeated}`], width);
  if (outcome === undefined) return lines;
  const share = `${formatCount(outcome.converted)} of ${count(rows, 'lead')}, ${formatShare(outcome.base_rate)}`;
  return [...lines, ...section('Converted', [`${share} (${outcome.target}: ${outcome.positive})`], width)];
}

function describeTime({ over_time, outcome }: Profile, width: number): string[] {
  if (over_time === undefined) return [];
  const { column, per, periods } = over_time;
  const [first, last] = [periods[0]!.label, periods.at(-1)!.label];
  const span = `${shortenText(column, NAME_WIDTH)} by ${per}, ${first} – ${last}`;
  const bars = mergeBins(periods, Math.min(60, width - TITLE_WIDTH));
  const lines = [span, `${drawBars(bars.map(({ rows }) => rows))}  leads`];
  if (outcome !== undefined) lines.push(`${drawRates(bars)}  conversion rate ${tellRates(bars)}`);
  return section('Over time', lines, width);
}

function describeSuspects({ leak_suspects, outcome, columns }: Profile, width: number): string[] {
  if (outcome === undefined) return [];
  if (leak_suspects.length === 0) return section('Leaks', ['No leakage suspected'], width);
  const leftOut = new Set(columns.filter(({ left_out }) => left_out !== undefined).map(({ name }) => name));
  const used = leak_suspects.filter(({ column }) => !leftOut.has(column));
  const leaks = used.filter(({ grade }) => grade === 'suspect').map(({ column }) => column);
  const them = leak_suspects.length === 1 ? 'it' : 'them';
  const advice =
    used.length === 0
      ? `Training leaves ${them} out already.`
      : leaks.length === 0
        ? 'If not, leave out what you would not know.'
        : `If not, leave ${leaks.length === leak_suspects.length ? `${them} out` : 'out the suspects (!)'}:`;
  return block('Leak suspects: columns that may know the outcome (!), or are worth a look (?)', [
    ...listFacts(leak_suspects.flatMap(describeSuspect), { width, indent: 2 }),
    ...wrapText(`Would you know ${them} when the lead comes in? ${advice}`, width - 2).map(
      (line) => `  ${line}`,
    ),
    // Not wrapped, so that it can be copied.
    ...(leaks.length === 0 ? [] : [`    ${writeDrops(leaks)}`]),
  ]);
}

const describeSuspect = ({ column, grade, findings }: LeakSuspect) =>
  findings.map(
    ({ text }, i) => [i === 0 ? `${markOf(grade)} ${shortenText(column, SUSPECT_WIDTH)}` : '', text] as const,
  );

const markOf = (grade: LeakSuspect['grade']): string => (grade === 'suspect' ? paint('warning', '!') : '?');

function tabulateColumns(columns: readonly ColumnProfile[], profile: Profile, fit: TableOptions): string[] {
  const marks = new Map(profile.leak_suspects.map(({ column, grade }) => [column, markOf(grade)]));
  const withOutcome = profile.outcome !== undefined;
  const rows = columns.map((column) => {
    const { outcome } = column;
    const { distribution, rates } = overviewBins(column);
    const cells = [
      `${shortenText(column.name, NAME_WIDTH - 2)}${marks.has(column.name) ? ` ${marks.get(column.name)}` : ''}`,
      column.form === undefined ? column.type : `${column.type} ${shortenText(column.form, FORM_WIDTH)}`,
      column.missing === 0 ? '–' : formatShare(column.missing_share),
      formatCount(column.distinct),
      drawBars(distribution.map(({ rows: leads }) => leads)),
    ];
    if (outcome === undefined) return cells;
    return [
      ...cells,
      formatDigits(outcome.information_value, 2),
      formatDigits(outcome.roc_auc, 2),
      drawRates(rates),
      tellRates(rates),
    ];
  });
  return tabulate(withOutcome ? [...FORM_COLUMNS, ...OUTCOME_COLUMNS] : FORM_COLUMNS, rows, fit);
}

const FORM_COLUMNS: readonly Column[] = [
  { title: '' },
  { title: 'type' },
  { title: 'missing', align: 'right' },
  { title: 'distinct', align: 'right', drop: 2 },
  { title: 'distribution', drop: 3 },
];
const OUTCOME_COLUMNS: readonly Column[] = [
  { title: 'IV', align: 'right' },
  { title: 'AUC', align: 'right', drop: 1 },
  { title: 'conversion rate' },
  { title: '' },
];

function tabulateNumbers(columns: readonly ColumnProfile[], fit: TableOptions): string[] {
  const rows = columns.flatMap(({ name, numbers }) => {
    if (numbers === undefined) return [];
    const { min, q1, median, q3, max, mean, sd, skewness, zeros_share, outliers_share } = numbers;
    return [
      [
        shortenText(name, NAME_WIDTH - 2),
        ...[min, q1, median, q3, max, mean, sd].map(formatCompact),
        formatDigits(skewness, 1),
        zeros_share === 0 ? '–' : formatShare(zeros_share),
        outliers_share === 0 ? '–' : formatShare(outliers_share),
      ],
    ];
  });
  if (rows.length === 0) return [];
  return tabulate(NUMBER_COLUMNS, rows, fit);
}

/** The quartiles say what the others say, too. */
const NUMBER_COLUMNS: readonly Column[] = [
  { title: '' },
  ...(
    [
      ['min'],
      ['25 %', 2],
      ['median'],
      ['75 %', 1],
      ['max'],
      ['mean'],
      ['sd', 4],
      ['skew', 5],
      ['zero', 3],
      ['outlying', 6],
    ] as const
  ).map(([title, drop]): Column => ({ title, align: 'right', ...(drop === undefined ? {} : { drop }) })),
];

function listLevels(columns: readonly ColumnProfile[], fit: TableOptions): string[] {
  const rows = columns.flatMap(({ name, bins }) => {
    const levels = bins.filter(({ kind }) => kind === 'level').slice(0, MOST_LEVELS);
    return levels.length === 0 ? [] : [[shortenText(name, NAME_WIDTH - 2), ...levels.map(tellLevel)]];
  });
  return rows.length === 0 ? [] : tabulate(LEVEL_COLUMNS, rows, fit);
}

const LEVEL_COLUMNS: readonly Column[] = [
  { title: '' },
  { title: 'first' },
  { title: 'second', drop: 1 },
  { title: 'third', drop: 2 },
];

function tellLevel({ label, share, rate }: ProfileBin): string {
  const arrow = rate === undefined ? '' : ` → ${formatPercent(rate, 0)}`;
  return `${shortenText(label, LEVEL_WIDTH)} ${formatPercent(share, 0)}${arrow}`;
}

const drawRates = (bars: readonly Bar[]): string => drawBars(bars.map(rateOf));

/** Lines below their title; nothing when there are none. */
const block = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', paint('heading', title), ...lines];
