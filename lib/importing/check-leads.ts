import { InputError } from '../errors.ts';
import { parseWords } from '../lead/parse-words.ts';
import type { Field, LeadSchema, LeadValue } from '../lead/schema.ts';
import { makeWordRules, parseBooleanWord, parseNumberWord } from '../lead/value-words.ts';
import type { CsvInput } from '../learning/table/read-leads.ts';
import { readTable } from '../learning/table/read-table.ts';
import { quoteSome } from '../quoting.ts';
import type { Check, ImportedField } from './imported-model.ts';
import type { ToldLeads } from './read-import-leads.ts';

/** The column of `--checks` that holds what the library answered. */
const PROBABILITY = 'probability';

/**
 * The checks of a table: raw leads, and beside them the probability that the library gave each.
 *
 * @throws {InputError} there is no such column, or a cell cannot be read; with the row
 */
export function readChecks(
  { data, fileName = 'the checks' }: CsvInput,
  schema: LeadSchema,
  told: ToldLeads,
): Check[] {
  const table = readTable(data, { fileName, encoding: told.encoding });
  const wanted = table.columns.find(({ name }) => name === PROBABILITY);
  if (wanted === undefined)
    throw new InputError(
      `${fileName}: expected a column “${PROBABILITY}” with what the library answered, found none. Its columns are ${quoteSome(
        table.columns.map(({ name }) => name),
        20,
      )}.`,
    );
  const lacking = schema.fields.filter(
    ({ name, unused }) => unused !== true && !table.columns.some((column) => column.name === name),
  );
  if (lacking.length > 0)
    throw new InputError(
      `${fileName}: expected the columns that the model looks at, found no ${quoteSome(
        lacking.map(({ name }) => name),
        10,
      )}.`,
    );
  const rules = makeWordRules(schema.missing_words, told.decimal);
  const columns = schema.fields.map(({ name }) => table.columns.find((column) => column.name === name));
  return Array.from({ length: table.rowCount }, (_, row): Check => {
    const { values, errors } = parseWords(
      schema,
      columns.map((column) => column?.words[column.codes[row]!]),
      rules,
    );
    const probability = parseNumberWord(wanted.words[wanted.codes[row]!]!);
    const where = `${fileName}: row ${row + 1}`;
    if (errors.length > 0) throw new InputError(`${where}: ${errors[0]!.field}: ${errors[0]!.message}.`);
    if (probability === undefined || !(probability >= 0 && probability <= 1))
      throw new InputError(
        `${where}: ${PROBABILITY}: expected a number from 0 to 1, got “${wanted.words[wanted.codes[row]!]}”.`,
      );
    return { lead: values, probability };
  });
}

/** The leads of checks that come with a model, as the API takes them: 3 is the level “3”, and 1 is true. */
export const fitChecks = (checks: readonly Check[], { fields }: LeadSchema): Check[] =>
  checks.map(({ lead, probability }) => ({
    lead: Object.fromEntries(
      fields.map((field) => [
        field.name,
        fitValue(field, Object.hasOwn(lead, field.name) ? lead[field.name]! : null),
      ]),
    ),
    probability,
  }));

function fitValue(field: Field, value: LeadValue): LeadValue {
  if (value === null || value === '') return null;
  switch (field.type) {
    case 'category': {
      if (typeof value === 'string') return value;
      const levels: readonly string[] = field.levels;
      return (
        [String(value), value === true ? 'True' : 'False', String(value)].find((word) =>
          levels.includes(word),
        ) ?? String(value)
      );
    }
    case 'boolean':
      if (typeof value === 'number') return value === 1 ? true : value === 0 ? false : value;
      return typeof value === 'string' ? (parseBooleanWord(value) ?? value) : value;
    case 'number':
      if (typeof value === 'boolean') return value ? 1 : 0;
      return typeof value === 'string' ? (parseNumberWord(value) ?? value) : value;
    case 'date':
      return value;
  }
}

/** Leads of checks as a table, from which fields are told where no other leads are given. */
export function tableOfChecks(checks: readonly Check[], fields: readonly ImportedField[]): string {
  const names = fields.map(({ name }) => name);
  const line = (cells: readonly string[]) => `${cells.map(quote).join(',')}\r\n`;
  return (
    line(names) +
    checks
      .map(({ lead }) =>
        line(
          names.map((name) => (Object.hasOwn(lead, name) && lead[name] !== null ? String(lead[name]) : '')),
        ),
      )
      .join('')
  );
}

const quote = (cell: string): string =>
  /[",\r\n;\t]|^\s|\s$|^$/.test(cell) && cell !== '' ? `"${cell.replaceAll('"', '""')}"` : cell;
