import type { ColumnSettings } from '../../contract/column-settings.ts';
import { InputError } from '../../errors.ts';
import type { Separator } from '../../files/csv/scan-bytes.ts';
import { cleanName } from '../../files/table/name-columns.ts';
import type { CsvData } from '../../files/text/byte-source.ts';
import type { Encoding } from '../../files/text/encoding.ts';
import { inferSchema } from '../../lead/infer-schema.ts';
import { noteTakenNames } from '../../lead/name-results.ts';
import { readColumnSettings } from '../../lead/read-column-settings.ts';
import { DEFAULT_MISSING_WORDS, type LeadSchema } from '../../lead/schema.ts';
import type { ToldColumns } from '../../lead/told-columns.ts';
import { isMissingWord, makeWordRules, parseWord, type WordRules } from '../../lead/value-words.ts';
import { hideQuoted, quoting } from '../../quoting.ts';
import { fill, release, take, takeEach } from '../../typed-arrays.ts';
import { checkRequired, type RequiredColumns } from '../finish-schema.ts';
import { type Horizon, type HorizonInput, readHorizon } from '../horizon/read-horizon.ts';
import { buildDataset } from './build-dataset.ts';
import { type EncodedLeads, encodeLeads } from './encode-leads.ts';
import { checkTold, findColumn, findWords } from './find-column.ts';
import { GROUPED_BY, listDropped } from './left-out.ts';
import { orderLeads } from './order-leads.ts';
import { readMixedTable } from './read-table.ts';
import { ROW_ORDER, readDates, readTimes } from './read-times.ts';
import { type AnyColumn, type Column, summariseAnyColumn, type Table } from './table.ts';

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
  /** With a horizon: the column that tells when a lead converted. */
  readonly target: string;
  readonly positive?: string;
  /** The values of the target that mean “not converted”; leads with any value besides are open, and left out. */
  readonly negative?: readonly string[];
  readonly drop?: readonly string[];
  /** Not used either, where the file has them. */
  readonly dropIfThere?: readonly string[];
  /** Words that mean "missing" besides the usual ones. */
  readonly missing?: readonly string[];
  /** Of text; found out unless told. */
  readonly encoding?: Encoding | undefined;
  /** The decimal sign of all numbers; without it, each column has that which its words show. */
  readonly decimal?: '.' | ',';
  /** What the user says of single columns. */
  readonly columns?: ColumnSettings;
  /** The same of columns that the file need not have. */
  readonly columnsIfThere?: ColumnSettings;
  /** Column whose values group leads that belong together; it is not learned from. */
  readonly group?: string;
  /** Column that tells when a lead came in, dates or numbers; `row-order`, unless a column has that name: its place in the file. */
  readonly time?: string;
  /** Learn whether leads convert within so many days of `time`. */
  readonly horizon?: HorizonInput;
  /** Learn from dates as points in time, too. */
  readonly absoluteDate?: boolean;
  /** Accept fewer than 40 leads of a class, and a joined file most of whose keys meet no lead. */
  readonly force?: boolean;
  /** The columns that later leads must have. */
  readonly required?: RequiredColumns;
  /** Required, too, where they are learned from. */
  readonly requiredIfThere?: RequiredColumns;
}

/** What training knows of the leads’ ages. */
export interface ReadHorizon extends Pick<Horizon, 'days' | 'asOf' | 'curve'> {
  /** Per lead; absent where all are as old as the horizon. */
  readonly maturity?: Float64Array;
  /** Per lead, 1: as old as the horizon. */
  readonly isOld: Uint8Array;
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
  readonly horizon?: ReadHorizon;
  /** Per lead, its row in the file. */
  readonly fileRows: Int32Array;
  /** When leads came in, for the record: by the column of --time, else by the first date of the file. NaN: unknown. */
  readonly dated?: { readonly column: string; readonly times: Float64Array };
  /** Column → why it is not learned from. */
  readonly leftOut: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
}

/** The leads before they are ordered, with every column of the file. */
export interface UnreadLeads {
  readonly table: Table<AnyColumn>;
  /** The leads' rows in the table, ascending. */
  readonly rows: Int32Array;
  /** 1 or 0 per lead. */
  readonly labels: Uint8Array;
  readonly target: string;
  /** Columns that the user keeps from being learned from: dropped ones, keys, groups. */
  readonly notLearned: ReadonlySet<string>;
  readonly rules: WordRules;
  /** What is said of single columns. */
  readonly told: ToldColumns;
  /** With a horizon, the same of the leads whose outcome is known: those as old as it. */
  readonly old?: UnreadLeads;
}

/**
 * Reads leads with a known outcome from a CSV file: infers the schema, orders and encodes them.
 *
 * @param inspect is shown the columns before they are used up, and changes nothing in them
 * @throws {InputError} when the file or an option is at fault; the message says what to do
 */
