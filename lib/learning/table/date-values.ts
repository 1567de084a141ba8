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
  /** Most days stand in many rows. */
  readonly #days = new Map<string, number>();

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
    const at = findClock(word);
    const clock = at < 0 ? 0 : clockOf(word, at + 1);
    const day = at < 0 ? word : word.slice(0, at);
    const offset = word.charCodeAt(word.length - 1) === Z ? 0 : undefined;
    if (clock >= 0) {
      const known = this.#days.get(day);
      if (known !== undefined && (at < 0 || this.#offsets.has(offset))) return known + clock;
    }
    const time = this.#peekSlowly(word);
    if (clock >= 0 && time !== undefined && !Number.isNaN(time)) {
      if (this.#days.size >= MOST_DAYS) this.#days.clear();
      this.#days.set(day, time - clock);
    }
    return time;
  }

  #peekSlowly(word: string): number | undefined {
    if (isMissingWord(word, this.#rules)) return Number.NaN;
    const { forms } = this.#tally;
    if (forms !== undefined && forms.length > 1) return undefined;
    // A year first may be ISO 8601.
    if (this.#form !== undefined && word.charCodeAt(4) === 45) return undefined;
    const iso = parseDateWord(word, this.#form);
    if (iso === undefined || iso === null) return undefined;
    return iso.length > 10 && !this.#offsets.has(offsetOf(iso)) ? undefined : wallTime(iso);
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
      this.#days.clear();
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

const MOST_DAYS = 50_000;
const [SPACE, T, Z, COLON, POINT, ZERO] = [32, 84, 90, 58, 46, 48];
/** `2026-1-1 ` has no more before the time of day, and the shortest date no fewer. */
const EARLIEST_CLOCK = 6;

/** Where a space or a T stands that a time of day may follow; −1: nowhere. */
function findClock(word: string): number {
  for (let at = EARLIEST_CLOCK; at < word.length; at++) {
    const code = word.charCodeAt(at);
    if (code === SPACE || code === T) return at;
  }
  return -1;
}

/** The milliseconds of `09:30`, `09:30:05` or `09:30:05.123Z` from a place to the end of a word; −1: it is written otherwise. */
function clockOf(word: string, from: number): number {
  const end = word.charCodeAt(word.length - 1) === Z ? word.length - 1 : word.length;
  const pair = (at: number) => {
    const [tens, ones] = [word.charCodeAt(at) - ZERO, word.charCodeAt(at + 1) - ZERO];
    return tens >= 0 && tens <= 5 && ones >= 0 && ones <= 9 ? 10 * tens + ones : Number.NaN;
  };
  const minutes = 60 * pair(from) + pair(from + 3);
  if (!(minutes < 1440) || word.charCodeAt(from + 2) !== COLON) return -1;
  if (end === from + 5) return 60_000 * minutes;
  const seconds = pair(from + 6);
  if (Number.isNaN(seconds) || word.charCodeAt(from + 5) !== COLON) return -1;
  const whole = 60_000 * minutes + 1000 * seconds;
  if (end === from + 8) return whole;
  if (end !== from + 12 || word.charCodeAt(from + 8) !== POINT) return -1;
  const thousandths = 10 * pair(from + 9) + word.charCodeAt(from + 11) - ZERO;
  const last = word.charCodeAt(from + 11) - ZERO;
  return last >= 0 && last <= 9 && thousandths >= 0 ? whole + thousandths : -1;
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
