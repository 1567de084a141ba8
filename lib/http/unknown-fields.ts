import type { LeadWarning } from '../contract/lead.ts';
import { MOST_ERRORS } from '../contract/words.ts';
import type { FieldError } from '../lead/schema.ts';
import { isUnknownField } from '../lead/validate-lead.ts';
import type { ApiRequest } from './api-route.ts';
import { readWord } from './read-query.ts';

/** Whether fields that the model does not have are to be left out: `?unknown=ignore`. @throws {HttpProblem} 400 it says another word */
export const readIgnoreUnknown = ({ query }: Pick<ApiRequest, 'query'>): boolean =>
  readWord(query, 'unknown', ['ignore']) === 'ignore';

/** What a problem says behind its detail where fields are unknown. */
export const hintOfUnknown = (errors: readonly FieldError[]): string =>
  errors.some(isUnknownField) ? '; ?unknown=ignore leaves out fields that the model does not have' : '';

export const warnOfIgnored = (fields: readonly string[] = []) =>
  fields.map((field) => ({
    field,
    code: 'unknown_field' as const,
    message: 'the model does not have this field: left out',
  }));

/** Warnings as answers have them: the first, and how many there are; nothing where there are none. */
export const tellWarnings = <W extends Omit<LeadWarning, 'index'>>(warnings: readonly W[]) =>
  warnings.length === 0 ? {} : { warnings: warnings.slice(0, MOST_ERRORS), warnings_total: warnings.length };
