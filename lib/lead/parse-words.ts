import { describeJson } from './json-value.ts';
import type { FieldError, FieldType, LeadSchema, LeadValue } from './schema.ts';
import { parseWord, type WordRules } from './value-words.ts';

export interface ParsedWords {
  /** A key per field of the schema; input for `validateLead`, which checks what is required. */
  readonly values: Readonly<Record<string, LeadValue>>;
  /** The words that are not what their field asks for; their values are null. */
  readonly errors: readonly FieldError[];
}

const EXPECTED: Readonly<Record<FieldType, string>> = {
  number: 'a number such as 1234.5 (no thousands sign, no leading zero)',
  boolean: 'true or false, yes or no, t or f, y or n',
  date: 'an ISO 8601 date such as 2026-01-31',
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
    const { name, type } = field;
    const word = words[i] ?? '';
    const value = parseWord(field, word, rules);
    if (value === undefined && field.unused !== true) {
      // In the form of the file, which the person has before them.
      const expected = EXPECTED[type].replace('1234.5', `1234${rules.decimal}5`);
      errors.push({ field: name, message: `expected ${expected}, got ${describeJson(word)}` });
    }
    values.push([name, value ?? null]);
  }
  // fromEntries defines own properties, so a field named __proto__ stays a field.
  return { values: Object.fromEntries(values), errors };
}