export function readLeads(
  source: LeadSource,
  seed: number,
  inspect?: (leads: UnreadLeads) => void,
): ReadLeads {
  const rules = makeWordRules([...DEFAULT_MISSING_WORDS, ...(source.missing ?? [])], source.decimal);
  const { on, target } = source;
  const [group, time] = [source.group, source.time].map((name) => name && cleanName(name));
  const told = readColumnSettings({ ...source.columnsIfThere, ...source.columns });
  const keys = [target, on, group, time].filter((name) => name !== undefined);
  const read = ({ data, fileName }: CsvInput) =>
    readMixedTable(data, { fileName, encoding: source.encoding, told }, rules, keys);
  const table = read(source);
  const joined = source.joined && read(source.joined);
  checkTold(source.columns, table);
  if (group !== undefined) findColumn(table, group, '--group');
  const hasRowOrder = table.columns.some(({ name }) => name === ROW_ORDER);
  const byRow = time === ROW_ORDER && !hasRowOrder;
  if (time !== undefined && !byRow) findColumn(table, time, '--time');
  if (source.horizon !== undefined && (source.joined ?? source.positive ?? source.negative) !== undefined)
    throw new InputError(
      '--horizon: expected neither --join, --positive nor --negative, as --converted-at tells which leads converted.',
    );
  const within =
    source.horizon &&
    readHorizon(
      table,
      { ...source.horizon, time, convertedAt: cleanName(target), told, force: source.force },
      rules,
    );
  const dataset = buildDataset(
    table,
    { ...source, joined, outcome: within?.outcome, drop: [...listDropped(table, { ...source, told })] },
    rules,
  );
  const learned = dataset.columns.filter(({ name }) => name !== group);
  const inferred = inferSchema(summariseEach(learned, dataset.rows), rules, told);
  const { schema } = inferred;
  refuseUnclear(inferred.refused, table.fileName);
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
  checkRequired(schema, source.required, leftOut, table.fileName);
  const notLearned = new Set([...dataset.leftOut.keys(), ...(group === undefined ? [] : [group])]);
  const { rows, labels } = dataset;
  const unread = { table, rows, labels, target, notLearned, rules, told };
  inspect?.(within === undefined ? unread : { ...unread, old: keepOld(unread, within.horizon) });
  const columns = columnsOf(schema, learned);
  // Leads that differ in nothing but their group or time must not change places with the file's order either.
  const used = new Set([...columns, ...table.columns.filter(({ name }) => name === group || name === time)]);
  const ordered = orderLeads(dataset, spellPlainly([...used], schema, rules), seed);
  release(dataset.rows, dataset.labels);
  // Before the columns are used up.
  const groups =
    group === undefined ? undefined : readGroups(findWords(table, group, '--group'), ordered.rows, rules);
  const times =
    time === undefined
      ? undefined
      : byRow
        ? fill(new Float64Array(ordered.rows.length), (lead) => ordered.rows[lead]!)
        : readTimes(findWords(table, time, '--time'), ordered.rows, rules, table.fileName, told.get(time));
  const dated =
    times === undefined ? datesOf(schema, columns, ordered.rows, rules) : { column: time!, times };
  const horizon = within && orderHorizon(within.horizon, ordered.rows);
  const leads = encodeLeads(schema, columns, ordered.rows, rules, source.absoluteDate === true);
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
    ...(horizon === undefined ? {} : { horizon }),
    fileRows: ordered.rows,
    ...(dated === undefined ? {} : { dated }),
    leftOut,
    warnings: [
      ...table.warnings,
      ...(joined?.warnings ?? []),
      ...dataset.warnings,
      ...inferred.warnings,
      ...noteTakenNames(schema.fields.map(({ name }) => name)),
      ...(time === ROW_ORDER && hasRowOrder
        ? [`--time ${ROW_ORDER} is the column of that name here, not the order of the file’s rows`]
        : []),
    ],
  };
}

function keepOld(leads: UnreadLeads, { isOld }: Horizon): UnreadLeads {
  const { rows, labels } = leads;
  const places = rows.map((_, i) => i).filter((i) => isOld[rows[i]!] === 1);
  return { ...leads, rows: places.map((i) => rows[i]!), labels: take(labels, places) };
}

/** By lead what is known by row. */
function orderHorizon({ days, asOf, curve, ...byRow }: Horizon, rows: Int32Array): ReadHorizon {
  const isOld = take(byRow.isOld, rows);
  const maturity = isOld.includes(0) ? { maturity: takeEach(byRow.maturity, rows) } : {};
  return { days, asOf, curve, ...maturity, isOld };
}

/** @throws {InputError} about all columns that cannot be read before the user says how */
function refuseUnclear(refused: ReadonlyMap<string, string>, fileName: string): void {
  if (refused.size === 0) return;
  const list = (tell: (reason: string) => string) =>
    [...refused].map(([column, reason]) => `${column}: ${tell(reason)}`).join('; ');
  const reasons = { text: list(String), withoutCells: list(hideQuoted) };
  throw new InputError(quoting`${fileName}: ${reasons}. Or leave the column out: --drop.`);
}

/** One after the other, so that the numbers of one column are held at a time. */
function* summariseEach(columns: readonly AnyColumn[], rows: Int32Array) {
  for (const column of columns) yield summariseAnyColumn(column, rows);
}

function columnsOf(schema: LeadSchema, columns: readonly AnyColumn[]): AnyColumn[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return schema.fields.map((field) => byName.get(field.name)!);
}

/** The order of the leads, and with it the split, is that of the same table with plain numbers and dates. */
const spellPlainly = (columns: readonly AnyColumn[], { fields }: LeadSchema, rules: WordRules): AnyColumn[] =>
  columns.map((column) => {
    const field = fields.find(({ name }) => name === column.name);
    if (column.kind !== 'words' || field === undefined) return column;
    if ((field.type !== 'number' && field.type !== 'date') || field.form === undefined) return column;
    const spell = (word: string) => {
      const value = parseWord(field, word, rules);
      return typeof value === 'number' ? String(value + 0) : typeof value === 'string' ? value : word;
    };
    return { ...column, words: column.words.map(spell) };
  });

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
  const missing = new Set(words.flatMap((word, code) => (isMissingWord(word, rules) ? [code] : [])));
  let next = words.length;
  return Uint32Array.from(rows, (row) => (missing.has(codes[row]!) ? next++ : codes[row]!));
}
