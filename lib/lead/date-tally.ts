import { type DateReading, isPlainDate, isZeroDate, readingsOf } from './date-form.ts';

/** What the words of a column say of how it writes dates. */
export type DateDecision =
  | { readonly kind: 'form'; readonly form: string | undefined }
  /** Every word can be read in each of the forms. */
  | { readonly kind: 'ambiguous'; readonly forms: readonly string[]; readonly example: string }
  /** No form reads every word; of each form, a word. */
  | { readonly kind: 'mixed'; readonly examples: ReadonlyMap<string, string> }
  /** There are no dates, or so many words that are none that it is another column. */
  | { readonly kind: 'other' };

/** More words that are no dates, or dates that do not exist, make another column. */
export const MOST_WRONG = 0.1;
/** More different numbers than there are months, where a day may stand. */
const MOST_MONTHS = 12;
/** Days change this many times as much as years do, in leads of a few years. */
const MUCH_MORE = 3;

/**
 * Finds the form in which a column writes dates, from all of its words: whether the day or the month comes first is known by
 * a day above 12. Of two-digit years with the year first or last, the year is what changes least, where that is plain.
 */
export class DateTally {
  /** Those that read every date so far; undefined: all were ISO 8601. */
  forms: readonly string[] | undefined;
  /** Whether there was one of ISO 8601. */
  iso = false;
  /** Rows with a date that exists, rows with one that does not, rows with 0000-00-00 and the like, rows with another word. */
  readonly rows = { dates: 0, impossible: 0, zero: 0, others: 0 };
  readonly #examples = new Map<string, string>();
  #ambiguous = '';
  /** Whether its readings are all different. */
  #differs = false;
  readonly #parts = [new Set<string>(), new Set<string>()] as const;

  /** @returns whether it is a date, one that does not exist, or none */
  add(word: string, rows: number): 'date' | 'impossible' | 'other' {
    if (isPlainDate(word)) {
      this.rows.dates += rows;
      this.iso = true;
      return 'date';
    }
    const readings = readingsOf(word);
    if (readings.length === 0 || isZeroDate(word)) {
      const zero = isZeroDate(word);
      this.rows[zero ? 'zero' : 'others'] += rows;
      return zero ? 'impossible' : 'other';
    }
    const real = readings.filter(({ iso }) => iso !== null);
    if (real.length === 0) {
      this.rows.impossible += rows;
      return 'impossible';
    }
    this.rows.dates += rows;
    const forms = real.flatMap(({ form }) => (form === undefined ? [] : [form]));
    if (forms.length === 0) this.iso = true;
    else this.#narrow(word, forms, readings);
    return 'date';
  }

  decide(): DateDecision {
    const { dates, impossible, others } = this.rows;
    if (dates === 0 || others > 0 || impossible > MOST_WRONG * (dates + impossible)) return { kind: 'other' };
    const forms = this.#chooseYear();
    if (forms === undefined) return { kind: 'form', form: undefined };
    if (forms.length === 1) return { kind: 'form', form: forms[0] };
    if (forms.length > 1) return { kind: 'ambiguous', forms, example: this.#ambiguous };
    return { kind: 'mixed', examples: this.#examples };
  }

  #narrow(word: string, forms: readonly string[], readings: readonly DateReading[]): void {
    this.forms = this.forms === undefined ? forms : this.forms.filter((form) => forms.includes(form));
    const name = forms.join(' or ');
    if (!this.#examples.has(name)) this.#examples.set(name, word);
    // One whose readings differ shows best what is to be chosen.
    const differ = new Set(readings.map(({ iso }) => iso)).size;
    if (this.#ambiguous === '' || (forms.length > 1 && differ === forms.length && !this.#differs)) {
      this.#ambiguous = word;
      this.#differs = differ === forms.length;
    }
    if (!this.forms.some((form) => form.startsWith('yy'))) return;
    const [first, , last] = word.match(/\d+/g)!;
    this.#parts[0].add(first!);
    this.#parts[1].add(last!);
  }

  /** Where the year may stand first or last, the part that changes least by far is the year. */
  #chooseYear(): readonly string[] | undefined {
    const { forms } = this;
    const yearFirst = forms?.filter((form) => form.startsWith('yy')) ?? [];
    if (forms === undefined || yearFirst.length === 0 || yearFirst.length === forms.length) return forms;
    const [first, last] = this.#parts.map(({ size }) => size) as [number, number];
    if (first > MOST_MONTHS && first >= MUCH_MORE * last)
      return forms.filter((form) => !form.startsWith('yy'));
    return last > MOST_MONTHS && last >= MUCH_MORE * first ? yearFirst : forms;
  }
}

/** `DateTally` of words and their counts. */
export function tallyDates(words: readonly string[], counts: ArrayLike<number>): DateTally {
  const tally = new DateTally();
  words.forEach((word, i) => {
    tally.add(word, counts[i]!);
  });
  return tally;
}
