import { cleanName } from '../../../lib/files/table/name-columns.ts';
import { nearestName } from '../../../lib/lead/nearest-name.ts';
import type { DecimalMark } from '../../../lib/lead/number-form.ts';
import { parseWords } from '../../../lib/lead/parse-words.ts';
import type { FieldError, Lead, LeadSchema } from '../../../lib/lead/schema.ts';
import { validateLead } from '../../../lib/lead/validate-lead.ts';
import { makeWordRules } from '../../../lib/lead/value-words.ts';
import { labelOf } from '../../../lib/model/sentences.ts';
import type { LeadsFile } from './read-leads-file.ts';

/** Field → the column that it is read from; −1: from none. */
export type Mapping = Readonly<Record<string, number>>;

export type CheckedRow =
  | { readonly row: number; readonly lead: Lead }
  | { readonly row: number; readonly errors: readonly FieldError[] };

/** Columns by the fields' names and labels, where they are the same but for case, punctuation and a slip of the finger. */
export function guessMapping({ fields }: LeadSchema, columns: readonly string[]): Mapping {
  const mapping: Record<string, number> = {};
  for (const { name } of fields) mapping[name] = columns.indexOf(cleanName(name));
  const free = () => columns.filter((_, c) => !Object.values(mapping).includes(c));
  for (const { name, label } of fields) {
    if (mapping[name] !== -1) continue;
    const near = nearestName(name, free()) ?? (label === undefined ? undefined : nearestName(label, free()));
    if (near !== undefined) mapping[name] = columns.indexOf(near);
  }
  return mapping;
}

/** Fields that every lead must have and that no column gives. */
export const unmapped = ({ fields }: LeadSchema, mapping: Mapping): string[] =>
  fields.flatMap(({ name, required }) => (required && mapping[name] === -1 ? [name] : []));

/** Other fields that the model uses and that no column gives, as people call them. */
export const absentOf = ({ fields }: LeadSchema, mapping: Mapping): string[] =>
  fields.flatMap((field) =>
    !field.required && field.unused !== true && mapping[field.name] === -1 ? [labelOf(field)] : [],
  );

/**
 * Every row as a lead, or what is wrong with it, by the rules of the API.
 *
 * @param decimal of all numbers of the file; undefined: of each field as the model's training table has it
 */
export function checkRows(
  schema: LeadSchema,
  { columns, rows }: LeadsFile,
  mapping: Mapping,
  decimal: DecimalMark | undefined,
): CheckedRow[] {
  const places = schema.fields.map(({ name }) => mapping[name] ?? -1);
  const rules = makeWordRules(schema.missing_words, decimal);
  return rows.map(({ cells }, row): CheckedRow => {
    if (cells.length !== columns.length) {
      const message = `expected ${columns.length} cells, as in the header, got ${cells.length}`;
      return { row, errors: [{ field: '', message }] };
    }
    const words = places.map((place) => (place < 0 ? undefined : cells[place]));
    const parsed = parseWords(schema, words, rules);
    const wrong = new Set(parsed.errors.map(({ field }) => field));
    const checked = validateLead(schema, parsed.values);
    const errors = checked.ok
      ? parsed.errors
      : [...parsed.errors, ...checked.errors.filter(({ field }) => !wrong.has(field))];
    return checked.ok && errors.length === 0 ? { row, lead: checked.lead } : { row, errors };
  });
}

/** The decimal mark with which more rows can be read than with the one that is chosen, and how many more. */
export function findBetterMark(
  schema: LeadSchema,
  file: LeadsFile,
  mapping: Mapping,
  checked: readonly CheckedRow[],
): { readonly decimal: DecimalMark; readonly more: number } | undefined {
  const numbers = new Set(schema.fields.flatMap(({ name, type }) => (type === 'number' ? [name] : [])));
  const refused = checked.flatMap((row) => ('errors' in row ? [row] : []));
  if (!refused.some(({ errors }) => errors.some(({ field }) => numbers.has(field)))) return undefined;
  const readable = checked.length - refused.length;
  const found = (['.', ','] as const).map((decimal) => {
    const leads = checkRows(schema, file, mapping, decimal).filter((row) => 'lead' in row);
    return { decimal, more: leads.length - readable };
  });
  const [best] = found.toSorted((a, b) => b.more - a.more);
  return best === undefined || best.more <= 0 ? undefined : best;
}
