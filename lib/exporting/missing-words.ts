import type { Field, LeadSchema } from '../lead/schema.ts';

/** The words that mean “missing” in a field, in lower case. */
export const missingWordsOf = (field: Field, { missing_words }: LeadSchema): readonly string[] =>
  field.missing_words ?? missing_words;

/** Numbers that mean “missing”, such as 999, as `scorelane score` takes them in a column of numbers. */
export const missingNumbersOf = (field: Field, schema: LeadSchema): number[] =>
  missingWordsOf(field, schema).flatMap((word) =>
    word !== '' && Number.isFinite(Number(word)) && String(Number(word)) === word ? [Number(word)] : [],
  );
