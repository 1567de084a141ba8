import type { ArrangedForm } from '../../../lib/form/arrange-form.ts';
import type { Field, Lead, LeadSchema, LeadValue } from '../../../lib/lead/schema.ts';
import { type Validation, validateLead } from '../../../lib/lead/validate-lead.ts';
import { type NumberStyle, readTypedNumber, writeTypedNumber } from '../parts/typed-number.ts';

/** What stands in the inputs: text per field, empty where nothing was given; numbers as the page's language writes them. */
export type Inputs = Readonly<Record<string, string>>;

/** The lead that the inputs and the form's hidden fields make, checked by the very rules of the API. */
export function readLead(
  schema: LeadSchema,
  { hidden }: ArrangedForm,
  inputs: Inputs,
  style: NumberStyle,
): Validation {
  const refused = new Map<string, string>();
  const values = schema.fields.map((field): [string, LeadValue] => {
    if (Object.hasOwn(hidden, field.name)) return [field.name, hidden[field.name]!];
    const text = (inputs[field.name] ?? '').trim();
    if (field.type !== 'number' || text === '') return [field.name, readWord(field, text)];
    const read = readTypedNumber(text, style, field);
    if (read.ok) return [field.name, read.value];
    if (read.message !== undefined) refused.set(field.name, read.message);
    // Text is no number, and the rules of the API say so.
    return [field.name, text];
  });
  const checked = validateLead(schema, Object.fromEntries(values));
  if (checked.ok) return checked;
  const errors = checked.errors.map(({ field, message }) => ({
    field,
    message: refused.get(field) ?? message,
  }));
  return { ok: false, errors };
}

function readWord({ type }: Field, text: string): LeadValue {
  if (text === '') return null;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

/** A lead's values as they would be typed. */
export const toInputs = (lead: Lead, style: NumberStyle): Inputs =>
  Object.fromEntries(Object.entries(lead).map(([name, value]) => [name, typed(value, style)]));

function typed(value: LeadValue, style: NumberStyle): string {
  if (typeof value === 'number') return writeTypedNumber(value, style);
  return value === null ? '' : String(value);
}

/** What of a link's values belongs to the form. Links hold numbers with a point: they are for every language. */
export const fromLink = (schema: LeadSchema, values: Inputs, style: NumberStyle): Inputs =>
  Object.fromEntries(
    schema.fields.flatMap(({ name, type }) => {
      if (!Object.hasOwn(values, name)) return [];
      const text = values[name]!;
      const isNumber = type === 'number' && /^-?[\d.]/.test(text) && Number.isFinite(Number(text));
      return [[name, isNumber ? writeTypedNumber(Number(text), style) : text]];
    }),
  );

/** The inputs that are filled in, for a link. */
export const toLink = (fields: readonly Field[], inputs: Inputs, style: NumberStyle): Inputs =>
  Object.fromEntries(
    Object.entries(inputs)
      .filter(([, text]) => text.trim() !== '')
      .map(([name, text]) => {
        const field = fields.find((one) => one.name === name);
        const read = field?.type === 'number' ? readTypedNumber(text, style, field) : undefined;
        return [name, read?.ok === true ? String(read.value) : text];
      }),
  );
