import * as z from 'zod/mini';
import type { Wire } from './parts.ts';
import { OTHERS } from './words.ts';

const column = z.string().check(z.minLength(1));
const words = z.exactOptional(z.array(z.string()));

/**
 * `outcomes/<model>/mapping.json`: how the files beside it say what became of leads. Its members mean what the options of
 * `scorelane outcomes import` mean.
 */
export const OutcomeMapping = z.strictObject({
  /** Columns. */
  reference: column,
  outcome: column,
  at: column,
  value: z.exactOptional(column),
  /** Words of the column of outcomes. */
  converted: words,
  lost: words,
  open: words,
  contacted: words,
  /** What becomes of rows with another word; without it such a file is refused. */
  other: z.exactOptional(z.enum(OTHERS)),
  /** As in `dd/mm/yyyy`; without it the column decides. */
  date_form: z.exactOptional(z.string()),
  decimal: z.exactOptional(z.enum(['.', ','])),
});
export type OutcomeMapping = Wire<typeof OutcomeMapping>;
