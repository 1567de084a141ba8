import { cleanName } from '../../../lib/files/table/name-columns.ts';
import {
  bothReadings,
  type DecimalDecision,
  type DecimalMark,
  decideDecimal,
} from '../../../lib/lead/decide-decimal.ts';
import { nearestName } from '../../../lib/lead/nearest-name.ts';
import { parseWords } from '../../../lib/lead/parse-words.ts';
import type { Field, FieldError, Lead, LeadSchema, NumberField } from '../../../lib/lead/schema.ts';
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

/** The decimal mark of the columns that numbers are read from: one for the whole file. */
export function decideMark({ fields }: LeadSchema, { rows }: LeadsFile, mapping: Mapping): DecimalDecision {
  const columns = fields.flatMap(({ name, type }) => (type === 'number' ? [mapping[name] ?? -1] : []));
  return decideDecimal(rows.flatMap(({ cells }) => columns.map((column) => cells[column] ?? '')));
}

/**
 * Every row as a lead, or what is wrong with it, by the rules of the API.
 *
 * @param decimal of the file; undefined: not known, so that a number which may be read in two ways is refused
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
    const ambiguous = schema.fields.flatMap((field, f) => refuseAmbiguous(field, words[f] ?? '', decimal));
    const unclear = new Set(ambiguous.map(({ field }) => field));
    const unread = [...ambiguous, ...parsed.errors.filter(({ field }) => !unclear.has(field))];
    const wrong = new Set(unread.map(({ field }) => field));
    const checked = validateLead(schema, parsed.values);
    const errors = checked.ok
      ? unread
      : [...unread, ...checked.errors.filter(({ field }) => !wrong.has(field))];
    return checked.ok && errors.length === 0 ? { row, lead: checked.lead } : { row, errors };
  });
}

/** What may be 1200 or 1.2 is not guessed: neither without a mark for the file, nor where whole numbers are expected. */
function refuseAmbiguous(field: Field, word: string, decimal: DecimalMark | undefined): FieldError[] {
  const readings = field.type === 'number' ? bothReadings(word) : undefined;
  if (readings === undefined) return [];
  const isFraction = (field as NumberField).integer && word.includes(decimal ?? '.');
  if (decimal !== undefined && !isFraction) return [];
  const [thousands, fraction] = readings.map((x) => String(x).replace('.', decimal ?? '.'));
  const message = `“${word}” may be ${thousands} or ${fraction}: write one of these${decimal === undefined ? ', or choose the decimal mark above' : ''}`;
  return [{ field: field.name, message }];
}
