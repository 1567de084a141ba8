import type { ColumnSettings } from '../contract/column-settings.ts';
import { InputError } from '../errors.ts';
import { cleanName } from '../files/table/name-columns.ts';
import type { Encoding } from '../files/text/encoding.ts';
import { type InferredSchema, inferSchema } from '../lead/infer-schema.ts';
import { readColumnSettings } from '../lead/read-column-settings.ts';
import { DEFAULT_MISSING_WORDS } from '../lead/schema.ts';
import type { ToldColumn } from '../lead/told-columns.ts';
import { looksLikeNumber, makeWordRules, type WordRules } from '../lead/value-words.ts';
import { findWords } from '../learning/table/find-column.ts';
import type { CsvInput } from '../learning/table/read-leads.ts';
import { readMixedTable } from '../learning/table/read-table.ts';
import { type Outcome, readTarget } from '../learning/table/read-target.ts';
import { type AnyColumn, summariseAnyColumn, type Table } from '../learning/table/table.ts';
import { quoteSome } from '../quoting.ts';
import { toWord } from '../to-word.ts';
import { range } from '../typed-arrays.ts';
import type { ImportedField } from './imported-model.ts';

/** What is said of the leads, as the options of `train` say it. */
export interface ToldLeads {
  readonly target?: string;
  readonly positive?: string;
  readonly negative?: readonly string[];
  readonly missing?: readonly string[];
  readonly encoding?: Encoding | undefined;
  readonly decimal?: '.' | ',';
  readonly columns?: ColumnSettings;
}

/** The leads that an import looks at. */
export interface ImportLeads {
  readonly table: Table<AnyColumn>;
  readonly rules: WordRules;
  readonly rows: Int32Array;
  /** 1 or 0 per entry of `rows`, where a target is named. */
  readonly outcome?: { readonly labels: Uint8Array; readonly positive: string };
  /** Of the model's columns. */
  readonly inferred: InferredSchema;
  /** Those of the model, in its order. */
  readonly columns: readonly AnyColumn[];
  readonly warnings: readonly string[];
}

export const rulesOfLeads = ({ missing = [], decimal }: ToldLeads): WordRules =>
  makeWordRules([...DEFAULT_MISSING_WORDS, ...missing], decimal);

/** The table as it is, for what readers of models ask of it. */
export const readFirst = ({ data, fileName }: CsvInput, told: ToldLeads): Table<AnyColumn> =>
  readMixedTable(data, { fileName, encoding: told.encoding }, rulesOfLeads(told), keysOf(told));

/**
 * Reads leads by the columns of a model: its categories are words whatever they look like, and a word that is a category there does not
 * mean “missing”.
 *
 * @param first the same table, as `readFirst` has it
 * @throws {InputError} a column of the model is missing, or the target cannot be read
 */
export function readImportLeads(
  { data, fileName }: CsvInput,
  fields: readonly ImportedField[],
  first: Table<AnyColumn>,
  said: ToldLeads,
): ImportLeads {
  const rules = rulesOfLeads(said);
  checkColumns(fields, first);
  const told = new Map<string, ToldColumn>(readColumnSettings(said.columns));
  for (const field of fields) {
    const column = first.columns.find(({ name }) => name === field.name)!;
    const own = tellColumn(field, column, rules);
    if (own !== undefined) told.set(field.name, { ...own, ...told.get(field.name) });
  }
  const table = readMixedTable(data, { fileName, encoding: said.encoding, told }, rules, keysOf(said));
  const outcome =
    said.target === undefined
      ? undefined
      : readTarget(findWords(table, said.target, '--on'), table, said, rules);
  const rows =
    outcome === undefined
      ? range(table.rowCount)
      : range(table.rowCount).filter((row) => outcome.labels[row]! >= 0);
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  const columns = fields.map(({ name }) => byName.get(name)!).filter((column) => column !== undefined);
  const inferred = inferSchema(
    columns.map((column) => summariseAnyColumn(column, rows)),
    rules,
    told,
  );
  return {
    table,
    rules,
    rows,
    ...(outcome === undefined ? {} : { outcome: labelsOf(outcome, rows) }),
    inferred,
    columns,
    warnings: [...table.warnings, ...(outcome?.warnings ?? []), ...inferred.warnings],
  };
}

const keysOf = ({ target }: ToldLeads): string[] => (target === undefined ? [] : [cleanName(target)]);

const labelsOf = ({ labels, positive }: Outcome, rows: Int32Array) => ({
  labels: Uint8Array.from(rows, (row) => labels[row]!),
  positive,
});

/** @throws {InputError} naming the columns of the model that the leads lack; those that it does not look at may be missing */
function checkColumns(
  fields: readonly ImportedField[],
  { columns, fileName, leftOut }: Table<AnyColumn>,
): void {
  const names = new Set(columns.map(({ name }) => name));
  const missing = fields.filter(({ name, type }) => type !== undefined && !names.has(name));
  if (missing.length === 0) return;
  const [{ name }] = missing as [ImportedField];
  const gone = leftOut.get(name);
  throw new InputError(
    `${fileName}: expected the columns that the model looks at, found no ${quoteSome(
      missing.map((field) => field.name),
      10,
    )}${gone === undefined ? '' : ` (${name} is left out: ${gone})`}. Its columns are ${quoteSome(
      columns.map((column) => column.name),
      20,
    )}. Give the leads as the model saw them; where code made its columns of others, export the whole pipeline with scorelane_export.py.`,
  );
}

/** How a column of the model is to be read. */
function tellColumn(
  { type, levels = [] }: ImportedField,
  column: AnyColumn | undefined,
  rules: WordRules,
): ToldColumn | undefined {
  if (type === 'category') {
    const words = new Set(levels.map((level) => toWord(level).toLowerCase()));
    const missing = [...rules.missingWords].filter((word) => !words.has(word));
    return { type, ...(missing.length === rules.missingWords.size ? {} : { missing }) };
  }
  // Numbers that look like dates or like names of leads are numbers to the model.
  if (type !== 'number' || column === undefined) return undefined;
  const areNumbers =
    column.kind === 'numbers'
      ? column.dates === undefined
      : column.kind === 'words' &&
        column.words.every(
          (word) => rules.missingWords.has(word.toLowerCase()) || word === '' || looksLikeNumber(word, true),
        );
  return areNumbers ? { type } : undefined;
}
