import * as z from 'zod/mini';
import { say, text, texts, type Wire } from './parts.ts';

const field = {
  name: text,
  required: say(
    z.boolean(),
    'true: a lead without the value is refused. Training requires what `--required` names; models of earlier releases require what no lead of the training table lacked',
  ),
  unused: z.exactOptional(
    say(
      z.literal(true),
      'the model has no term of it: any text, number, true, false or null is accepted and ignored',
    ),
  ),
  label: z.exactOptional(text),
  help: z.exactOptional(text),
  unit: z.exactOptional(text),
  missing_words: z.exactOptional(
    say(
      z.array(text),
      'the words that mean “missing” in files in this column, in lower case, besides the empty cell; without it, those of the schema',
    ),
  ),
};

export const NumberForm = say(
  z.object({
    decimal: z.enum(['.', ',']),
    thousands: z.exactOptional(
      say(
        z.enum([',', '.', ' ', "'"]),
        'a space stands for every kind of space, an apostrophe for every kind of it',
      ),
    ),
    currency: z.exactOptional(say(text, 'the sign or the code of a currency before or after the number')),
    percent: z.exactOptional(say(z.literal(true), 'a % stands behind the number; 12 % is 12')),
    accounting: z.exactOptional(say(z.literal(true), '(12) is −12')),
    plus: z.exactOptional(say(z.literal(true), '+12 is 12')),
    leading_zeros: z.exactOptional(
      say(z.literal(true), '007 is 7, because the user said that these are numbers'),
    ),
  }),
  'How numbers are written in files, as the training table has them.',
);
export type NumberForm = Wire<typeof NumberForm>;

const NumberField = z.object({
  ...field,
  type: z.literal('number'),
  form: z.exactOptional(NumberForm),
  integer: say(
    z.boolean(),
    'true when every value of the training table was a whole number (informative; fractions are accepted)',
  ),
  range: say(
    z.tuple([z.number(), z.number()]),
    'smallest and largest value of the training table (informative; values outside are accepted and clipped)',
  ),
});
export type NumberField = Wire<typeof NumberField>;

const CategoryField = z.object({
  ...field,
  type: z.literal('category'),
  levels: say(
    z.array(text),
    'the values that stand in at least 20 leads of the training table, most frequent first; other values are accepted',
  ),
  rare_levels: z.exactOptional(
    say(
      z.object({ salt: text, hashes: say(texts, 'ascending') }),
      'the values that stand in fewer leads, each as the first 16 hexadecimal digits of the SHA-256 of the salt, a line feed and the value, in UTF-8; absent without one, and in the artifacts of older releases, whose `levels` name every value',
    ),
  ),
  merge_case: z.exactOptional(
    say(
      z.literal(true),
      'values that differ only by case are one level, spelled as most rows of the training table have it',
    ),
  ),
});
export type CategoryField = Wire<typeof CategoryField>;

const BooleanField = z.object({ ...field, type: z.literal('boolean') });
export type BooleanField = Wire<typeof BooleanField>;

const DateField = z.object({
  ...field,
  type: z.literal('date'),
  form: z.exactOptional(
    say(text, 'how dates are written in files, such as dd/mm/yyyy; without it, as ISO 8601 says'),
  ),
  range: say(z.tuple([text, text]), 'first and last day of the training table, ISO 8601 calendar dates'),
});
export type DateField = Wire<typeof DateField>;

export const Field = z.discriminatedUnion('type', [NumberField, CategoryField, BooleanField, DateField]);
export type Field = Wire<typeof Field>;
export type FieldType = Field['type'];

export const LeadSchema = say(
  z.object({
    fields: z.array(Field),
    missing_words: say(
      z.array(text),
      'the words (besides the empty cell) that meant “missing” in the training table, in lower case',
    ),
  }),
  'What a lead is: inferred once, from the training table. It drives validation, the JSON Schema of the API, the reading of files and the scorer.',
);
export type LeadSchema = Wire<typeof LeadSchema>;
