import { InputError } from '../../errors.ts';
import type { Separator } from '../../files/csv/scan-bytes.ts';
import type { CsvData } from '../../files/text/byte-source.ts';
import type { Encoding } from '../../files/text/decode-text.ts';
import { inferSchema } from '../../lead/infer-schema.ts';
import { DEFAULT_MISSING_WORDS, type LeadSchema } from '../../lead/schema.ts';
import { makeWordRules, type WordRules } from '../../lead/value-words.ts';
import { hideQuoted, quoting } from '../../quoting.ts';
import { release } from '../../typed-arrays.ts';
import { buildDataset } from './build-dataset.ts';
import { type EncodedLeads, encodeLeads } from './encode-leads.ts';
import { findColumn, findWords } from './find-column.ts';
import { GROUPED_BY, listDropped } from './left-out.ts';
import { orderLeads } from './order-leads.ts';
import { readMixedTable } from './read-table.ts';
import { readDates, readTimes } from './read-times.ts';
import { type AnyColumn, type Column, summariseAnyColumn } from './table.ts';

/** A CSV file: its bytes or its text, and its name for messages. */
export interface CsvInput {
  readonly data: CsvData;
  readonly fileName?: string;
}

/** Where the leads are and which column is the outcome. */
export interface LeadSource extends CsvInput {
  /** A second file: a lead converted when its key stands there. */
  readonly joined?: CsvInput;
  /** The key column of both files. */
  readonly on?: string;
  readonly target: string;
  readonly positive?: string;
  readonly drop?: readonly string[];
  /** Not used either, where the file has them. */
  readonly dropIfThere?: readonly string[];
  /** Words that mean "missing" besides the usual ones. */
  readonly missing?: readonly string[];
  readonly encoding?: Encoding;
  readonly decimal?: '.' | ',';
  /** Column whose values group leads that belong together; it is not learned from. */
  readonly group?: string;
  /** Column that tells when a lead came in: dates or numbers. */
  readonly time?: string;
  /** Learn from dates as points in time, too. */
  readonly absoluteDate?: boolean;
  /** Accept fewer than 40 leads of a class. */
  readonly force?: boolean;
}

/** What training knows of the file's leads. */
export interface ReadLeads {
  readonly file: { readonly rows: number; readonly columns: number; readonly separator: Separator };
  readonly sha256: string;
  readonly joinedSha256?: string;
  /** What "converted" is, in words. */
  readonly positive: string;
  readonly schema: LeadSchema;
  /** In a pseudo-random order that depends on the leads and the seed only. */
  readonly leads: EncodedLeads;
  /** 1 or 0 per lead. */
  readonly labels: Uint8Array;
  readonly converted: number;
  readonly groups?: Uint32Array;
  /** NaN: unknown. */
  readonly times?: Float64Array;
  /** When leads came in, for the record: by the column of --time, else by the first date of the file. NaN: unknown. */
  readonly dated?: { readonly column: string; readonly times: Float64Array };
  /** Column → why it is not learned from. */
  readonly leftOut: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
}

/**
 * Reads leads with a known outcome from a CSV file: infers the schema, orders and encodes them.
 *
 * @throws {InputError} when the file or an option is at fault; the message says what to do
 */
export function readLeads(source: LeadSource, seed: number): ReadLeads {
  const rules = makeWordRules([...DEFAULT_MISSING_WORDS, ...(source.missing ?? [])], source.decimal);
  const { group, time, on, target } = source;
  const keys = [target, on, group, time].filter((name) => name !== undefined);
  const read = ({ data, fileName }: CsvInput) =>
    readMixedTable(data, { fileName, encoding: source.encoding }, rules, keys);
  const table = read(source);
  const joined = source.joined && read(source.joined);
  if (group !== undefined) findColumn(table, group, '--group');
  if (time !== undefined) findColumn(table, time, '--time');
  const dataset = buildDataset(table, { ...source, joined, drop: listDropped(table, source) }, rules);
  const learned = dataset.columns.filter(({ name }) => name !== group);
  const inferred = inferSchema(summariseEach(learned, dataset.rows), rules);
  const { schema } = inferred;
  const leftOut = new Map([...dataset.leftOut, ...inferred.leftOut]);
  if (group !== undefined) leftOut.set(group, GROUPED_BY);
  if (schema.fields.length === 0) {
    const list = (tell: (reason: string) => string) =>
      [...leftOut].map(([column, reason]) => `${column} (${tell(reason)})`).join(', ');
    const reasons = { text: list(String), withoutCells: list(hideQuoted) };
    throw new InputError(
      quoting`${table.fileName}: expected a column to learn from, found none: ${reasons}.`,
    );
  }
  const columns = columnsOf(schema, learned);
  // Leads that differ in nothing but their group or time must not change places with the file's order either.
  const told = new Set([...columns, ...table.columns.filter(({ name }) => name === group || name === time)]);
  const ordered = orderLeads(dataset, [...told], seed);
  release(dataset.rows, dataset.labels);
  // Before the columns are used up.
  const groups =
    group === undefined ? undefined : readGroups(findWords(table, group, '--group'), ordered.rows, rules);
  const times =
    time === undefined
      ? undefined
      : readTimes(findWords(table, time, '--time'), ordered.rows, rules, table.fileName);
  const dated =
    times === undefined ? datesOf(schema, columns, ordered.rows, rules) : { column: time!, times };
  const leads = encodeLeads(schema, columns, ordered.rows, rules, source.absoluteDate === true);
  release(ordered.rows);
  return {
    file: { rows: table.rowCount, columns: table.columns.length, separator: table.separator },
    sha256: table.sha256,
    ...(joined === undefined ? {} : { joinedSha256: joined.sha256 }),
    positive: dataset.positive,
    schema,
    leads,
    labels: ordered.labels,
    converted: dataset.converted,
    ...(groups === undefined ? {} : { groups }),
    ...(times === undefined ? {} : { times }),
    ...(dated === undefined ? {} : { dated }),
    leftOut,
    warnings: [...dataset.warnings, ...inferred.warnings],
  };
}

/** One after the other, so that the numbers of one column are held at a time. */
function* summariseEach(columns: readonly AnyColumn[], rows: Int32Array) {
  for (const column of columns) yield summariseAnyColumn(column, rows);
}

function columnsOf(schema: LeadSchema, columns: readonly AnyColumn[]): AnyColumn[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return schema.fields.map((field) => byName.get(field.name)!);
}

function datesOf(
  { fields }: LeadSchema,
  columns: readonly AnyColumn[],
  rows: Int32Array,
  rules: WordRules,
): ReadLeads['dated'] {
  const first = fields.findIndex(({ type }) => type === 'date');
  const column = columns[first];
  if (column?.kind !== 'words') return undefined;
  return { column: column.name, times: readDates(fields[first]!, column, rows, rules) };
}

/** A number per lead; leads without a group are each a group of their own. */
function readGroups({ words, codes }: Column, rows: Int32Array, rules: WordRules): Uint32Array {
  const missing = new Set(
    words.flatMap((word, code) => (rules.missingWords.has(word.toLowerCase()) || word === '' ? [code] : [])),
  );
  let next = words.length;
  return Uint32Array.from(rows, (row) => (missing.has(codes[row]!) ? next++ : codes[row]!));
}
