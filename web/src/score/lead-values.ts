import type { ArrangedForm } from '../../../lib/form/arrange-form.ts';
import type { Field, FieldError, Lead, LeadSchema, LeadValue } from '../../../lib/lead/schema.ts';
import { type Validation, validateLead } from '../../../lib/lead/validate-lead.ts';

/** What stands in the inputs: text per field, empty where nothing was given. */
export type Inputs = Readonly<Record<string, string>>;

/** The lead that the inputs and the form's hidden fields make, checked by the very rules of the API. */
export function readLead(schema: LeadSchema, { hidden }: ArrangedForm, inputs: Inputs): Validation {
  return validateLead(
    schema,
    Object.fromEntries(
      schema.fields.map((field): [string, LeadValue] => [
        field.name,
        Object.hasOwn(hidden, field.name) ? hidden[field.name]! : readValue(field, inputs[field.name] ?? ''),
      ]),
    ),
  );
}

/** A value as it was typed; what is no number stays text, so that the rules of the API can say so. */
function readValue(field: Field, text: string): LeadValue {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (field.type === 'number') {
    const value = Number(trimmed.replace(',', '.'));
    return Number.isFinite(value) ? value : trimmed;
  }
  if (field.type === 'boolean') return trimmed === 'true' ? true : trimmed === 'false' ? false : trimmed;
  return trimmed;
}

/** What is wrong, by field. */
export const byField = (errors: readonly FieldError[]): Readonly<Record<string, string>> =>
  Object.fromEntries(errors.map(({ field, message }) => [field, message]));

/** A lead's values as they would be typed. */
export const toInputs = (lead: Lead): Inputs =>
  Object.fromEntries(
    Object.entries(lead).map(([name, value]) => [name, value === null ? '' : String(value)]),
  );

/** What of a link's values belongs to the form. */
export const fromLink = (schema: LeadSchema, values: Inputs): Inputs =>
  Object.fromEntries(
    schema.fields.flatMap(({ name }) => (Object.hasOwn(values, name) ? [[name, values[name]!]] : [])),
  );

/** The inputs that are filled in. */
export const filled = (inputs: Inputs): Inputs =>
  Object.fromEntries(Object.entries(inputs).filter(([, text]) => text.trim() !== ''));
