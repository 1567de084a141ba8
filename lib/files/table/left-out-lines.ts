import { count } from '../../count.ts';

/** Lines of a file that are no leads: how many, and the first of them, from 1. */
export interface LeftOutLines {
  readonly count: number;
  readonly lines: readonly number[];
}

export const NONE_LEFT_OUT: LeftOutLines = { count: 0, lines: [] };

const MOST_NAMED = 5;

/** @param later lines further down the file */
export const addLeftOut = (before: LeftOutLines, later: LeftOutLines): LeftOutLines =>
  later.count === 0
    ? before
    : {
        count: before.count + later.count,
        lines: [...before.lines, ...later.lines].slice(0, MOST_NAMED),
      };

/** @example describeLines({ count: 2, lines: [7, 12] }) // 'lines 7 and 12' */
function describeLines({ count: all, lines }: LeftOutLines): string {
  const more = all - lines.length;
  const shown = lines.map((line) => line.toLocaleString('en-US'));
  if (all === 1) return `line ${shown[0]}`;
  const last = more > 0 ? `${more.toLocaleString('en-US')} more` : shown.pop();
  return `lines ${shown.join(', ')} and ${last}`;
}

/** A header that stands again in the middle of a file, as sentences; none, when it does not. */
export const tellRepeatedHeaders = (repeats: LeftOutLines): string[] =>
  repeats.count === 0
    ? []
    : [`the header stands again in ${describeLines(repeats)}: left out (${count(repeats.count, 'row')})`];

/** What stands below the leads, as sentences. */
export function tellTail({ totals, footers }: Tail): string[] {
  const told: string[] = [];
  if (totals.count > 0) told.push(`a row of totals stands in ${describeLines(totals)}: left out`);
  if (footers.count > 0) told.push(`text stands below the table in ${describeLines(footers)}: left out`);
  return told;
}

/** What stands above the header, as a sentence. */
export const tellTitles = (titles: LeftOutLines): string[] =>
  titles.count === 0 ? [] : [`text stands above the header in ${describeLines(titles)}: left out`];

/** Rows at the end of a table that are no leads. */
export interface Tail {
  readonly totals: LeftOutLines;
  readonly footers: LeftOutLines;
}

export const NO_TAIL: Tail = { totals: NONE_LEFT_OUT, footers: NONE_LEFT_OUT };

/** @param lines before those of the tail */
export const moveTail = ({ totals, footers }: Tail, lines: number): Tail => {
  const move = ({ count: all, lines: some }: LeftOutLines) => ({
    count: all,
    lines: some.map((line) => lines + line),
  });
  return { totals: move(totals), footers: move(footers) };
};
