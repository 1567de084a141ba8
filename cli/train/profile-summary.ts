import { count } from '../../lib/count.ts';
import { formatNumber, formatShare } from '../../lib/format-figures.ts';
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
import { alignCells, section, shortenText, TITLE_WIDTH, wrapText } from '../terminal/text-table.ts';

/** Every line fits a terminal of this width. */
const WIDTH = 100;
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
export function describeProfile(profile: Profile, written: readonly string[]): string {
  const used = profile.columns.filter(({ left_out }) => left_out === undefined);
  const leftOut = profile.columns.filter(({ left_out }) => left_out !== undefined);
  return [
    ...describeRows(profile),
    ...describeTime(profile),
    ...profile.notes.flatMap((note) => paragraph('Note', note)),
    ...describeSuspects(profile),
    ...block(
      `Columns${profile.outcome === undefined ? '' : ', by information value (IV)'}`,
      tabulateColumns(used, profile),
    ),
    ...block('Numbers', tabulateNumbers(used)),
    ...block(
      `Most frequent values and their share of the leads${profile.outcome === undefined ? '' : ' → conversion rate'}`,
      listLevels(used),
    ),
    ...block('Left out of training', leftOut.length === 0 ? [] : tabulateColumns(leftOut, profile)),
    ...block(
      'Why',
      alignCells(
        leftOut.map(({ name, left_out }) => [shortenText(name, NAME_WIDTH), shortenText(left_out!, 74)]),
      ),
    ),
    ...(written.length === 0 ? [] : ['', `Wrote ${written.join(', ')}`]),
  ].join('\n');
}

function describeRows({ outcome, rows, rows_read, columns, duplicate_rows, ...profile }: Profile): string[] {
  const joined = profile.joined_file === undefined ? '' : `, joined with ${profile.joined_file}`;
  const target = outcome === undefined || profile.joined_file !== undefined ? 0 : 1;
  const repeated =
    duplicate_rows === 0 ? 'no row repeats another' : `${count(duplicate_rows, 'row')} repeating others`;
  const read = `${profile.file}: ${count(rows_read, 'row')}, ${count(columns.length + target, 'column')}${joined}`;
  const lines = paragraph('Read', `${read}; ${repeated}`);
  if (outcome === undefined) return lines;
  const share = `${outcome.converted.toLocaleString('en-US')} of ${count(rows, 'lead')}, ${formatShare(outcome.base_rate)}`;
  return [...lines, ...paragraph('Converted', `${share} (${outcome.target}: ${outcome.positive})`)];
}

function describeTime({ over_time, outcome }: Profile): string[] {
  if (over_time === undefined) return [];
  const { column, per, periods } = over_time;
  const [first, last] = [periods[0]!.label, periods.at(-1)!.label];
  const span = `${shortenText(column, NAME_WIDTH)} by ${per}, ${first} – ${last}`;
  const bars = mergeBins(periods, 60);
  const lines = [span, `${drawBars(bars.map(({ rows }) => rows))}  leads`];
  if (outcome !== undefined) lines.push(`${drawRates(bars)}  conversion rate ${tellRates(bars)}`);
  return section('Over time', lines);
}

function describeSuspects({ leak_suspects, outcome, columns }: Profile): string[] {
  if (outcome === undefined) return [];
  if (leak_suspects.length === 0) return section('Leaks', ['No leakage suspected']);
  const leftOut = new Set(columns.filter(({ left_out }) => left_out !== undefined).map(({ name }) => name));
  const used = leak_suspects.filter(({ column }) => !leftOut.has(column));
  const leaks = used.filter(({ grade }) => grade === 'suspect').map(({ column }) => column);
  const width = Math.min(SUSPECT_WIDTH, Math.max(...leak_suspects.map(({ column }) => column.length)));
  const them = leak_suspects.length === 1 ? 'it' : 'them';
  const advice =
    used.length === 0
      ? `Training leaves ${them} out already.`
      : leaks.length === 0
        ? 'If not, leave out what you would not know.'
        : `If not, leave ${leaks.length === leak_suspects.length ? `${them} out` : 'out the suspects (!)'}:`;
  return block('Leak suspects: columns that may know the outcome (!), or are worth a look (?)', [
    ...leak_suspects.flatMap((suspect) => describeSuspect(suspect, width)),
    ...wrapText(`Would you know ${them} when the lead comes in? ${advice}`, WIDTH - 2),
    // Not wrapped, so that it can be copied.
    ...(leaks.length === 0 ? [] : [`  ${writeDrops(leaks)}`]),
  ]);
}

