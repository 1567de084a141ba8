import type { FieldError, Lead, LeadSchema } from './schema.ts';
import { type ValidateOptions, validateLead } from './validate-lead.ts';

/** What is wrong with one field of one lead of a list. */
export interface ItemError extends FieldError {
  readonly index: number;
}

/** A lead of a list that is valid. */
export interface GoodLead {
  readonly index: number;
  readonly lead: Lead;
  /** As in `Validation`. */
  readonly ignored?: readonly string[];
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
  options: Pick<ValidateOptions, 'ignoreUnknown'> = {},
): {
  readonly good: readonly GoodLead[];
  readonly errors: readonly ItemError[];
} {
  const good: GoodLead[] = [];
  const errors: ItemError[] = [];
  inputs.forEach((input, index) => {
    const validation = validateLead(schema, input, { ...options, explain: errors.length < EXPLAINED });
    if (validation.ok) {
      const { lead, ignored } = validation;
      good.push({ index, lead, ...(ignored !== undefined && { ignored }) });
    } else for (const error of validation.errors) errors.push({ index, ...error });
  });
  return { good, errors };
}
