import type { Field, FieldError, Lead, LeadSchema, LeadValue } from '../../lib/lead/schema.ts';
import { type Validation, validateLead } from '../../lib/lead/validate-lead.ts';

/** What stands in the inputs: text per field, empty where nothing was given. */
export type Inputs = Readonly<Record<string, string>>;

/** The lead that the inputs make, checked by the very rules of the API. */
export function readLead(schema: LeadSchema, inputs: Inputs): Validation {
  return validateLead(
    schema,
    Object.fromEntries(
      schema.fields.map((field) => [field.name, readValue(field, inputs[field.name] ?? '')]),
    ),
  );
}

function readValue(field: Field, text: string): LeadValue {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (field.type === 'number') return Number(trimmed.replace(',', '.'));
  if (field.type === 'boolean') return trimmed === 'true';
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
