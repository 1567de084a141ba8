import { DateTally } from '../../lead/date-tally.ts';
import {
  type DatesFound,
  describeAmbiguous,
  type ImpossibleDate,
  MOST_EXAMPLES,
} from '../../lead/infer-date.ts';
import type { DateSummary } from '../../lead/infer-schema.ts';
import { offsetOf, wallTime } from '../../lead/iso-time.ts';
import { isMissingWord, parseDateWord, type WordRules } from '../../lead/value-words.ts';

/** What is known of a column of dates whose words are not kept. */
export type KeptDates =
  | Pick<DatesFound, 'form' | 'impossible' | 'offsets' | 'example'>
  | Extract<DateSummary['dates'], { refused: unknown }>;

/**
 * Reads a column of more different dates than words are kept of, as milliseconds as they are written (`wallTime`). Until a
 * day above 12 shows whether the day or the month comes first, they stand as the first form has them and are rewritten then.
 */
export class DateValues {
  readonly #rules: WordRules;
  readonly #told: string | undefined;
  readonly #tally = new DateTally();
  readonly #offsets = new Set<number | undefined>();
  readonly #examples: ImpossibleDate[] = [];
  #form: string | undefined;
  #example: readonly [string, string] = ['', ''];

  /** @param told the form that the user says, where more than one fits */
  constructor(rules: WordRules, told?: string) {
    this.#rules = rules;
    this.#told = told;
  }

  /**
   * @param rows that each word stands in
   * @param rowOf the first row of a word, from 1
   * @returns the time of each word, NaN where it is missing or does not exist; undefined: it is not a column of dates
   */
  begin(
    words: readonly string[],
    rows: ArrayLike<number>,
    rowOf: (code: number) => number,
  ): number[] | undefined {
    const tally = this.#tally;
    const present = words.map((word) => !isMissingWord(word, this.#rules));
    for (let code = 0; code < words.length; code++)
      if (present[code] && tally.add(words[code]!, rows[code]!) === 'other') return undefined;
    const { kind } = tally.decide();
    if ((kind !== 'form' && kind !== 'ambiguous') || (tally.iso && tally.forms !== undefined))
      return undefined;
    this.#form = this.#choose(tally.forms);
    return words.map((word, code) => {
      const time = present[code] ? this.#timeOf(word) : Number.NaN;
      if (present[code] && Number.isNaN(time)) this.#note(word, rowOf(code));
      return time;
    });
  }

  /** The time of a word that says nothing new of the column; undefined: `read` is to read it. */
  peek(word: string): number | undefined {
    if (isMissingWord(word, this.#rules)) return Number.NaN;
    const { forms } = this.#tally;
    if (forms !== undefined && forms.length > 1) return undefined;
    const iso = parseDateWord(word, this.#form);
    if (iso === undefined || iso === null) return undefined;
    if (iso.length > 10 && !this.#offsets.has(offsetOf(iso))) return undefined;
    if (this.#form !== undefined && parseDateWord(word) !== undefined) return undefined;
    return wallTime(iso);
  }

  /**
   * @param row from 1
   * @param rewrite is called when the values so far are to be read in another form
   * @returns NaN: missing, or it does not exist; undefined: it is not a column of dates
   */
  read(word: string, row: number, rewrite: (change: (time: number) => number) => void): number | undefined {
    if (isMissingWord(word, this.#rules)) return Number.NaN;
    const tally = this.#tally;
    const kind = tally.add(word, 1);
    if (kind === 'other' || tally.forms?.length === 0) return undefined;
    if (tally.iso && tally.forms !== undefined) return undefined;
    const form = this.#choose(tally.forms);
    if (form !== this.#form) {
      const before = this.#form!;
      rewrite((time) => readOtherwise(time, before, form!));
      this.#form = form;
    }
    const time = this.#timeOf(word);
    if (Number.isNaN(time)) this.#note(word, row);
    return time;
  }

  /** What was found. @param name of the column */
  conclude(
    name: string,
  ): { readonly dates: KeptDates; readonly change?: (time: number) => number } | undefined {
    const decision = this.#tally.decide();
    const isTold = decision.kind === 'ambiguous' && decision.forms.includes(this.#told ?? '');
    if (decision.kind === 'ambiguous' && !isTold)
      return { dates: { refused: describeAmbiguous(name, decision.forms, decision.example) } };
    if (decision.kind !== 'form' && !isTold) return undefined;
    const { rows } = this.#tally;
    const form = decision.kind === 'form' ? decision.form : this.#told;
    const before = this.#form;
    const dates = {
      form,
      impossible: { rows: rows.impossible + rows.zero, examples: this.#examples },
      offsets: this.#offsets,
      example: this.#example,
    };
    return form === before ? { dates } : { dates, change: (time) => readOtherwise(time, before!, form!) };
  }

  #choose(forms: readonly string[] | undefined): string | undefined {
    return forms?.find((form) => form === this.#told) ?? forms?.[0];
  }

  #timeOf(word: string): number {
    const iso = parseDateWord(word, this.#form) ?? null;
    if (iso === null) return Number.NaN;
    if (iso.length > 10) this.#offsets.add(offsetOf(iso));
    if (this.#example[0] === '') this.#example = [word, iso];
    return wallTime(iso);
  }

  #note(word: string, row: number): void {
    if (this.#examples.length < MOST_EXAMPLES) this.#examples.push({ word, row });
  }
}

const DAY_MS = 86_400_000;

/** A time whose date was read in one form, as another form of the same marks has it: 4 March as 3 April. */
function readOtherwise(time: number, from: string, to: string): number {
  if (Number.isNaN(time)) return time;
  const day = Math.floor(time / DAY_MS) * DAY_MS;
  const [year, month, date] = new Date(day).toISOString().slice(0, 10).split('-') as [string, string, string];
  const written = { yyyy: year, yy: year.slice(2), mm: month, dd: date };
  const word = from.replace(/yyyy|yy|mm|dd/g, (part) => written[part as keyof typeof written]);
  return wallTime(parseDateWord(word, to)!) + time - day;
}
