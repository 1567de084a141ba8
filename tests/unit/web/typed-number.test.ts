import fc from 'fast-check';
import type { NumberField } from '../../../lib/lead/schema.ts';
import { numberStyleOf, readTypedNumber, writeTypedNumber } from '../../../web/src/parts/typed-number.ts';

const field = (low: number, high: number, integer = false): NumberField => ({
  name: 'x',
  type: 'number',
  required: false,
  integer,
  range: [low, high],
});
const VISITS = field(1, 5399, true);

test.each<[string, string, NumberField, number]>([
  // The hint of the form says “usually 1 to 5,399”.
  ['en', '5,399', VISITS, 5399],
  ['en', '5399', VISITS, 5399],
  ['en', '1,234,567.5', VISITS, 1234567.5],
  ['en', '1.5', VISITS, 1.5],
  ['en', ' -.5 ', VISITS, -0.5],
  ['en', '5 399', VISITS, 5399],
  ['en', '1e3', VISITS, 1000],
  ['en', '\u22123', VISITS, -3],
  // Far above what is usual, in the one form as in the other.
  ['en', '9,500', VISITS, 9500],
  ['de', '5.399', VISITS, 5399],
  ['de', '1.234,5', VISITS, 1234.5],
  ['de', '1,5', VISITS, 1.5],
  ['fr', '5\u202f399,5', VISITS, 5399.5],
  ['fr', '5 399', VISITS, 5399],
  ['de-CH', "5'399.5", VISITS, 5399.5],
  ['en', '1.234', field(0, 9), 1.234],
])('in %s, “%s” is read', (language, text, known, value) => {
  expect(readTypedNumber(text, numberStyleOf(language), known)).toEqual({ ok: true, value });
});

test.each<[string, string, NumberField, string]>([
  [
    'en',
    '1,5',
    VISITS,
    'expected a number as it is written here, such as 12,345.6, got “1,5”: write 1.5 if that is meant',
  ],
  [
    'de',
    '1.5',
    VISITS,
    'expected a number as it is written here, such as 12.345,6, got “1.5”: write 1,5 if that is meant',
  ],
  [
    'en',
    '1.234,5',
    VISITS,
    'expected a number as it is written here, such as 12,345.6, got “1.234,5”: write 1234.5 if that is meant',
  ],
  // 1,234 is 1234 here, and the field has been between 0 and 9.
  ['en', '1,234', field(0, 9), '“1,234” may be 1234 or 1.234: write one of these'],
  ['de', '1.234', field(0, 9), '“1.234” may be 1234 or 1,234: write one of these'],
  // A fraction of visits that are whole, where thousands of them are usual.
  ['en', '5.399', VISITS, '“5.399” may be 5.399 or 5399: write one of these'],
])('in %s, “%s” is refused with what it may be', (language, text, known, message) => {
  expect(readTypedNumber(text, numberStyleOf(language), known)).toEqual({ ok: false, message });
});

test.each(['many', '12,34,5', '1,,5', '0x10', '--1', '1-2', ',', '.', 'Infinity'])(
  '“%s” is no number',
  (text) => {
    expect(readTypedNumber(text, numberStyleOf('en'), VISITS)).toEqual({ ok: false });
  },
);

test('what the page writes and what it shows are read back, in every language', () => {
  const any = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 });
  fc.assert(
    fc.property(
      fc.constantFrom('en', 'de', 'fr', 'de-CH', 'pt-BR', 'sv', 'en-IN'),
      any,
      (language, value) => {
        const style = numberStyleOf(language);
        const wide = field(-1e9, 1e9);
        expect(readTypedNumber(writeTypedNumber(value + 0, style), style, wide)).toEqual({
          ok: true,
          value: value + 0,
        });
        const whole = Math.round(value / 1e4) + 0;
        expect(readTypedNumber(whole.toLocaleString(language), style, wide)).toEqual({
          ok: true,
          value: whole,
        });
      },
    ),
  );
});
