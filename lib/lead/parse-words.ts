import { exampleOf } from './date-form.ts';
import { describeJson } from './json-value.ts';
import type { Field, FieldError, FieldType, LeadSchema, LeadValue } from './schema.ts';
import { parseDateWord, parseWord, type WordRules } from './value-words.ts';

export interface ParsedWords {
  /** A key per field of the schema; input for `validateLead`, which checks what is required. */
  readonly values: Readonly<Record<string, LeadValue>>;
  /** The words that are not what their field asks for; their values are null. */
  readonly errors: readonly FieldError[];
}

const EXPECTED: Readonly<Record<Exclude<FieldType, 'date'>, string>> = {
  number: 'a number such as 1234.5 (no thousands sign, no leading zero)',
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
    if (value === undefined) {
      errors.push({ field: name, message: describeWrong(field, word, rules) });
    }
    values.push([name, value ?? null]);
  }
  // fromEntries defines own properties, so a field named __proto__ stays a field.
  return { values: Object.fromEntries(values), errors };
}

/** In the form of the file, which the person has before them. */
function describeWrong(field: Field, word: string, { decimal }: WordRules): string {
  if (field.type !== 'date')
    return `expected ${EXPECTED[field.type].replace('1234.5', `1234${decimal}5`)}, got ${describeJson(word)}`;
  const { form } = field;
  const kind = form === undefined ? 'an ISO 8601 date' : `a date in the form ${form} or ISO 8601,`;
  const exists = parseDateWord(word, form, decimal) === undefined ? '' : ', a date that does not exist';
  return `expected ${kind} such as ${exampleOf(form)}, got ${describeJson(word)}${exists}`;
}
