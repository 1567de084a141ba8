import { nearestName } from '../../../lib/lead/nearest-name.ts';
import { parseWords } from '../../../lib/lead/parse-words.ts';
import type { FieldError, Lead, LeadSchema } from '../../../lib/lead/schema.ts';
import { validateLead } from '../../../lib/lead/validate-lead.ts';
import { makeWordRules } from '../../../lib/lead/value-words.ts';
import type { LeadsFile } from './read-leads-file.ts';

/** Field → the column that it is read from; −1: from none. */
export type Mapping = Readonly<Record<string, number>>;

export type CheckedRow =
  | { readonly row: number; readonly lead: Lead }
  | { readonly row: number; readonly errors: readonly FieldError[] };

/** Columns by the fields' names and labels, where they are the same but for case, punctuation and a slip of the finger. */
export function guessMapping({ fields }: LeadSchema, columns: readonly string[]): Mapping {
  const mapping: Record<string, number> = {};
  for (const { name } of fields) mapping[name] = columns.indexOf(name);
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

/** Every row as a lead, or what is wrong with it, by the rules of the API. */
export function checkRows(schema: LeadSchema, { columns, rows }: LeadsFile, mapping: Mapping): CheckedRow[] {
  const places = schema.fields.map(({ name }) => mapping[name] ?? -1);
  // A German or French spreadsheet writes 1,5.
  const [point, comma] = [makeWordRules(schema.missing_words), makeWordRules(schema.missing_words, ',')];
  const read = (cells: readonly string[], rules: typeof point) =>
    parseWords(
      schema,
      places.map((place) => (place < 0 ? undefined : cells[place])),
      rules,
    );
  return rows.map(({ cells }, row): CheckedRow => {
    if (cells.length !== columns.length) {
      const message = `expected ${columns.length} cells, as in the header, got ${cells.length}`;
      return { row, errors: [{ field: '', message }] };
    }
    const first = read(cells, point);
    const words = first.errors.length === 0 ? first : better(first, read(cells, comma));
    const wrong = new Set(words.errors.map(({ field }) => field));
    const checked = validateLead(schema, words.values);
    const errors = checked.ok
      ? words.errors
      : [...words.errors, ...checked.errors.filter(({ field }) => !wrong.has(field))];
    return checked.ok && errors.length === 0 ? { row, lead: checked.lead } : { row, errors };
  });
}

const better = <T extends { readonly errors: readonly unknown[] }>(a: T, b: T): T =>
  b.errors.length < a.errors.length ? b : a;