function describeSuspect({ column, grade, findings }: LeakSuspect, width: number): string[] {
  const lines = findings.flatMap(({ text }) => wrapText(text, WIDTH - width - 6));
  const name = `${grade === 'suspect' ? '!' : '?'} ${shortenText(column, width)}`;
  return lines.map((line, i) => `${(i === 0 ? name : '').padEnd(width + 4)}${line}`);
}

function tabulateColumns(columns: readonly ColumnProfile[], profile: Profile): string[] {
  const marks = new Map(
    profile.leak_suspects.map(({ column, grade }) => [column, grade === 'suspect' ? '!' : '?']),
  );
  const withOutcome = profile.outcome !== undefined;
  const rows = columns.map((column) => {
    const { outcome } = column;
    const { distribution, rates } = overviewBins(column);
    const cells = [
      `${shortenText(column.name, NAME_WIDTH - 2)}${marks.has(column.name) ? ` ${marks.get(column.name)}` : ''}`,
      column.form === undefined ? column.type : `${column.type} ${shortenText(column.form, FORM_WIDTH)}`,
      column.missing === 0 ? '–' : formatShare(column.missing_share),
      column.distinct.toLocaleString('en-US'),
      drawBars(distribution.map(({ rows: leads }) => leads)),
    ];
    if (outcome === undefined) return cells;
    return [
      ...cells,
      outcome.information_value.toFixed(2),
      outcome.roc_auc.toFixed(2),
      drawRates(rates),
      tellRates(rates),
    ];
  });
  const head = ['', 'type', 'missing', 'distinct', 'distribution'];
  return alignCells(
    [withOutcome ? [...head, 'IV', 'AUC', 'conversion rate', ''] : head, ...rows],
    ['left', 'left', 'right', 'right', 'left', 'right', 'right'],
  );
}

function tabulateNumbers(columns: readonly ColumnProfile[]): string[] {
  const rows = columns.flatMap(({ name, numbers }) => {
    if (numbers === undefined) return [];
    const { min, q1, median, q3, max, mean, sd, skewness, zeros_share, outliers_share } = numbers;
    return [
      [
        shortenText(name, NAME_WIDTH - 2),
        ...[min, q1, median, q3, max, mean, sd].map(formatCompact),
        skewness.toFixed(1),
        zeros_share === 0 ? '–' : formatShare(zeros_share),
        outliers_share === 0 ? '–' : formatShare(outliers_share),
      ],
    ];
  });
  if (rows.length === 0) return [];
  const head = ['', 'min', '25 %', 'median', '75 %', 'max', 'mean', 'sd', 'skew', 'zero', 'outlying'];
  return alignCells([head, ...rows], ['left', ...head.slice(1).map(() => 'right' as const)]);
}

function listLevels(columns: readonly ColumnProfile[]): string[] {
  return alignCells(
    columns.flatMap(({ name, bins }) => {
      const levels = bins.filter(({ kind }) => kind === 'level').slice(0, MOST_LEVELS);
      return levels.length === 0 ? [] : [[shortenText(name, NAME_WIDTH - 2), ...levels.map(tellLevel)]];
    }),
  );
}

function tellLevel({ label, share, rate }: ProfileBin): string {
  const arrow = rate === undefined ? '' : ` → ${Math.round(100 * rate)} %`;
  return `${shortenText(label, LEVEL_WIDTH)} ${Math.round(100 * share)} %${arrow}`;
}

const drawRates = (bars: readonly Bar[]): string => drawBars(bars.map(rateOf));

/** `102k`: a number in at most six characters, to three digits. */
function formatCompact(x: number): string {
  const size = Math.abs(x);
  if (size < 10_000) return formatNumber(Number(x.toPrecision(size < 1000 ? 3 : 4)));
  return x.toLocaleString('en-US', { notation: 'compact', maximumSignificantDigits: 3 });
}

const paragraph = (title: string, text: string): string[] =>
  section(title, wrapText(text, WIDTH - TITLE_WIDTH));

/** Lines below their title; nothing when there are none. */
const block = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`.trimEnd())];
