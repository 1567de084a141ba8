import fc from 'fast-check';
import type { NumberForm } from '../../lib/lead/number-form.ts';

/** How a person or a system writes the numbers of a column. */
export interface Clothes extends NumberForm {
  readonly currencyAt: 'before' | 'before, with a space' | 'behind';
  readonly minus: '-' | '\u2212' | 'behind' | '()';
  readonly indian: boolean;
  readonly space: string;
  readonly apostrophe: string;
  readonly decimals: number;
}

/** A number as it stands in a column of such clothes. */
export function dressNumber(value: number, clothes: Clothes): string {
  const { decimal, thousands, currency, percent, currencyAt, minus, decimals } = clothes;
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.') as [string, string?];
  const mark = thousands === ' ' ? clothes.space : thousands === "'" ? clothes.apostrophe : (thousands ?? '');
  const groups = clothes.indian && thousands === ',' ? /\B(?=(?:\d{2})*\d{3}$)/g : /\B(?=(?:\d{3})+$)/g;
  const grouped = thousands === undefined ? whole : whole.replace(groups, mark);
  const digits = fraction === undefined ? grouped : `${grouped}${decimal}${fraction}`;
  const sign = currency ?? '';
  const amount =
    currencyAt === 'behind' && sign !== ''
      ? `${digits} ${sign}`
      : `${sign}${sign !== '' && currencyAt === 'before, with a space' ? ' ' : ''}${digits}`;
  const word = percent === true ? `${digits}%` : amount;
  if (!(value < 0)) return word;
  return minus === '()' ? `(${word})` : minus === 'behind' ? `${word}-` : `${minus}${word}`;
}

export const anyClothes: fc.Arbitrary<Clothes> = fc
  .record({
    system: fc.constantFrom<Pick<NumberForm, 'decimal' | 'thousands'>>(
      { decimal: '.' },
      { decimal: ',' },
      { decimal: '.', thousands: ',' },
      { decimal: '.', thousands: ' ' },
      { decimal: '.', thousands: "'" },
      { decimal: ',', thousands: '.' },
      { decimal: ',', thousands: ' ' },
      { decimal: ',', thousands: "'" },
    ),
    sign: fc.constantFrom<Pick<NumberForm, 'currency' | 'percent'>>(
      {},
      { percent: true },
      ...['$', '€', '£', '¥', 'zł', 'kr', 'kr.', 'CHF', 'EUR', 'R$', 'US$', '₹', 'Rs.', 'Kč'].map(
        (currency) => ({
          currency,
        }),
      ),
    ),
    currencyAt: fc.constantFrom('before', 'before, with a space', 'behind'),
    minus: fc.constantFrom('-', '\u2212', 'behind', '()'),
    indian: fc.boolean(),
    space: fc.constantFrom(' ', '\u00a0', '\u202f', '\u2009'),
    apostrophe: fc.constantFrom("'", '’'),
    decimals: fc.integer({ min: 0, max: 4 }),
  })
  .map(({ system, sign, ...rest }) => ({ ...system, ...sign, ...rest }) as Clothes);

/** Numbers that have at most so many decimals, of very different sizes. */
export const numbersWith = (decimals: number): fc.Arbitrary<number[]> =>
  fc.array(
    fc
      .tuple(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), fc.integer({ min: 0, max: 6 }))
      .map(([x, size]) => Number((x / 10 ** size).toFixed(decimals)) + 0),
    { minLength: 1, maxLength: 30 },
  );
