import { MOST_LEADS } from '../contract/words.ts';
import { describeJson } from '../lead/json-value.ts';
import type { LeadSchema } from '../lead/schema.ts';
import { HttpProblem } from './problem.ts';
import { entriesOf, parsePythonJson } from './python-json.ts';

type Entries = readonly [name: string, value: unknown][];

/** What other services call the list in a body that holds nothing else. */
const WRAPPERS: ReadonlySet<string> = new Set([
  ...['leads', 'records', 'data', 'inputs', 'instances', 'input_data'],
  ...['dataframe_records', 'dataframe_split'],
]);
const SPLIT_MEMBERS: ReadonlySet<string> = new Set([
  'columns',
  'index',
  'data',
  'index_names',
  'column_names',
]);
const MOST_NAMES = 20;

/**
 * Leads in the forms that clients of Python services send: a lead, a list of leads, JSON text of either, what pandas makes of a
 * table (`to_dict`, `to_json`: a dict of columns or of lists, `orient="records"`, `"split"`, `"index"`, `"values"`), and any of
 * them as the only member of an object, under a usual name. A lead's values are scalars, so none of these forms can be
 * taken for a lead. Rows of values without names are in the order of the schema's fields.
 *
 * @param data of `readPythonJson`
 * @param where the member of the body it is, for messages
 * @param most leads that are accepted
 * @returns 1 to 1,000 inputs for `validateLeads`, in the order of the rows
 * @throws {HttpProblem} 422 it is none of them, or may be read in two ways
 */
export function readAnyLeads(
  data: unknown,
  schema: LeadSchema,
  where: string,
  most: number = MOST_LEADS,
): readonly unknown[] {
  const names = schema.fields.map(({ name }) => name);
  const refuse = (what: string) => new HttpProblem('invalid-request', `${where}: ${what}`);
  const parsed = typeof data === 'string' ? parseText(data, refuse) : data;
  const inputs = read(unwrap(parsed, names), names, refuse);
  if (inputs.length > 0 && inputs.length <= most) return inputs;
  const expected = most === 1 ? 'one lead' : `1 to ${most.toLocaleString('en-US')} leads`;
  throw refuse(`expected ${expected}, got ${inputs.length.toLocaleString('en-US')}`);
}

type Refuse = (what: string) => HttpProblem;

function parseText(text: string, refuse: Refuse): unknown {
  try {
    return parsePythonJson(text);
  } catch {
    throw refuse('expected JSON text of a lead or a list of leads, got other text');
  }
}

/** Once: what is nested deeper is no list of a service. */
function unwrap(data: unknown, names: readonly string[]): unknown {
  if (!isNested(data) || Array.isArray(data)) return data;
  const entries = entriesOf(data as object);
  const [first] = entries;
  return entries.length === 1 && isWrapper(first!, names) ? first![1] : data;
}

function read(data: unknown, names: readonly string[], refuse: Refuse): readonly unknown[] {
  if (Array.isArray(data)) return readList(data, names, refuse);
  if (typeof data !== 'object' || data === null)
    throw refuse(`expected a lead, a list of leads, or JSON text of either, got ${describeJson(data)}`);
  const entries = entriesOf(data);
  if (isSplit(entries)) return readSplit(Object.fromEntries(entries), refuse);
  const values = entries.map(([, value]) => value);
  if (values.length === 0 || !values.every(isNested)) return [Object.fromEntries(entries)];
  if (values.every((value) => Array.isArray(value)))
    return joinColumns(
      entries.map(([name, value]) => [name, Object.entries(value as unknown[])]),
      refuse,
    );
  if (values.some((value) => Array.isArray(value)))
    throw refuse('expected columns of one kind, got lists and objects');
  return readObjects(
    entries.map(([name, value]) => [name, entriesOf(value as object)]),
    names,
    refuse,
  );
}

const isNested = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** A column of the schema is no wrapper, unless it holds what no column does. */
const isWrapper = ([name, value]: Entries[number], names: readonly string[]): boolean =>
  WRAPPERS.has(name) &&
  isNested(value) &&
  (!names.includes(name) || (Array.isArray(value) && value.some(isNested)));

