import { count } from '../count.ts';
import { type CsvData, scanSource, toByteSource } from '../csv/byte-source.ts';
import { formatCell, neutraliseFormula } from '../csv/csv-cell.ts';
import type { Encoding } from '../csv/decode-text.ts';
import { RaggedRows } from '../csv/ragged-rows.ts';
import { type ByteRow, decodeCell } from '../csv/scan-bytes.ts';
import type { Separator } from '../csv/scan-csv.ts';
import { InputError } from '../errors.ts';
import type { FieldError } from '../lead/schema.ts';
import { makeWordRules } from '../lead/value-words.ts';
import type { Grade, ModelArtifact } from '../model/artifact.ts';
import { calibrate } from '../model/calibrate.ts';
import { gradeOf, scoreOf } from '../model/scale.ts';
import { checkHeader } from '../training/table/check-header.ts';
import { matchColumns, NEW_COLUMNS } from './match-columns.ts';
import { RowReasons } from './row-reasons.ts';
import { RowScorer } from './row-scorer.ts';
import { RowWriter } from './row-writer.ts';

export interface ScoreCsvOptions {
  /** For messages. */
  readonly fileName: string;
  readonly encoding?: Encoding;
  readonly decimal?: '.' | ',';
  /** Leave the results of rows that do not fit empty, instead of stopping. */
  readonly keepBadRows?: boolean;
  /** Reasons per row, 0–3; 3 unless told otherwise. */
  readonly reasons?: number;
}

export interface ScoredCsv {
  readonly rows: number;
  readonly badRows: number;
  readonly grades: Readonly<Record<Grade, number>>;
  readonly warnings: readonly string[];
}

const MOST_REASONS = 3;
/** Lines of bad rows that a message names. */
const MOST_NAMED = 6;

/**
 * Adds probability, score, grade and reasons to every row of a CSV file; what stood in the row stays as it is, byte
 * for byte (Latin-1 becomes UTF-8). Columns that the model does not know are kept and not looked at. Memory does
 * not grow with the file.
 *
 * @param write told of the result piece by piece; a piece is good until it returns
 * @throws {InputError} when a required column is missing, rows differ in length, or, without `keepBadRows`, a row
 * does not fit. What was written until then is to be thrown away
 */
export function scoreCsv(
  artifact: ModelArtifact,
  data: CsvData,
  options: ScoreCsvOptions,
  write: (piece: Uint8Array) => void,
): ScoredCsv {
  const { fileName, decimal = '.', reasons: most = MOST_REASONS } = options;
  const rules = makeWordRules(artifact.schema.missing_words, decimal);
  const writer = new RowWriter(write);
  const reasons = new RowReasons(artifact, most);
  const added = NEW_COLUMNS.slice(0, NEW_COLUMNS.length - MOST_REASONS + most);
  const bad: { line: number; errors: readonly FieldError[] }[] = [];
  const grades = { A: 0, B: 0, C: 0, D: 0 };
  const ragged = new RaggedRows();
  let scorer: RowScorer | undefined;
  let [width, rows, badRows] = [0, 0, 0];
  let warnings: readonly string[] = [];
  let separator: Separator = ',';

  const begin = (row: ByteRow, found: Separator) => {
    separator = found;
    width = row.width;
    const names = Array.from({ length: width }, (_, i) => decodeCell(row, i).trim());
    checkHeader({ fileName, columns: names.map((name) => ({ kind: 'text', name })) });
    const matched = matchColumns(artifact.schema, names, added, fileName);
    warnings = matched.warnings;
    scorer = new RowScorer(artifact, matched.columns, rules);
    writer.begin(row, separator);
    for (const name of added) writer.cell(name);
    writer.end();
  };

  const scoreRow = (row: ByteRow, { logOdds, values, contributions }: RowScorer) => {
    const probability = calibrate(artifact.calibration, logOdds);
    const rank = scoreOf(artifact.scale, probability);
    const grade = gradeOf(artifact.scale, rank);
    grades[grade] += 1;
    writer.begin(row, separator);
    const shown = formatProbability(probability);
    writer.cell(decimal === '.' ? shown : formatCell(shown.replace('.', decimal), separator));
    writer.cell(String(rank));
    writer.cell(grade);
    if (most > 0) {
      reasons.describe(values, contributions, (text) =>
        writer.cell(formatCell(neutraliseFormula(text), separator)),
      );
    }
    writer.end();
  };

  scanSource(
    toByteSource(data),
    {
      fileName,
      ...(options.encoding === undefined ? {} : { encoding: options.encoding }),
      onStart: (start) => writer.start(start),
    },
    (row, found) => {
      if (scorer === undefined) return begin(row, found);
      rows += 1;
      if (row.width !== width) {
        ragged.note(row);
        return;
      }
      if (scorer.read(row)) return scoreRow(row, scorer);
      badRows += 1;
      if (bad.length < MOST_NAMED + 1) bad.push({ line: row.line, errors: scorer.explainErrors(row) });
      writer.begin(row, separator);
      for (const _ of added) writer.cell('');
      writer.end();
    },
  );
  if (scorer === undefined) {
    throw new InputError(
      `${fileName}: expected a CSV file with a header line and rows of data, found an empty file.`,
    );
  }
  ragged.check(fileName, width, rows, 'Nothing was written. ');
  if (badRows > 0 && options.keepBadRows !== true) throw badRowsError(fileName, rows, badRows, bad);
  writer.flush();
  return { rows, badRows, grades, warnings };
}

/** `000` … `999`. */
const THOUSAND = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, '0'));

/** Six decimals; `toFixed`, which is exact for any number, takes ten times as long. */
export function formatProbability(probability: number): string {
  const millionths = Math.round(1_000_000 * probability);
  if (millionths === 1_000_000) return '1.000000';
  return `0.${THOUSAND[Math.floor(millionths / 1000)]}${THOUSAND[millionths % 1000]}`;
}

function badRowsError(
  fileName: string,
  rows: number,
  badRows: number,
  bad: readonly { readonly line: number; readonly errors: readonly FieldError[] }[],
): InputError {
  const [first] = bad;
  const problems = first!.errors.map(({ field, message }) => `${field}: ${message}`).join('; ');
  const more = bad.slice(1, MOST_NAMED).map(({ line }) => line);
  const others = more.length === 0 ? '' : ` Also line ${more.join(', ')}${badRows > MOST_NAMED ? ' …' : ''}.`;
  return new InputError(
    `${fileName}: ${badRows.toLocaleString('en-US')} of ${count(rows, 'row')} do not fit the model. ` +
      `Line ${first!.line}: ${problems}.${others}\n` +
      'Nothing was written. Correct the rows, or pass --keep-bad-rows to leave their results empty.',
  );
}
