import type { NumberForm } from '../contract/lead-schema.ts';
import { toWord } from '../to-word.ts';
import type { FieldType } from './schema.ts';
import type { WordRules } from './value-words.ts';

/** What the user says of one column, where inference would decide otherwise or cannot decide. */
export interface ToldColumn {
  readonly type?: FieldType;
  /** Of numbers: decimal sign and thousands. Currency, percent and parentheses are taken from the words besides. */
  readonly numberForm?: NumberForm;
  /** Of dates: a pattern such as `dd/mm/yyyy`. */
  readonly dateForm?: string;
  /** All the words that mean “missing” in this column, besides the empty cell, in place of those of the other columns. */
  readonly missing?: readonly string[];
  /** Of categories: values that differ only by case are one level. */
  readonly mergeCase?: boolean;
  /** Whether a lead must have the value; unless said, when no lead of the training table lacked it. */
  readonly required?: boolean;
  /** It is not learned from. */
  readonly drop?: boolean;
}

/** Column → what the user says of it. */
export type ToldColumns = ReadonlyMap<string, ToldColumn>;

/** The rules that the words of a column are read by. */
export function rulesOf(rules: WordRules, told: ToldColumn | undefined): WordRules {
  if (told?.missing === undefined) return rules;
  return { ...rules, missingWords: new Set(told.missing.map((word) => toWord(word).toLowerCase())) };
}

/** The names of the columns that are said to be dropped. */
export const namesToDrop = (told: ToldColumns | undefined): string[] =>
  [...(told ?? [])].flatMap(([name, { drop }]) => (drop === true ? [name] : []));
