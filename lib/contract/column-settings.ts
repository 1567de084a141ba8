import * as z from 'zod/mini';
import { say, textUpTo, type Wire } from './parts.ts';

/** The types that a column can be said to have. */
export const COLUMN_TYPES = ['number', 'category', 'boolean', 'date'] as const;

const word = textUpTo(255);

export const ColumnSetting = say(
  z.strictObject({
    type: z.exactOptional(z.enum(COLUMN_TYPES)),
    form: z.exactOptional(
      say(
        textUpTo(40).check(z.minLength(1)),
        'how the column is written: of numbers an example such as 1.234,5; of dates a pattern such as dd/mm/yyyy',
      ),
    ),
    missing: z.exactOptional(
      say(
        z.array(word).check(z.maxLength(100)),
        'all the words that mean “missing” in this column, besides the empty cell; [] for none',
      ),
    ),
    merge_case: z.exactOptional(say(z.boolean(), 'values that differ only by case are one')),
    required: z.exactOptional(say(z.boolean(), 'a lead without the value is refused')),
    drop: z.exactOptional(say(z.boolean(), 'the column is not used')),
  }),
  'What is said of one column, where it would be read otherwise.',
);
export type ColumnSetting = Wire<typeof ColumnSetting>;

/** They stand in the record of the training, which is one item of a table. */
const MOST_BYTES = 40_000;

export const ColumnSettings = z.record(textUpTo(255).check(z.minLength(1)), ColumnSetting).check(
  z.refine((columns) => new TextEncoder().encode(JSON.stringify(columns)).length <= MOST_BYTES, {
    error: 'expected at most 40,000 bytes of columns',
  }),
);
export type ColumnSettings = Wire<typeof ColumnSettings>;
