import { InputError } from '../../errors.ts';
import { tallyDates } from '../../lead/date-tally.ts';
import { describeAmbiguous } from '../../lead/infer-date.ts';
import { instantOf } from '../../lead/iso-time.ts';
import { rulesOf, type ToldColumn } from '../../lead/told-columns.ts';
import { isMissingWord, parseDateWord, type WordRules } from '../../lead/value-words.ts';
import { cells, quoting } from '../../quoting.ts';
import type { Column } from '../table/table.ts';

/** The times of a column, per row of the table. */
export interface Instants {
  /** Milliseconds since 1970, UTC unless the file says otherwise; NaN: the cell is empty or no date that exists. */
  readonly at: Float64Array;
  /** How many rows have a word that is no date that exists. */
  readonly impossible: number;
}

/**
 * Reads when something was, so that the time between two such things can be told: unlike an order of leads, that takes dates.
 *
 * @param option for messages
 * @param told what the user says of the column
 * @throws {InputError} for words that are no dates, and for dates that may be read in two ways
 */
export function readInstants(
  { name, words, codes }: Column,
  rules: WordRules,
  fileName: string,
  option: string,
  told?: ToldColumn,
): Instants {
  const own = rulesOf(rules, told);
  const present = words.filter((word) => !isMissingWord(word, own));
  const decision = tallyDates(
    present,
    Uint8Array.from(present, () => 1),
  ).decide();
  if (decision.kind === 'ambiguous' && told?.dateForm === undefined)
    throw new InputError(
      quoting`${fileName}: ${option}: ${name}: ${cells(describeAmbiguous(name, decision.forms, decision.example))}`,
    );
  const form = told?.dateForm ?? (decision.kind === 'form' ? decision.form : undefined);
  const wrong = new Set<number>();
  const byCode = words.map((word, code) => {
    if (isMissingWord(word, own)) return Number.NaN;
    const date = parseDateWord(word, form);
    if (typeof date === 'string') return instantOf(date);
    if (date === undefined)
      throw new InputError(
        quoting`${fileName}: ${option}: expected dates in one form, such as 2026-01-31, in ${name}, found ${cells(`“${word}”`)}. Where numbers are dates, say so: --type ${name}=date:epoch_s`,
      );
    wrong.add(code);
    return Number.NaN;
  });
  let impossible = 0;
  for (const code of codes) if (wrong.has(code)) impossible += 1;
  return { at: Float64Array.from(codes, (code) => byCode[code]!), impossible };
}
