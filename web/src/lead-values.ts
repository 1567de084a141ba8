import type { Field, FieldError, LeadSchema, LeadValue } from '../../lib/lead/schema.ts';
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

/** A lead to try with: the middle of what training saw. */
export const exampleInputs = ({ fields }: LeadSchema): Inputs =>
  Object.fromEntries(fields.map((field) => [field.name, exampleOf(field)]));

function exampleOf(field: Field): string {
  switch (field.type) {
    case 'number': {
      const middle = (field.range[0] + field.range[1]) / 2;
      return String(field.integer ? Math.round(middle) : Number(middle.toPrecision(3)));
    }
    case 'boolean':
      return 'true';
    case 'date':
      return field.range[1].slice(0, 10);
    case 'category':
      return field.levels[0] ?? '';
  }
}
