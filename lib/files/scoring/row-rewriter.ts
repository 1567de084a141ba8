import { count } from '../../count.ts';
import { describeErrors } from '../../lead/describe-errors.ts';
import type { FieldError } from '../../lead/schema.ts';
import { makeWordRules } from '../../lead/value-words.ts';
import { calibrate } from '../../model/calibrate.ts';
import { gradeOf, scoreOf } from '../../model/scale.ts';
import { explainReference } from '../../reference.ts';
import { toWord } from '../../to-word.ts';
import { formatCell } from '../csv/csv-cell.ts';
import { decodeCell } from '../csv/decode-cells.ts';
import { escapeFormula, escapeRow } from '../csv/formulas.ts';
import { addRagged } from '../csv/ragged-rows.ts';
import { type ByteRow, ByteScanner } from '../csv/scan-bytes.ts';
import { HeaderRepeats } from '../table/header-repeats.ts';
import { addLeftOut } from '../table/left-out-lines.ts';
import { formatProbability } from './format-probability.ts';
import type { RejectedRow } from './rejected-rows.ts';
import type { CsvPlan, PieceRewriter } from './rewrite-plan.ts';
import { RowReasons } from './row-reasons.ts';
import { RowScorer } from './row-scorer.ts';
import type { RowWriter } from './row-writer.ts';
import { addBadRow, emptyTally, type Tally } from './tally.ts';

/** Adds the results to the rows of a CSV file, one after the other. */
export class RowRewriter implements PieceRewriter {
  readonly #plan: CsvPlan;
  readonly #scorer: RowScorer;
  readonly #reasons: RowReasons;
  readonly #writer: RowWriter;
  readonly #scanner: ByteScanner;
  #tally = emptyTally();
  readonly #repeats: HeaderRepeats | undefined;
  readonly #setAside: (rejected: RejectedRow) => void;

  /** As `createRewriter`. */
  constructor(plan: CsvPlan, writer: RowWriter, setAside: (rejected: RejectedRow) => void) {
    const { artifact, columns, decimal, reasons } = plan;
    this.#plan = plan;
    const rules = makeWordRules(artifact.schema.missing_words, decimal);
    this.#scorer = new RowScorer(artifact, columns, rules, reasons > 0);
    this.#reasons = new RowReasons(artifact, reasons);
    this.#writer = writer;
    writer.lineEnd = plan.lineEnd;
    this.#setAside = setAside;
    this.#repeats = plan.header && new HeaderRepeats(plan.header, plan.separator);
    this.#scanner = new ByteScanner(plan.separator, (row) => this.#add(row), plan.fileName);
  }

  #add(row: ByteRow): void {
    const tally = this.#tally;
    if (this.#repeats?.isRepeat(row) === true) {
      tally.repeated = addLeftOut(tally.repeated, { count: 1, lines: [row.line] });
      return;
    }
    tally.rows += 1;
    const { width, separator, badRows } = this.#plan;
    if (row.width !== width) {
      if (badRows === 'set aside') {
        this.#reject(row, `expected ${count(width, 'cell')}, as in the header, found ${row.width}`);
      } else tally.ragged = addRagged(tally.ragged, { rows: 1, line: row.line, width: row.width });
      return;
    }
    const unnamed = this.#explainReference(row);
    const fits = unnamed.length === 0 && this.#scorer.read(row);
    const explain = () => [...unnamed, ...this.#scorer.explainErrors(row)];
    if (!fits && badRows === 'set aside') {
      this.#reject(row, describeErrors(explain()));
      return;
    }
    const escaped = this.#escape(row);
    if (escaped === undefined) this.#writer.begin(row, separator);
    else this.#writer.begin({ buffer: escaped, from: 0, to: escaped.length }, separator);
    if (fits) this.#writeResult();
    else {
      addBadRow(tally, row.line, explain);
      for (let cell = 0; cell < this.#plan.added; cell++) this.#writer.cell('');
    }
    this.#writer.end();
  }

  /** What is wrong with the caller's own id of a lead. */
  #explainReference(row: ByteRow): FieldError[] {
    const { reference } = this.#plan;
    if (reference === undefined) return [];
    const message = explainReference(toWord(decodeCell(row, reference.column)));
    return message === undefined ? [] : [{ field: reference.name, message }];
  }

  #reject(row: ByteRow, reason: string): void {
    this.#tally.badRows += 1;
    const { line, buffer, from, to } = row;
    this.#setAside({ line, reason, row: this.#escape(row) ?? buffer.subarray(from, to) });
  }

  #escape(row: ByteRow): Uint8Array | undefined {
    return this.#plan.formulas === 'escape' ? escapeRow(row) : undefined;
  }

  addPiece(bytes: Uint8Array, line = 1): Tally {
    const scanner = this.#scanner;
    scanner.resume(line);
    scanner.push(bytes);
    scanner.end();
    const tally = this.#tally;
    this.#tally = emptyTally();
    tally.skew = this.#scorer.takeSkew();
    tally.lines = scanner.line - line;
    return tally;
  }

  #writeResult(): void {
    const { artifact, decimal = '.', written = decimal, separator, reasons: most } = this.#plan;
    const { logOdds, values, contributions } = this.#scorer;
    const writer = this.#writer;
    const probability = calibrate(artifact.calibration, logOdds);
    const rank = scoreOf(artifact.scale, probability);
    const grade = gradeOf(artifact.scale, rank);
    this.#tally.grades[grade] += 1;
    const shown = formatProbability(probability);
    writer.cell(written === '.' ? shown : formatCell(shown.replace('.', written), separator));
    writer.cell(String(rank));
    writer.cell(grade);
    if (most > 0) {
      this.#reasons.describe(values, contributions, logOdds, (text) =>
        writer.cell(formatCell(escapeFormula(text), separator)),
      );
    }
  }
}
