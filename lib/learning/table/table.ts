import { count } from '../../count.ts';
import type { Separator } from '../../files/csv/scan-bytes.ts';
import type { AmbiguousNumbers } from '../../lead/infer-number.ts';
import type { ColumnSummary, DateSummary, NumberSummary, TextSummary } from '../../lead/infer-schema.ts';
import { wallDay } from '../../lead/iso-time.ts';
import type { NumberForm } from '../../lead/number-form.ts';
import type { Quoting } from '../../quoting.ts';
import type { KeptDates } from './date-values.ts';

/** As narrow as the number of different words allows. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** A column of words, dictionary-encoded: inference and parsing look at the distinct words only. */
export interface Column {
  readonly kind: 'words';
  readonly name: string;
  /** The distinct words, in order of first appearance, trimmed. */
  readonly words: readonly string[];
  /** Per row, the index of its word. */
  readonly codes: Codes;
  /** Of very many words: every word before this one was a number. */
  readonly noNumber?: string;
  /** Of very many words: every word before this one was a date. */
  readonly noDate?: string;
}

/** A column of more different numbers than a dictionary is good for. */
export interface NumberColumn {
  readonly kind: 'numbers';
  readonly name: string;
  /** Per row; NaN is missing. */
  readonly values: Float64Array;
  /** How they are written, unless as programs write numbers. */
  readonly form?: NumberForm;
  /** They may be read in another form, too. */
  readonly ambiguous?: AmbiguousNumbers;
  /** Of a column of dates: the values are milliseconds, as `wallTime` makes them of a date. */
  readonly dates?: KeptDates;
}

/** A column of more different words than a category can have; they are not kept. */
export interface TextColumn {
  readonly kind: 'text';
  readonly name: string;
  /** Every word before this one was a number. */
  readonly noNumber?: string;
  /** Every word before this one was a date. */
  readonly noDate?: string;
}

export type AnyColumn = Column | NumberColumn | TextColumn;

export interface Table<C extends AnyColumn = Column> {
  /** For messages. */
  readonly fileName: string;
  readonly separator: Separator;
  readonly rowCount: number;
  /** Of the file's bytes. */
  readonly sha256: string;
  readonly columns: readonly C[];
  /** Columns of the file that are not among `columns` → why: they have no name, or repeat another. */
  readonly leftOut: ReadonlyMap<string, string>;
  /** Name → the places, from 1, of columns that have it and differ; the second is called `amount#2`. */
  readonly repeated: ReadonlyMap<string, readonly number[]>;
  /** What is to be known of how the file was read. */
  readonly warnings: readonly string[];
}

/** The distinct words of some rows of a column and how often they occur. */
export function summariseColumn(column: Column, rows: Int32Array): ColumnSummary {
  const counts = new Int32Array(column.words.length);
  const { codes } = column;
  for (let i = 0; i < rows.length; i++) counts[codes[rows[i]!]!]! += 1;
  const present: number[] = [];
  counts.forEach((count, code) => {
    if (count > 0) present.push(code);
  });
  return {
    name: column.name,
    words: present.map((code) => column.words[code]!),
    counts: present.map((code) => counts[code]!),
    rowOf: (word) => {
      const code = column.words.indexOf(word);
      return rows.find((row) => codes[row] === code)! + 1;
    },
  };
}

/** What inference looks at of any column. */
export function summariseAnyColumn(
  column: AnyColumn,
  rows: Int32Array,
): ColumnSummary | NumberSummary | DateSummary | TextSummary {
  if (column.kind === 'words') return summariseColumn(column, rows);
  if (column.kind === 'text') {
    const { name, noNumber, noDate } = column;
    return {
      ...{ name, differentWords: 'too many' },
      ...(noNumber === undefined ? {} : { noNumber }),
      ...(noDate === undefined ? {} : { noDate }),
    };
  }
  if (column.dates !== undefined) return summariseDates(column, column.dates, rows);
  return summariseNumbers(column, rows);
}

function summariseDates({ name, values }: NumberColumn, dates: KeptDates, rows: Int32Array): DateSummary {
  if ('refused' in dates) return { name, dates };
  let [first, last, known] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const row of rows) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    known += 1;
    if (value < first) first = value;
    if (value > last) last = value;
  }
  const missingRows = Math.max(0, rows.length - known - dates.impossible.rows);
  return {
    name,
    dates: { ...dates, name, range: [wallDay(first), wallDay(last)], rows: known, missingRows },
  };
}

function summariseNumbers({ name, values, form, ambiguous }: NumberColumn, rows: Int32Array): NumberSummary {
  let [min, max, integer, known] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true, 0];
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!]!;
    if (Number.isNaN(value)) continue;
    known += 1;
    if (value < min) min = value;
    if (value > max) max = value;
    if (integer && !Number.isInteger(value)) integer = false;
  }
  const countDifferent = () => {
    const sorted = values.slice().sort();
    let different = 0;
    for (let i = 0; i < sorted.length; i++) {
      if (!Number.isNaN(sorted[i]!) && (i === 0 || sorted[i] !== sorted[i - 1])) different += 1;
    }
    return different;
  };
  // Plus 0, because −0 would not survive JSON.
  return {
    name,
    range: [min + 0, max + 0],
    integer,
    rows: known,
    missingRows: rows.length - known,
    countDifferent,
    forEach: (visit) => {
      for (const row of rows) if (!Number.isNaN(values[row]!)) visit(values[row]!, 1);
    },
    ...(form === undefined ? {} : { form }),
    ...(ambiguous === undefined ? {} : { ambiguous }),
  };
}

/** The columns of a table for a message. Of a file without a header their names are a lead, which no record may hold. */
export const listNames = (names: readonly string[]): Quoting => ({
  text: `Its columns are: ${names.join(', ')}.`,
  withoutCells:
    names.length === 1 ? 'Its only column is: ….' : `Its ${count(names.length, 'column')} are: ….`,
});
