import { paint, widthOf } from './screen.ts';
import { displayWidth, foldText, isCommand, oneLine, padText, shortenText, wrapText } from './text.ts';

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** Words start together, figures end together; left where it says nothing. */
  readonly align?: 'left' | 'right';
  /** When a terminal is too narrow, columns with the highest number go first; without a number a column stays. */
  readonly drop?: number;
  /**
   * What a cell that has no room does, before any column goes: it is folded at its words, or cut with `…`. Without it cells
   * stay whole, as ids must.
   */
  readonly fit?: 'wrap' | 'shorten';
  /** Columns of a terminal that a folded or cut column keeps; 12 where it says nothing. */
  readonly least?: number;
}

export interface TableOptions {
  /** Columns of the terminal; those of the standard output where it says nothing. */
  readonly width?: number;
  /** Spaces before every line. */
  readonly indent?: number;
  /** The option that prints everything; `--json` where it says nothing. */
  readonly all?: string | false;
}

const GAP = 2;
const LEAST = 12;

/**
 * Rows as lines of columns, two spaces apart, that fit the terminal: first long words are folded or cut where a column says
 * so, then the least important columns go, and the last line names them. Cells are one line each, and no control character
 * of theirs reaches the terminal.
 *
 * @param columns without a title at all there is no line of titles
 * @example tabulate([{ title: 'id' }, { title: 'by', drop: 1 }], [['v1', 'jana']])
 */
export function tabulate(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { width = widthOf(), indent = 0, all = '--json' }: TableOptions = {},
): string[] {
  const cells = rows.map((row) => columns.map((_, i) => oneLine(row[i] ?? '')));
  const natural = columns.map(({ title }, i) =>
    Math.max(displayWidth(title), ...cells.map((row) => displayWidth(row[i]!))),
  );
  const { shown, widths } = layOut(columns, natural, width - indent);
  const dropped = columns.filter((column, i) => !shown.includes(i) && column.title !== '');
  const space = ' '.repeat(indent);
  const lines = cells.flatMap((row) => linesOf(row, columns, shown, widths));
  const titles = columns.every(({ title }) => title === '')
    ? []
    : linesOf(
        columns.map(({ title }) => title),
        columns,
        shown,
        widths,
      ).map((line) => paint('heading', line));
  return [
    ...[...titles, ...lines].map((line) => `${space}${line}`.trimEnd()),
    ...(dropped.length === 0 ? [] : notShown(dropped, width, indent, all)),
  ];
}

function notShown(dropped: readonly Column[], width: number, indent: number, all: string | false): string[] {
  const names = dropped.map(({ title }) => title).join(', ');
  const how = all === false ? 'A wider terminal shows' : `A wider terminal or ${all} shows`;
  const text = `Not shown: ${names}. ${how} ${dropped.length === 1 ? 'it' : 'them'}.`;
  return wrapText(text, width - indent).map((line) => ' '.repeat(indent) + paint('muted', line));
}

/** Which columns are shown, and how wide each is. */
function layOut(columns: readonly Column[], natural: readonly number[], width: number) {
  let shown = columns.map((_, i) => i);
  for (;;) {
    const widths = squeeze(columns, natural, shown, width);
    if (total(widths, shown) <= width) return { shown, widths };
    const least = Math.max(...shown.map((i) => columns[i]!.drop ?? 0));
    if (least === 0) return { shown, widths };
    const last = shown.findLastIndex((i) => columns[i]!.drop === least);
    shown = shown.filter((_, k) => k !== last);
  }
}

const total = (widths: readonly number[], shown: readonly number[]): number =>
  shown.reduce((sum, i) => sum + widths[i]!, GAP * (shown.length - 1));

/** Takes what is missing from the widest of those that give, one column after the other. */
function squeeze(
  columns: readonly Column[],
  natural: readonly number[],
  shown: readonly number[],
  width: number,
): number[] {
  const widths = [...natural];
  const gives = shown.filter((i) => columns[i]!.fit !== undefined);
  const leastOf = (i: number) => Math.min(natural[i]!, columns[i]!.least ?? LEAST);
  for (let over = total(widths, shown) - width; over > 0; over -= 1) {
    const able = gives.filter((i) => widths[i]! > leastOf(i));
    if (able.length === 0) break;
    const widest = able.reduce((a, b) => (widths[b]! > widths[a]! ? b : a));
    widths[widest]! -= 1;
  }
  return widths;
}

/** A row; more than one line when a cell is folded. */
function linesOf(
  row: readonly string[],
  columns: readonly Column[],
  shown: readonly number[],
  widths: readonly number[],
): string[] {
  const folded = shown.map((i) => {
    const cell = row[i]!;
    if (columns[i]!.fit === 'wrap') return foldText(cell, widths[i]!);
    return [columns[i]!.fit === 'shorten' ? shortenText(cell, widths[i]!) : cell];
  });
  const height = Math.max(...folded.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    shown
      .map((i, k) =>
        padText(folded[k]![line] ?? '', widths[i]!, columns[i]!.align === 'right' ? 'left' : 'right'),
      )
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
}

/** Names and what they stand for, one below the other; long texts are folded. */
export const listFacts = (
  facts: readonly (readonly [string, string])[],
  options: TableOptions = {},
): string[] => tabulate([{ title: '' }, { title: '', fit: 'wrap', least: 24 }], facts, options);

/** Columns before the text of a section. */
export const TITLE_WIDTH = 11;

/** A block of lines beside its title, folded below itself; nothing when there are none. */
export const section = (title: string, lines: readonly string[], width = widthOf()): string[] =>
  lines
    .flatMap((line) => (isCommand(line) ? [line] : wrapText(line, width - TITLE_WIDTH)))
    .map((line, i) => padText(i === 0 ? paint('heading', title) : '', TITLE_WIDTH) + line);
