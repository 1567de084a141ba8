import { exampleOf } from './date-form.ts';
import { describeJson } from './json-value.ts';
import { describeNumberForm, formFor } from './number-form.ts';
import type { DateField, Field, FieldError, FieldType, LeadSchema, LeadValue } from './schema.ts';
import { parseDateWord, parseWord, type WordRules } from './value-words.ts';

export interface ParsedWords {
  /** A key per field of the schema; input for `validateLead`, which checks what is required. */
  readonly values: Readonly<Record<string, LeadValue>>;
  /** The words that are not what their field asks for; their values are null. */
  readonly errors: readonly FieldError[];
}

const EXPECTED: Readonly<Record<Exclude<FieldType, 'date'>, string>> = {
  number: 'a number',
  boolean: 'true or false, yes or no, t or f, y or n',
  category: 'text',
};

/**
 * Reads one row of a CSV file as a lead: the same words mean the same values here as in training.
 *
 * @param words one per field, in the schema's order; undefined where the file has no such column
 */
export function parseWords(
  schema: LeadSchema,
  words: readonly (string | undefined)[],
  rules: WordRules,
): ParsedWords {
  const values: [string, LeadValue][] = [];
  const errors: FieldError[] = [];
  for (let i = 0; i < schema.fields.length; i++) {
    const field = schema.fields[i]!;
    const { name } = field;
    const word = words[i] ?? '';
    const value = parseWord(field, word, rules);
    if (value === undefined && field.unused !== true) {
      errors.push({
        field: name,
        message: `expected ${expectWord(field, rules)}, got ${describeJson(word)}${tellImpossible(field, word, rules)}`,
      });
    }
    values.push([name, value ?? null]);
  }
  // fromEntries defines own properties, so a field named __proto__ stays a field.
  return { values: Object.fromEntries(values), errors };
}

/** What a field asks of a word, in the form of its file. */
function expectWord(field: Field, { decimal }: WordRules): string {
  if (field.type === 'date') return expectDate(field);
  if (field.type !== 'number') return EXPECTED[field.type];
  const form = formFor(field.form, decimal);
  const example = `1234${form.decimal}5`;
  const { decimal: _, ...dress } = form;
  if (Object.keys(dress).length === 0)
    return `a number such as ${example} (no thousands sign, no leading zero)`;
  return `a number such as ${describeNumberForm(form)}${form.percent === true ? '' : ` or ${example}`}, as in the training table`;
}

function expectDate({ form }: DateField): string {
  const kind = form === undefined ? 'an ISO 8601 date' : `a date in the form ${form} or ISO 8601,`;
  return `${kind} such as ${exampleOf(form)}`;
}

const tellImpossible = (field: Field, word: string, { decimal }: WordRules): string =>
  field.type === 'date' && parseDateWord(word, field.form, decimal) === null
    ? ', a date that does not exist'
    : '';