function readList(rows: readonly unknown[], names: readonly string[], refuse: Refuse): readonly unknown[] {
  // Made of no more rows than are accepted.
  if (rows.length > MOST_LEADS) return rows;
  return rows.map((row, r) => {
    if (!Array.isArray(row)) return isNested(row) ? Object.fromEntries(entriesOf(row as object)) : row;
    if (row.length === names.length) return zip(names, row);
    throw refuse(
      `row ${r}: expected ${names.length} values, in the order of the model’s fields (${list(names)}), got ${row.length}; or send the names, with orient="records" or "split"`,
    );
  });
}

const isSplit = (entries: Entries): boolean => {
  const members = new Map(entries);
  const data = members.get('data');
  return (
    Array.isArray(members.get('columns')) &&
    Array.isArray(data) &&
    // A dict of two lists that are called so has scalars in both.
    data.every((row) => Array.isArray(row)) &&
    entries.every(([name]) => SPLIT_MEMBERS.has(name))
  );
};

function readSplit({ columns, data }: { [name: string]: unknown }, refuse: Refuse): readonly unknown[] {
  const names = columns as readonly unknown[];
  const wrong = names.find((name) => typeof name !== 'string' && typeof name !== 'number');
  if (wrong !== undefined) throw refuse(`columns: expected names, got ${describeJson(wrong)}`);
  const texts = names.map(String);
  const seen = new Set<string>();
  const twice = texts.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) throw refuse(`columns: expected each name once, got “${clip(twice)}” twice`);
  const rows = data as readonly (readonly unknown[])[];
  const other = rows.findIndex((row) => row.length !== texts.length);
  if (other >= 0)
    throw refuse(
      `data: expected ${texts.length} values in each row, as there are columns, got ${rows[other]!.length} in row ${other}`,
    );
  return rows.length > MOST_LEADS ? rows : rows.map((row) => zip(texts, row));
}

/** An object of objects: by column (pandas’ default) or by row (`orient="index"`); the names of the fields tell. */
function readObjects(
  objects: readonly [name: string, entries: Entries][],
  names: readonly string[],
  refuse: Refuse,
): readonly unknown[] {
  const known = new Set(names);
  const isByColumn = objects.some(([name]) => known.has(name));
  const isByRow = objects.some(([, entries]) => entries.some(([name]) => known.has(name)));
  if (isByColumn && !isByRow) return joinColumns(objects, refuse);
  if (isByRow && !isByColumn)
    return objects.length > MOST_LEADS ? objects : objects.map(([, entries]) => Object.fromEntries(entries));
  throw refuse(
    isByRow
      ? 'this object of objects can be read by columns and by rows, because rows are called as fields are; use orient="records"'
      : `expected the model’s fields (${list(names)}) as the names of columns or inside of rows, found none of them`,
  );
}

/** @param columns each a value by the label of its row; the rows are in the order of the first */
function joinColumns(columns: readonly [name: string, cells: Entries][], refuse: Refuse): readonly unknown[] {
  const [[firstName, first]] = columns as [(typeof columns)[number]];
  if (first.length > MOST_LEADS) return first;
  const labels = first.map(([label]) => label);
  const rows: [string, unknown][][] = labels.map(() => []);
  for (const [name, cells] of columns) {
    const byLabel = new Map(cells);
    if (byLabel.size !== labels.length || !labels.every((label) => byLabel.has(label)))
      throw refuse(
        `expected the same rows in every column, got others in “${clip(name)}” than in “${clip(firstName)}”`,
      );
    for (const [r, label] of labels.entries()) rows[r]!.push([name, byLabel.get(label)]);
  }
  return rows.map((cells) => Object.fromEntries(cells));
}

const zip = (names: readonly string[], values: readonly unknown[]) =>
  Object.fromEntries(names.map((name, n) => [name, values[n]]));

const clip = (name: string): string => (name.length > 60 ? `${name.slice(0, 60)}…` : name);

const list = (names: readonly string[]): string =>
  `${names.slice(0, MOST_NAMES).map(clip).join(', ')}${names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : ''}`;
