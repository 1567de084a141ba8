import { InputError } from '../../lib/errors.ts';
import { decodeCells } from '../../lib/files/csv/decode-cells.ts';
import { addRagged, checkRagged, NO_RAGGED } from '../../lib/files/csv/ragged-rows.ts';
import { scanSource } from '../../lib/files/csv/scan-source.ts';
import { toByteSource } from '../../lib/files/text/byte-source.ts';
import { parseWords } from '../../lib/lead/parse-words.ts';
import type { FieldError, LeadSchema, LeadValue } from '../../lib/lead/schema.ts';
import { makeWordRules } from '../../lib/lead/value-words.ts';
import { toWord } from '../../lib/to-word.ts';

export interface LeadRow {
  /** In the file, from 1, as an editor counts. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Every field of the schema; null: it is missing, or cannot be read. */
  readonly values: Readonly<Record<string, LeadValue>>;
  readonly errors: readonly FieldError[];
}

export interface LeadRows {
  readonly header: readonly string[];
  readonly rows: readonly LeadRow[];
}

/**
 * Reads a CSV file of leads by a schema; columns that it does not know are kept in `cells` only.
 *
 * @param fileName for messages
 * @throws {InputError} no rows, a row of another length
 */
export function readLeadRows(bytes: Uint8Array, fileName: string, schema: LeadSchema): LeadRows {
  const rules = makeWordRules(schema.missing_words);
  const rows: LeadRow[] = [];
  let header: string[] | undefined;
  let columns: number[] = [];
  let ragged = NO_RAGGED;
  let rowsRead = 0;
  scanSource(toByteSource(bytes), { fileName }, (row) => {
    const cells = decodeCells(row).map(toWord);
    if (header === undefined) {
      header = cells;
      columns = schema.fields.map(({ name }) => cells.indexOf(name));
      return;
    }
    rowsRead += 1;
    if (row.width !== header.length) {
      ragged = addRagged(ragged, { rows: 1, line: row.line, width: row.width });
      return;
    }
    const words = columns.map((column) => (column < 0 ? undefined : cells[column]));
    rows.push({ line: row.line, cells, ...parseWords(schema, words, rules) });
  });
  checkRagged(ragged, fileName, header === undefined ? 0 : (header as string[]).length, rowsRead);
  if (header === undefined || rows.length === 0) {
    throw new InputError(`${fileName}: expected a header line and at least one lead, found none.`);
  }
  return { header, rows };
}
