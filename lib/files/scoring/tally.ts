import type { FieldError } from '../../lead/schema.ts';
import type { Grade } from '../../model/artifact.ts';
import { addRagged, NO_RAGGED, type RaggedTally } from '../csv/ragged-rows.ts';
import { addLeftOut, type LeftOutLines, NONE_LEFT_OUT } from '../table/left-out-lines.ts';
import { addSkews, type Skew } from './skew.ts';

/** What came of some rows; lines count from where they begin. */
export interface Tally {
  rows: number;
  badRows: number;
  /** The first of them. */
  readonly bad: { readonly line: number; readonly errors: readonly FieldError[] }[];
  readonly grades: Record<Grade, number>;
  ragged: RaggedTally;
  /** Where the header stands again. */
  repeated: LeftOutLines;
  /** Of the rows that were scored. */
  skew: Skew;
  /** How many lines they are. */
  lines: number;
}

/** Lines of bad rows that a message names. */
export const MOST_NAMED = 6;

/** Of no rows. @param lines that are before the first */
export const emptyTally = (lines = 0): Tally => ({
  rows: 0,
  badRows: 0,
  bad: [],
  grades: { A: 0, B: 0, C: 0, D: 0 },
  ragged: NO_RAGGED,
  repeated: NONE_LEFT_OUT,
  skew: [],
  lines,
});

/** Counts a bad row, whose errors are worked out for the first ones only. */
export function addBadRow(tally: Tally, line: number, explain: () => readonly FieldError[]): void {
  tally.badRows += 1;
  if (tally.bad.length <= MOST_NAMED) tally.bad.push({ line, errors: explain() });
}

/** What came of the rows of a file so far and of the piece that follows. */
export function addTallies(before: Tally, piece: Tally): Tally {
  const { lines } = before;
  const grade = (name: Grade) => before.grades[name] + piece.grades[name];
  return {
    rows: before.rows + piece.rows,
    badRows: before.badRows + piece.badRows,
    bad:
      before.bad.length > MOST_NAMED
        ? before.bad
        : [...before.bad, ...piece.bad.map(({ line, errors }) => ({ line: lines + line, errors }))],
    grades: { A: grade('A'), B: grade('B'), C: grade('C'), D: grade('D') },
    repeated: addLeftOut(before.repeated, {
      ...piece.repeated,
      lines: piece.repeated.lines.map((line) => lines + line),
    }),
    ragged: addRagged(before.ragged, { ...piece.ragged, line: lines + piece.ragged.line }),
    skew: addSkews(before.skew, piece.skew),
    lines: lines + piece.lines,
  };
}
