import { describeJson, isIsoDate } from './json-value.ts';
import { nearestName } from './nearest-name.ts';
import {
  type Field,
  type FieldError,
  type Lead,
  type LeadSchema,
  type LeadValue,
  MAX_TEXT_LENGTH,
} from './schema.ts';

export type Validation =
  | { readonly ok: true; readonly lead: Lead }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/**
 * Checks a parsed JSON value against the schema and reports everything that is wrong with it at once.
 * Nothing is coerced: `"12"` is not a number, `"yes"` is not a boolean, an empty text is not "missing".
 * A category may have a value that training never saw; it is scored as "other".
 *
 * @returns the lead with every field of the schema as a key (missing → null), in the schema's order
 */
export function validateLead(schema: LeadSchema, input: unknown): Validation {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return {
      ok: false,
      errors: [{ field: '', message: `expected a lead as a JSON object, got ${describeJson(input)}` }],
    };
  }
  const given = input as Record<string, unknown>;
  const errors: FieldError[] = [];
  const values: [string, LeadValue][] = [];
  for (const field of schema.fields) {
    const value = Object.hasOwn(given, field.name) ? given[field.name] : undefined;
    const message = checkValue(schema, field, value);
    if (message !== undefined) errors.push({ field: field.name, message });
    values.push([field.name, (value ?? null) as LeadValue]);
  }
  const known = namesOf(schema);
  for (const name of Object.keys(given)) {
    if (!known.has(name)) errors.push({ field: clip(name), message: describeUnknown(name, [...known]) });
  }
  // fromEntries defines own properties, so a field named __proto__ stays a field.
  return errors.length === 0 ? { ok: true, lead: Object.fromEntries(values) } : { ok: false, errors };
}

const names = new WeakMap<LeadSchema, ReadonlySet<string>>();

/** The names of a schema's fields, in its order. */
function namesOf(schema: LeadSchema): ReadonlySet<string> {
  let known = names.get(schema);
  if (known === undefined) {
    known = new Set(schema.fields.map((field) => field.name));
    names.set(schema, known);
  }
  return known;
}

/** What is wrong with a value, or undefined. */
function checkValue(schema: LeadSchema, field: Field, value: unknown): string | undefined {
  if (value === undefined || value === null) {
    return field.required ? `expected ${expectation(field)}; this field is required` : undefined;
  }
  switch (field.type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? undefined : describeWrong(field, value);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : describeWrong(field, value);
    case 'date':
      return typeof value === 'string' && isIsoDate(value) ? undefined : describeWrong(field, value);
    case 'category':
      if (typeof value !== 'string' || value.trim() === '') return describeWrong(field, value);
      if (value.length > MAX_TEXT_LENGTH) {
        return `expected at most ${MAX_TEXT_LENGTH} characters, got ${value.length}`;
      }
      // Scoring it as an unseen level would silently differ from training, where the word meant "missing".
      return schema.missing_words.includes(value.trim().toLowerCase()) && !field.levels.includes(value)
        ? `the text "${value}" meant "missing" in the training data; send null instead`
        : undefined;
  }
}

/** Made for values that are wrong only: most are right. */
function describeWrong(field: Field, value: unknown): string {
  const hint = field.required ? '' : '; send null when it is not known';
  return `expected ${expectation(field)}, got ${describeJson(value)}${hint}`;
}

function expectation(field: Field): string {
  switch (field.type) {
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    case 'date':
      return 'an ISO 8601 date such as "2026-01-31"';
    case 'category':
      return field.levels.length > 0 ? `text such as "${field.levels[0]}"` : 'text';
  }
}

function describeUnknown(name: string, names: readonly string[]): string {
  const nearest = nearestName(name, names);
  return nearest === undefined
    ? `unknown field; the model's fields are ${names.join(', ')}`
    : `unknown field; did you mean "${nearest}"?`;
}

const clip = (name: string): string => (name.length > 100 ? `${name.slice(0, 100)}…` : name);
