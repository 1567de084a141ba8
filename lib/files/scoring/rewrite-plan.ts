import type { FieldError } from '../../lead/schema.ts';
import type { Grade, ModelArtifact } from '../../model/artifact.ts';
import type { Formulas } from '../csv/formulas.ts';
import type { RaggedTally } from '../csv/ragged-rows.ts';
import type { Separator } from '../csv/scan-bytes.ts';
import type { BadRows } from './options.ts';

interface AnyPlan {
  readonly artifact: ModelArtifact;
  readonly fileName: string;
  /** 0–3 */
  readonly reasons: number;
  readonly badRows: BadRows;
}

export interface CsvPlan extends AnyPlan {
  readonly format: 'csv';
  readonly separator: Separator;
  readonly decimal: '.' | ',';
  /** Cells of the header. */
  readonly width: number;
  /** Per field of the schema, its column; −1: there is none. */
  readonly columns: readonly number[];
  /** What becomes of cells that a spreadsheet takes for formulas; undefined, in the plan of an earlier version: they stay. */
  readonly formulas?: Formulas;
  /** How many columns are added. */
  readonly added: number;
  readonly lineEnd: string;
}

export interface JsonLinesPlan extends AnyPlan {
  readonly format: 'json lines';
}

/**
 * How the rows of a file are read and written: the same for every piece of it, wherever it is scored. It can be written as
 * JSON; the artifact, which is large and has a place of its own, is better left out then.
 */
export type RewritePlan = CsvPlan | JsonLinesPlan;

/** What came of some rows; lines count from where they begin. */
export interface Rewritten {
  readonly rows: number;
  readonly badRows: number;
  /** The first of them. */
  readonly bad: readonly { readonly line: number; readonly errors: readonly FieldError[] }[];
  readonly grades: Readonly<Record<Grade, number>>;
  readonly ragged: RaggedTally;
  /** How many lines they are. */
  readonly lines: number;
}

/** Lines of bad rows that a message names. */
export const MOST_NAMED = 6;

/** Of no rows. @param lines that are before the first */
export const emptyTally = (lines = 0): Rewritten => ({
  rows: 0,
  badRows: 0,
  bad: [],
  grades: { A: 0, B: 0, C: 0, D: 0 },
  ragged: { rows: 0, line: 0, width: 0 },
  lines,
});

/** What came of the rows of a file so far and of the piece that follows. */
export function addTallies(before: Rewritten, piece: Rewritten): Rewritten {
  const { lines } = before;
  const grade = (name: Grade) => before.grades[name] + piece.grades[name];
  const ragged = { ...piece.ragged, line: lines + piece.ragged.line };
  return {
    rows: before.rows + piece.rows,
    badRows: before.badRows + piece.badRows,
    bad:
      before.bad.length > MOST_NAMED
        ? before.bad
        : [...before.bad, ...piece.bad.map(({ line, errors }) => ({ line: lines + line, errors }))],
    grades: { A: grade('A'), B: grade('B'), C: grade('C'), D: grade('D') },
    ragged: {
      ...(before.ragged.rows > 0 ? before.ragged : piece.ragged.rows > 0 ? ragged : before.ragged),
      rows: before.ragged.rows + piece.ragged.rows,
    },
    lines: lines + piece.lines,
  };
}
