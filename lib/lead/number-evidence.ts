import { currencyOf } from './currency.ts';
import {
  describeNumberForm,
  isUnclearShare,
  type NumberForm,
  parseNumber,
  withoutLeadingZeros,
} from './number-form.ts';
import {
  bitsOfSystem,
  bitsWithDecimal,
  EVERY_SYSTEM,
  isEither,
  readIn,
  SYSTEMS,
  systemsReading,
  systemsReadingPoint,
} from './number-systems.ts';
import { type UndressedNumber, undressNumber } from './undress-number.ts';

/** What is known of a column's numbers before its words are looked at. */
export interface NumberHints {
  /** Of all columns of the file, as the user says. */
  readonly decimal?: '.' | ',' | undefined;
  /** The user says that the column holds numbers: codes and leading zeros are numbers, too. */
  readonly isNumber?: boolean | undefined;
  /** As the user says, but for what the words show besides: currency, percent, parentheses. */
  readonly form?: NumberForm | undefined;
}

export interface Reading {
  readonly form: NumberForm;
  readonly value: number;
}

/** What the words of a column say about the form of its numbers. */
export type NumberVerdict =
  /** All are numbers of one form. `open`: no word says which sign is the decimal one, and it makes no difference yet. */
  | { readonly kind: 'numbers'; readonly form: NumberForm; readonly open: boolean }
  /** All are numbers, in either of two forms, which differ in what this word means. */
  | { readonly kind: 'ambiguous'; readonly word: string; readonly readings: readonly [Reading, Reading] }
  /** Why not, where that is not plain to see. */
  | { readonly kind: 'no numbers'; readonly reason?: string };

/** Whole numbers of at least so many digits, all of one length, in groups: telephone and register numbers. */
const CODE_DIGITS = 9;

/** A number as programs write it, of digits that a double holds. */
const PLAIN = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;

/** What whole amounts below a thousand look like. */
const BARE = /^[1-9]\d{0,2}$/;

/** Every word so far is: an IPv4 address; plus and digits; digits in parentheses; letters and digits; grouped digits. */
const CODES = { address: 1, plus: 2, parentheses: 4, letters: 8, grouped: 16 } as const;
const EVERY_CODE = 31;
const CODE_NAMES: readonly (readonly [bit: number, name: string])[] = [
  [CODES.address, 'addresses'],
  [CODES.plus, 'codes with a plus sign'],
  [CODES.parentheses, 'codes in parentheses'],
  [CODES.letters, 'codes of letters and digits'],
  [CODES.grouped, 'telephone or register numbers'],
];

/**
 * Collects what the words of a column say about the form of its numbers: the order does not matter, and what is known
 * only grows, so that the same words always give the same verdict.
 */
export class NumberEvidence {
  readonly #hints: NumberHints;
  /** The systems that read every word so far, as bits. */
  #systems: number;
  /** Which systems read a word → such a word. Of several the first, so that the order of the rows cannot matter. */
  readonly #examples = new Map<number, string>();
  /** A word that means one thing or another. */
  #either: string | undefined;
  /** One of those ends in 0, which a writer who leaves out the decimals of whole numbers leaves out of decimals, too. */
  #endsInZero = false;
  /** A whole number of at most three digits. */
  #bare = false;
  /** Currency → its spelling; a second one ends it. */
  readonly #currencies = new Map<string, string>();
  #percent: string | undefined;
  /** A number of at most 1 without a percent sign. */
  #share: string | undefined;
  #accounting = false;
  #plus: string | undefined;
  /** A number above zero without a plus sign. */
  #noPlus = false;
  #leadingZeros = false;
  #other: string | undefined;
  #codes = EVERY_CODE;
  #digits: number | undefined;
  #any = false;

  constructor(hints: NumberHints = {}) {
    const { form, decimal } = hints;
    this.#hints = hints;
    this.#systems =
      form !== undefined
        ? bitsOfSystem(form)
        : decimal === undefined
          ? EVERY_SYSTEM
          : bitsWithDecimal(decimal);
  }

