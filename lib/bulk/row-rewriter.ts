import { count } from '../count.ts';
import { formatCell, neutraliseFormula } from '../csv/csv-cell.ts';
import { RaggedRows, type RaggedTally } from '../csv/ragged-rows.ts';
import { type ByteRow, ByteScanner } from '../csv/scan-bytes.ts';
import type { Separator } from '../csv/scan-csv.ts';
import type { FieldError } from '../lead/schema.ts';
import { makeWordRules } from '../lead/value-words.ts';
import type { Grade, ModelArtifact } from '../model/artifact.ts';
import { calibrate } from '../model/calibrate.ts';
import { gradeOf, scoreOf } from '../model/scale.ts';
import { formatProbability } from './format-probability.ts';
import type { BadRows } from './options.ts';
import { describeErrors, type RejectedRow } from './rejected-rows.ts';
import { RowReasons } from './row-reasons.ts';
import { RowScorer } from './row-scorer.ts';
import type { RowWriter } from './row-writer.ts';

/** How the rows of a file are read and written: the same for every piece of it, wherever it is scored. */
export interface RewritePlan {
  readonly artifact: ModelArtifact;
  readonly fileName: string;
  readonly separator: Separator;
  readonly decimal: '.' | ',';
  /** 0–3 */
  readonly reasons: number;
  /** Cells of the header. */
  readonly width: number;
  /** Per field of the schema, its column; −1: there is none. */
  readonly columns: readonly number[];
  /** How many columns are added. */
  readonly added: number;
  readonly lineEnd: string;
  readonly badRows: BadRows;
}

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

/** Adds the results to rows, one after the other. */
export class RowRewriter {
  readonly #plan: RewritePlan;
  readonly #scorer: RowScorer;
  readonly #reasons: RowReasons;
  readonly #writer: RowWriter;
  readonly #scanner: ByteScanner;
  #tally = emptyTally();

  readonly #setAside: (rejected: RejectedRow) => void;

  /**
   * @param writer of the result; whoever made it flushes it
   * @param setAside told of every row that is set aside; its bytes are good until it returns
   */
  constructor(plan: RewritePlan, writer: RowWriter, setAside: (rejected: RejectedRow) => void = () => {}) {
    const { artifact, columns, decimal, reasons } = plan;
    this.#plan = plan;
    this.#scorer = new RowScorer(artifact, columns, makeWordRules(artifact.schema.missing_words, decimal));
    this.#reasons = new RowReasons(artifact, reasons);
    this.#writer = writer;
    this.#setAside = setAside;
    this.#scanner = new ByteScanner(plan.separator, (row) => this.add(row), plan.fileName);
  }

  add(row: ByteRow): void {
    const tally = this.#tally;
    tally.rows += 1;
    const { width, separator, badRows } = this.#plan;
    if (row.width !== width) {
      if (badRows === 'set aside') {
        this.#reject(row, `expected ${count(width, 'cell')}, as in the header, found ${row.width}`);
      } else tally.ragged.note(row);
      return;
    }
    const fits = this.#scorer.read(row);
    if (!fits && badRows === 'set aside') {
      this.#reject(row, describeErrors(this.#scorer.explainErrors(row)));
      return;
    }
    this.#writer.begin(row, separator);
    if (fits) this.#writeResult();
    else {
      tally.badRows += 1;
      if (tally.bad.length <= MOST_NAMED)
        tally.bad.push({ line: row.line, errors: this.#scorer.explainErrors(row) });
      for (let cell = 0; cell < this.#plan.added; cell++) this.#writer.cell('');
    }
    this.#writer.end();
  }

  #reject({ line, buffer, from, to }: ByteRow, reason: string): void {
    this.#tally.badRows += 1;
    this.#setAside({ line, reason, row: buffer.subarray(from, to) });
  }

  /**
   * Every row of a piece of whole records.
   *
   * @param line that it begins on; 1, when only whoever asks knows
   * @returns what came of it
   */
  addPiece(bytes: Uint8Array, line = 1): Rewritten {
    const scanner = this.#scanner;
    scanner.resume(line);
    scanner.push(bytes);
    scanner.end();
    return this.take(scanner.line - line);
  }

  /** What came of the rows since this was asked last. */
  take(lines: number): Rewritten {
    const { ragged, ...tally } = this.#tally;
    this.#tally = emptyTally();
    return { ...tally, ragged: ragged.tally, lines };
  }

  #writeResult(): void {
    const { artifact, decimal, separator, reasons: most } = this.#plan;
    const { logOdds, values, contributions } = this.#scorer;
    const writer = this.#writer;
    const probability = calibrate(artifact.calibration, logOdds);
    const rank = scoreOf(artifact.scale, probability);
    const grade = gradeOf(artifact.scale, rank);
    this.#tally.grades[grade] += 1;
    const shown = formatProbability(probability);
    writer.cell(decimal === '.' ? shown : formatCell(shown.replace('.', decimal), separator));
    writer.cell(String(rank));
    writer.cell(grade);
    if (most > 0) {
      this.#reasons.describe(values, contributions, (text) =>
        writer.cell(formatCell(neutraliseFormula(text), separator)),
      );
    }
  }
}

const emptyTally = () => ({
  rows: 0,
  badRows: 0,
  bad: [] as { line: number; errors: readonly FieldError[] }[],
  grades: { A: 0, B: 0, C: 0, D: 0 },
  ragged: new RaggedRows(),
});
