import { InputError } from '../../lib/errors.ts';
import { decodeCells } from '../../lib/files/csv/decode-cells.ts';
import { addRagged, checkRagged, NO_RAGGED } from '../../lib/files/csv/ragged-rows.ts';
import { describeImpossible } from '../../lib/files/scoring/describe-skew.ts';
import { findFields, findNamedColumn, tellRepeatedFields } from '../../lib/files/scoring/match-columns.ts';
import { nameColumns } from '../../lib/files/table/name-columns.ts';
import { scanTable } from '../../lib/files/table/scan-table.ts';
import { type ByteSource, type CsvData, toByteSource } from '../../lib/files/text/byte-source.ts';
import type { DecidedEncoding } from '../../lib/files/text/decide-encoding.ts';
import type { Encoding } from '../../lib/files/text/encoding.ts';
import { withEncoding } from '../../lib/files/text/with-encoding.ts';
import { parseWords } from '../../lib/lead/parse-words.ts';
import type { FieldError, LeadSchema, LeadValue } from '../../lib/lead/schema.ts';
import { isImpossibleDate, makeWordRules } from '../../lib/lead/value-words.ts';
import { explainReference } from '../../lib/reference.ts';
import { toWord } from '../../lib/to-word.ts';
import type { CsvOptions } from '../options.ts';

export interface LeadRow {
  /** In the file, from 1, as an editor counts. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Every field of the schema; null: it is missing, or cannot be read. */
  readonly values: Readonly<Record<string, LeadValue>>;
  readonly errors: readonly FieldError[];
  /** The caller's own id, of the column that is named for it. */
  readonly reference?: string;
}

export interface LeadRows {
  readonly header: readonly string[];
  readonly rows: readonly LeadRow[];
  /** What is to be known of how the file was read. */
  readonly notes: readonly string[];
}

/** Dates that do not exist that a note has. */
const MOST_EXAMPLES = 3;

/**
 * Reads a CSV file of leads by a schema; columns that it does not know are kept in `cells` only.
 *
 * @param fileName for messages
 * @param told what is said of the file: its encoding and decimal sign, and the column that holds the caller's own ids of the leads
 * @throws {InputError} no rows, a row of another length, no such column
 */
export function readLeadRows(
  data: CsvData,
  fileName: string,
  schema: LeadSchema,
  told: CsvOptions & { readonly reference?: string } = {},
): LeadRows {
  const source = toByteSource(data);
  const read = (decided: DecidedEncoding): LeadRows => {
    const found = readRows(source, fileName, schema, decided.encoding, told);
    return { ...found, notes: [...(source.notes ?? []), ...decided.notes, ...found.notes] };
  };
  return withEncoding(
    source,
    { fileName, ...(told.encoding === undefined ? {} : { encoding: told.encoding }) },
    read,
    false,
  );
}

function readRows(
  source: ByteSource,
  fileName: string,
  schema: LeadSchema,
  encoding: Encoding,
  { decimal, reference: references }: CsvOptions & { readonly reference?: string },
): LeadRows {
  const rules = makeWordRules(schema.missing_words, decimal);
  const rows: LeadRow[] = [];
  let header: string[] | undefined;
  let columns: readonly number[] = [];
  let referenceColumn: number | undefined;
  let names: readonly string[] = [];
  let ragged = NO_RAGGED;
  let rowsRead = 0;
  const impossible = new Map<string, string[]>();
  const { notes } = scanTable(source, { fileName, encoding }, (row) => {
    const cells = decodeCells(row).map(toWord);
    if (header === undefined) {
      header = cells;
      const named = nameColumns(cells);
      names = tellRepeatedFields(schema, named);
      columns = findFields(schema, named);
      if (references !== undefined)
        referenceColumn = findNamedColumn(named, references, 'references', fileName);
      return;
    }
    rowsRead += 1;
    if (row.width !== header.length) {
      ragged = addRagged(ragged, { rows: 1, line: row.line, width: row.width });
      return;
    }
    const words = columns.map((column) => (column < 0 ? undefined : cells[column]));
    schema.fields.forEach((field, f) => {
      const word = words[f];
      if (word !== undefined && isImpossibleDate(field, word, rules))
        impossible.set(field.name, [...(impossible.get(field.name) ?? []), word]);
    });
    const lead = { line: row.line, cells, ...parseWords(schema, words, rules) };
    if (referenceColumn === undefined) {
      rows.push(lead);
      return;
    }
    const reference = cells[referenceColumn]!;
    const wrong = explainReference(reference);
    const errors = wrong === undefined ? [] : [{ field: references!, message: wrong }];
    rows.push({ ...lead, reference, errors: [...errors, ...lead.errors] });
  });
  checkRagged(ragged, fileName, header === undefined ? 0 : (header as string[]).length, rowsRead);
  if (header === undefined || rows.length === 0) {
    throw new InputError(`${fileName}: expected a header line and at least one lead, found none.`);
  }
  const dates = [...impossible].map(([name, words]) => {
    const examples = [...new Set(words)].slice(0, MOST_EXAMPLES);
    return `${name}: ${words.length} of ${rows.length} rows ${describeImpossible(words.length, examples)}`;
  });
  return { header, rows, notes: [...notes, ...names, ...dates] };
}
