import type { FieldError } from './schema.ts';

/** All that is wrong with a lead, in one line: `visits: expected a number …; source: …`. */
export const describeErrors = (errors: readonly FieldError[]): string =>
  errors.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; ');
