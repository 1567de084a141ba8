import type { FieldError, Lead, LeadSchema } from './schema.ts';
import { validateLead } from './validate-lead.ts';

/** What is wrong with one field of one lead of a list. */
export interface ItemError extends FieldError {
  readonly index: number;
}

/** From then on unknown fields are named only: nobody reads so many explanations, and a hostile list asks for a million. */
const EXPLAINED = 100;

/**
 * `validateLead` of each of a list.
 *
 * @returns the leads that are valid, and everything that is wrong with the others, each with its place in the list
 */
export function validateLeads(
  schema: LeadSchema,
  inputs: readonly unknown[],
): {
  readonly good: readonly { readonly index: number; readonly lead: Lead }[];
  readonly errors: readonly ItemError[];
} {
  const good: { index: number; lead: Lead }[] = [];
  const errors: ItemError[] = [];
  inputs.forEach((input, index) => {
    const validation = validateLead(schema, input, errors.length < EXPLAINED);
    if (validation.ok) good.push({ index, lead: validation.lead });
    else for (const error of validation.errors) errors.push({ index, ...error });
  });
  return { good, errors };
}
