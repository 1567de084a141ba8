import { currencyOf } from './currency.ts';

/** A word that has digits, taken apart: what stands around them, and the digits with their marks. */
export interface UndressedNumber {
  /** Digits and marks; every space is U+0020, every apostrophe `'`. */
  readonly core: string;
  readonly negative: boolean;
  /** It has a plus sign. */
  readonly plus: boolean;
  /** It stands in parentheses, which make it negative. */
  readonly accounting: boolean;
  readonly percent: boolean;
  /** As it stands in the word; empty: none. */
  readonly currency: string;
  /** Letters of a currency stand right before the first digit, as in a code. */
  readonly glued: boolean;
}

const LONGEST = 64;
const PARTS = /^(\D*?)([.,]?\d(?:[\d.,'’ʼ′`\s]*\d)?(?:[eE][+-]?\d{1,3})?)(\D*)$/;
const MINUS = /[\u2212\ufe63\uff0d]/g;

/**
 * Takes a word apart: a sign before or after, also between currency and digits; one currency before or after; a
 * percent sign; parentheses, which mean “negative” in accounting. What the digits and marks mean is another question.
 *
 * @returns undefined: something else stands in the word
 * @example
 * undressNumber('(€ 1.234,50)'); // { core: '1.234,50', negative: true, accounting: true, currency: '€', … }
 */
export function undressNumber(word: string): UndressedNumber | undefined {
  if (word.length > LONGEST) return undefined;
  const parts = PARTS.exec(word);
  if (parts === null) return undefined;
  let [, before, core, after] = parts as unknown as [string, string, string, string];
  // In “Rs.500” the point belongs to the letters.
  if (/^[.,]/.test(core) && /\p{L}$/u.test(before)) {
    before += core[0];
    core = core.slice(1);
  }
  if (/[^\x20-\x7e]/.test(core)) core = core.replace(/[’ʼ′]/g, "'").replace(/\s/g, ' ');
  core = core.replaceAll('`', "'");
  if (before === '' && after === '') return bare(core);
  const around = readAround(before.replace(MINUS, '-'), after.replace(MINUS, '-'));
  return around && { core, ...around, glued: around.currency !== '' && /\p{L}$/u.test(before) };
}

const NOTHING = {
  negative: false,
  plus: false,
  accounting: false,
  percent: false,
  currency: '',
  glued: false,
};
const bare = (core: string): UndressedNumber => ({ core, ...NOTHING });

function readAround(before: string, after: string): Omit<UndressedNumber, 'core'> | undefined {
  const accounting = before.includes('(') && after.includes(')');
  if (accounting) {
    before = before.replace('(', '');
    after = after.replace(')', '');
  }
  const percent = after.includes('%') || before.includes('%');
  if (percent)
    [before, after] = before.includes('%')
      ? [before.replace('%', ''), after]
      : [before, after.replace('%', '')];
  before = before.trim();
  after = after.trim();
  let negative = accounting;
  let plus = false;
  const sign = /^[+-]|[+-]$/.exec(before)?.[0] ?? /^-|-$/.exec(after)?.[0];
  if (sign !== undefined) {
    if (accounting) return undefined;
    negative = sign === '-';
    plus = sign === '+';
    if (before.includes(sign)) before = before.replace(sign, '').trim();
    else after = after.replace(sign, '').trim();
  }
  const currency = before + after;
  if (currency !== '') {
    if (before !== '' && after !== '') return undefined;
    if (percent || currencyOf(currency) === undefined) return undefined;
  }
  return { negative, plus, accounting, percent, currency, glued: false };
}
