import * as z from 'zod/mini';
import { LeadWarning, Warning } from './lead.ts';
import { count, say } from './parts.ts';
import { MOST_ERRORS } from './words.ts';

const warningsTotal = say(z.exactOptional(count), 'how many there are; only when there are any');
/** Of answers about several leads. */
export const leadWarnings = {
  warnings: say(
    z.exactOptional(z.array(LeadWarning)),
    `only when there are any; the first ${MOST_ERRORS}, in the order of the leads`,
  ),
  warnings_total: warningsTotal,
};
/** Of the answer to a lead that was submitted with `?unknown=ignore`. */
export const ignoredFields = {
  warnings: say(
    z.exactOptional(z.array(z.strictObject({ ...Warning.shape, code: z.literal('unknown_field') }))),
    `fields that \`?unknown=ignore\` left out, the first ${MOST_ERRORS}; only in the answer of POST /predict, and when there are any`,
  ),
  warnings_total: warningsTotal,
};
