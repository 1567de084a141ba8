import { decodeText, type Encoding } from '../lib/csv/decode-text.ts';
import { scanCsv } from '../lib/csv/scan-csv.ts';
import { InputError } from '../lib/errors.ts';
import { parseWords } from '../lib/lead/parse-words.ts';
import type { FieldError, Lead } from '../lib/lead/schema.ts';
import { validateLead } from '../lib/lead/validate-lead.ts';
import { makeWordRules, type WordRules } from '../lib/lead/value-words.ts';
import type { Grade } from '../lib/model/artifact.ts';
import type { CompiledModel } from '../lib/model/compile-model.ts';
import { readTable } from '../lib/training/table/read-table.ts';
import { type Column, count, quoteSome, type Table } from '../lib/training/table/table.ts';
import { formatCell, neutraliseFormula } from './csv-cell.ts';

export interface ScoreCsvOptions {
  /** For messages. */
  readonly fileName: string;
  readonly encoding?: Encoding;
  readonly decimal?: '.' | ',';
  /** Leave the results of rows that do not fit empty, instead of stopping. */
  readonly keepBadRows?: boolean;
}

export interface ScoredCsv {
  /** UTF-8, with a byte order mark if the input had one. */
  readonly csv: string;
  readonly rows: number;
  readonly badRows: number;
  readonly grades: Readonly<Record<Grade, number>>;
  readonly warnings: readonly string[];
}

const REASONS = 3;
const NEW_COLUMNS = ['probability', 'score', 'grade', 'reason_1', 'reason_2', 'reason_3'];

/**
 * Adds probability, score, grade and reasons to every row of a CSV file; what stood in the row stays as it is,
 * byte for byte. Columns that the model does not know are kept and not looked at.
 *
 * @throws {InputError} when a required column is missing, or, without `keepBadRows`, a row does not fit
 */
export function scoreCsv(model: CompiledModel, bytes: Uint8Array, options: ScoreCsvOptions): ScoredCsv {
  const { fileName, decimal = '.' } = options;
  const text = decodeText(bytes, fileName, options.encoding);
  const spans: { start: number; end: number; line: number }[] = [];
  const table = readTable(text, { fileName, allowNoRows: true });
  scanCsv(
    text,
    table.separator,
    ({ start, end, line }) => {
      spans.push({ start, end, line });
      return true;
    },
    fileName,
  );
  const { columns, warnings } = matchColumns(model, table);
  const rules = makeWordRules(model.artifact.schema.missing_words, decimal);
  const [header, ...rows] = spans.map((span) => ({ ...span, text: text.slice(span.start, span.end) }));
  const { separator } = table;
  const lineEnd = text.startsWith('\r\n', header!.end) ? '\r\n' : '\n';
  const lines = [[header!.text, ...NEW_COLUMNS].join(separator)];
  const bad: { line: number; errors: readonly FieldError[] }[] = [];
  const grades = { A: 0, B: 0, C: 0, D: 0 };
  rows.forEach((row, r) => {
    const read = readLead(model, columns, r, rules);
    if ('errors' in read) {
      bad.push({ line: row.line, errors: read.errors });
      lines.push(row.text + separator.repeat(NEW_COLUMNS.length));
      return;
    }
    const { probability, score, grade, reasons } = model.explain(read.lead);
    grades[grade] += 1;
    const texts = Array.from({ length: REASONS }, (_, i) => neutraliseFormula(reasons[i]?.text ?? ''));
    const cells = [probability.toFixed(6).replace('.', decimal), String(score), grade, ...texts];
    lines.push([row.text, ...cells.map((cell) => formatCell(cell, separator))].join(separator));
  });
  if (bad.length > 0 && options.keepBadRows !== true) throw badRowsError(fileName, rows.length, bad);
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? '\ufeff' : '';
  const csv = `${mark}${lines.join(lineEnd)}${lineEnd}`;
  return { csv, rows: rows.length, badRows: bad.length, grades, warnings };
}

/** The table's column of every field of the model. */
function matchColumns(model: CompiledModel, table: Table) {
  const { fields } = model.artifact.schema;
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  const names = [...byName.keys()];
  const absent = fields.filter((field) => !byName.has(field.name));
  const required = absent.filter((field) => field.required).map((field) => field.name);
  if (required.length > 0) {
    throw new InputError(
      `${table.fileName}: expected the ${required.length === 1 ? 'column' : 'columns'} ${quoteSome(required, 20)}, which the model requires; ` +
        `its columns are: ${names.join(', ')}.`,
    );
  }
  const taken = NEW_COLUMNS.filter((name) => byName.has(name));
  if (taken.length > 0) {
    throw new InputError(
      `${table.fileName}: expected no column named ${quoteSome(taken, 6)}, because scoring adds it. Rename or remove it.`,
    );
  }
  const warnings = absent.map((field) => `no column “${field.name}”: taken as missing in every row`);
  return { columns: fields.map((field) => byName.get(field.name)), warnings };
}

function readLead(
  model: CompiledModel,
  columns: readonly (Column | undefined)[],
  row: number,
  rules: WordRules,
): { lead: Lead } | { errors: readonly FieldError[] } {
  const { schema } = model.artifact;
  const words = columns.map((column) => column?.words[column.codes[row]!]);
  const { values, errors } = parseWords(schema, words, rules);
  const unreadable = new Set(errors.map((error) => error.field));
  const validation = validateLead(schema, values);
  if (validation.ok && errors.length === 0) return { lead: validation.lead };
  // A word that cannot be read stands as null in the values: do not report it as missing, too.
  const others = validation.ok ? [] : validation.errors.filter((error) => !unreadable.has(error.field));
  return { errors: [...errors, ...others] };
}

function badRowsError(
  fileName: string,
  rows: number,
  bad: readonly { line: number; errors: readonly FieldError[] }[],
): InputError {
  const [first] = bad;
  const problems = first!.errors.map(({ field, message }) => `${field}: ${message}`).join('; ');
  const more = bad.slice(1, 6).map(({ line }) => line);
  const others = more.length === 0 ? '' : ` Also line ${more.join(', ')}${bad.length > 6 ? ' …' : ''}.`;
  return new InputError(
    `${fileName}: ${bad.length.toLocaleString('en-US')} of ${count(rows, 'row')} do not fit the model. ` +
      `Line ${first!.line}: ${problems}.${others}\n` +
      'Nothing was written. Correct the rows, or pass --keep-bad-rows to leave their results empty.',
  );
}
