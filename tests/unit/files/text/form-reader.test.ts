import fc from 'fast-check';
import { createNumberReader } from '../../../../lib/files/text/form-reader.ts';
import type { NumberForm } from '../../../../lib/lead/number-form.ts';
import { parseNumberIn } from '../../../../lib/lead/value-words.ts';
import { anyClothes, dressNumber, numbersWith } from '../../../support/dress-number.ts';

const read = (word: string, form: NumberForm) => {
  const bytes = new TextEncoder().encode(`1${word}9`);
  return createNumberReader(form).read(bytes, 1, bytes.length - 1);
};

test('reads what parseNumber reads, to the last bit, or nothing', () => {
  fc.assert(
    fc.property(
      anyClothes.chain((clothes) => fc.tuple(fc.constant(clothes), numbersWith(clothes.decimals))),
      anyClothes,
      ([clothes, numbers], other) => {
        for (const form of [clothes, other])
          for (const number of numbers) {
            const word = dressNumber(number, clothes);
            const value = read(word, form);
            if (!Number.isNaN(value)) expect(value).toBe(parseNumberIn(word, form));
          }
      },
    ),
    { numRuns: 1000 },
  );
});

test('any bytes: nothing is read that parseNumber refuses', () => {
  const sign = fc.constantFrom(
    '0',
    '1',
    '9',
    '123',
    '.',
    ',',
    '-',
    ' ',
    "'",
    '$',
    '%',
    '€',
    '\u00a0',
    '(',
    '+',
  );
  const word = fc.array(sign, { maxLength: 9 }).map((signs) => signs.join(''));
  fc.assert(
    fc.property(word, anyClothes, (text, form) => {
      const value = read(text, form);
      if (!Number.isNaN(value)) expect(value).toBe(parseNumberIn(text.trim(), form));
    }),
    { numRuns: 5000 },
  );
});

test('the usual forms are read without a detour', () => {
  expect(read('$1,234.50', { decimal: '.', thousands: ',', currency: '$' })).toBe(1234.5);
  expect(read('1.234,50 €', { decimal: ',', thousands: '.', currency: '€' })).toBe(1234.5);
  expect(read('-1\u202f234', { decimal: ',', thousands: ' ' })).toBe(-1234);
  expect(read('12.5 %', { decimal: '.', percent: true })).toBe(12.5);
  expect(read('1,23.5', { decimal: '.', thousands: ',' })).toBeNaN();
});