  /** Takes a word that is not missing into account. */
  add(word: string): void {
    if (PLAIN.test(word)) this.#addPlain(word);
    else this.#addAny(word);
  }

  /** As `#addAny`, of what programs write: nothing stands around the digits, and they are no code. */
  #addPlain(word: string): void {
    const negative = word.startsWith('-');
    const core = negative ? word.slice(1) : word;
    this.#any = true;
    this.#codes = 0;
    if (core.includes('.')) this.#addSystems(word, core, systemsReadingPoint(core));
    else this.#bare ||= BARE.test(core);
    const value = Number(core);
    if (value === 0) return;
    if (value <= 1) this.#share = first(this.#share, word);
    if (!negative) this.#noPlus = true;
  }

  #addAny(word: string): void {
    const parts = undressNumber(word);
    if (parts === undefined) {
      this.#other ??= word;
      return;
    }
    this.#any = true;
    let { core } = parts;
    if (this.#hints.isNumber === true && /^0\d/.test(core)) {
      core = withoutLeadingZeros(core);
      this.#leadingZeros = true;
    }
    const reading = systemsReading(core);
    if (reading === 0) {
      this.#other ??= word;
      return;
    }
    this.#bare ||= BARE.test(core);
    this.#addSystems(word, core, reading);
    this.#addDress(word, parts, core);
  }

  #addSystems(word: string, core: string, reading: number): void {
    this.#systems &= reading;
    if (reading === EVERY_SYSTEM) return;
    if (isEither(core)) {
      this.#either = first(this.#either, word);
      this.#endsInZero ||= core.endsWith('0');
    }
    this.#examples.set(reading, first(this.#examples.get(reading), word));
  }

  #addDress(word: string, parts: UndressedNumber, core: string): void {
    const { currency, percent, accounting, plus, negative, glued } = parts;
    if (currency !== '') {
      const code = currencyOf(currency)!;
      const spelling = this.#currencies.get(code);
      this.#currencies.set(code, spelling === undefined || spelling === currency ? currency : code);
    }
    if (percent) this.#percent = first(this.#percent, word);
    else if (isUnclearShare(parts, smallest(core), { decimal: '.', percent: true }))
      this.#share = first(this.#share, word);
    this.#accounting ||= accounting;
    if (plus) this.#plus = first(this.#plus, word);
    else if (!negative && /[1-9]/.test(core)) this.#noPlus = true;
    this.#addCodes(parts, glued);
  }

  #addCodes({ core, currency, percent, accounting, plus, negative }: UndressedNumber, glued: boolean): void {
    if (this.#codes === 0) return;
    const whole = /^\d+$/.test(core);
    const unsigned = !negative && !plus && currency === '' && !percent;
    const digits = core.replace(/\D/g, '').length;
    if (this.#digits === undefined) this.#digits = digits;
    else if (this.#digits !== digits) this.#codes &= ~CODES.grouped;
    const { address, plus: plusCode, parentheses, letters, grouped } = CODES;
    let codes = 0;
    if (
      unsigned &&
      /^\d{1,3}(\.\d{1,3}){3}$/.test(core) &&
      core.split('.').every((part) => Number(part) < 256)
    )
      codes |= address;
    if (whole && plus && currency === '' && !percent) codes |= plusCode;
    if (whole && accounting && currency === '' && !percent) codes |= parentheses;
    if (whole && glued && !negative) codes |= letters;
    if (unsigned && digits >= CODE_DIGITS && /^\d{1,3}(?:[ .]\d{3})+$/.test(core)) codes |= grouped;
    this.#codes &= codes;
  }

  /** What all words together say. */
  judge(): NumberVerdict {
    const { isNumber, form: told } = this.#hints;
    if (this.#other !== undefined || !this.#any) return this.#refuse();
    if (this.#currencies.size > 1) {
      const shown = [...this.#currencies.values()].sort().map((sign) => `“${sign}”`);
      return this.#refuse(
        `amounts in ${shown.slice(0, 3).join(' and ')} are not one number column: convert them into one currency`,
      );
    }
    if (this.#systems === 0) return this.#refuse(this.#tellContradiction());
    if (this.#percent !== undefined && this.#share !== undefined)
      return this.#refuse(
        `“${this.#percent}” has a percent sign and “${this.#share}” has none, so that it may be ${this.#share} % or a share: write all of them with the sign, or none`,
      );
    if (this.#plus !== undefined && this.#noPlus && told?.plus !== true)
      return this.#refuse(
        `“${this.#plus}” has a plus sign and other numbers above 0 have none: write all of them alike`,
      );
    const code =
      isNumber === true || told !== undefined ? undefined : CODE_NAMES.find(([bit]) => this.#codes & bit);
    if (code !== undefined) return this.#refuse(`it looks like ${code[1]}`);
    return this.#judgeSystems(told);
  }

  #judgeSystems(told: NumberForm | undefined): NumberVerdict {
    const left = SYSTEMS.filter((_, i) => this.#systems & (1 << i));
    const forms = left.map(({ decimal, thousands }) =>
      this.#dress({ decimal, thousands } as NumberForm, told),
    );
    const other = forms.find(({ decimal }) => decimal !== forms[0]!.decimal);
    const either = this.#either;
    if (either === undefined || other === undefined)
      return { kind: 'numbers', form: forms[0]!, open: other !== undefined };
    const isMoney = this.#currencies.size === 1 && this.#bare && this.#endsInZero;
    const mark = undressNumber(either)!.core.includes(',') ? ',' : '.';
    const read = (form: NumberForm): Reading => ({ form, value: parseNumber(either, form)! });
    const thousands = forms.find((form) => form.thousands === mark)!;
    // $950 and $1,250: who writes no cents of 950 does not write a 0 behind 1.25.
    if (isMoney) return { kind: 'numbers', form: thousands, open: true };
    const decimals = forms.find((form) => form.decimal === mark)!;
    return { kind: 'ambiguous', word: either, readings: [read(thousands), read(decimals)] };
  }

  #dress({ decimal, thousands }: NumberForm, told: NumberForm | undefined): NumberForm {
    const currency = [...this.#currencies.values()][0] ?? told?.currency;
    return {
      decimal,
      ...(thousands === undefined ? {} : { thousands }),
      ...(currency === undefined ? {} : { currency }),
      ...(this.#percent !== undefined || told?.percent === true ? { percent: true } : {}),
      ...(this.#accounting || told?.accounting === true ? { accounting: true } : {}),
      ...(this.#plus !== undefined || told?.plus === true ? { plus: true } : {}),
      ...(this.#leadingZeros ? { leading_zeros: true } : {}),
    };
  }

  #tellContradiction(): string {
    const { decimal, form } = this.#hints;
    const allowed = form === undefined ? decimal && bitsWithDecimal(decimal) : bitsOfSystem(form);
    const examples = [...this.#examples].sort(([, a], [, b]) => (a < b ? -1 : 1));
    const other = allowed && examples.find(([reading]) => (reading & allowed) === 0);
    if (other) {
      const said = form === undefined ? `“${decimal}” before decimals (--decimal)` : describeNumberForm(form);
      return `“${other[1]}” is no number in the form that was said, ${said}`;
    }
    for (const [a, one] of examples)
      for (const [b, two] of examples) if ((a & b) === 0) return `“${one}” and “${two}” ${TWO_FORMS}`;
    return `${examples.map(([, word]) => `“${word}”`).join(', ')} ${TWO_FORMS}`;
  }

  #refuse(reason?: string): NumberVerdict {
    return reason === undefined ? { kind: 'no numbers' } : { kind: 'no numbers', reason };
  }
}

const TWO_FORMS = 'are numbers of two forms: write all of them alike';

const first = (a: string | undefined, b: string): string => (a === undefined || b < a ? b : a);

/** Of what digits and marks may mean, for whether it may be a share. */
const smallest = (core: string): number =>
  Math.min(...SYSTEMS.map((system) => readIn(core, system) ?? Number.POSITIVE_INFINITY));
