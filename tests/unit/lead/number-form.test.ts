import fc from 'fast-check';
import { findNumbers } from '../../../lib/lead/infer-number.ts';
import { NumberEvidence } from '../../../lib/lead/number-evidence.ts';
import {
  describeNumberForm,
  formFor,
  type NumberForm,
  parseNumberForm,
} from '../../../lib/lead/number-form.ts';
import { makeWordRules, parseNumberIn } from '../../../lib/lead/value-words.ts';
import { anyClothes, dressNumber, numbersWith } from '../../support/dress-number.ts';

const rules = makeWordRules();
const find = (words: readonly string[], decimal?: '.' | ',') =>
  findNumbers(words, makeWordRules([], decimal));

test('a column in any clothes reads back, or is refused: never as other numbers', () => {
  let read = 0;
  const runs = 3000;
  fc.assert(
    fc.property(
      anyClothes.chain((clothes) => fc.tuple(fc.constant(clothes), numbersWith(clothes.decimals))),
      ([clothes, numbers]) => {
        const words = numbers.map((number) => dressNumber(number, clothes));
        const found = findNumbers(words, rules);
        if (found.kind === 'numbers') {
          read += 1;
          expect(found.values.map((value) => value + 0)).toEqual(numbers);
          return;
        }
        // The right reading is one of the two, or the column has a reason of its own to stay words.
        if (found.kind === 'ambiguous') {
          const at = words.indexOf(found.word);
          expect(found.readings.map(({ value }) => value)).toContain(numbers[at]);
        }
      },
    ),
    { numRuns: runs },
  );
  // What is refused is the exception.
  expect(read).toBeGreaterThan(0.7 * runs);
});

test('what --decimal says decides every column', () => {
  fc.assert(
    fc.property(
      anyClothes.chain((clothes) => fc.tuple(fc.constant(clothes), numbersWith(clothes.decimals))),
      ([clothes, numbers]) => {
        const words = numbers.map((number) => dressNumber(number, clothes));
        const found = find(words, clothes.decimal);
        expect(found.kind).not.toBe('ambiguous');
        if (found.kind === 'numbers') expect(found.values.map((value) => value + 0)).toEqual(numbers);
      },
    ),
  );
});

test.each<[string, NumberForm | undefined]>([
  ['1,234.5', { decimal: '.', thousands: ',' }],
  ['1.234,5', { decimal: ',', thousands: '.' }],
  ['1.234.567,89', { decimal: ',', thousands: '.' }],
  ['1 234,5', { decimal: ',', thousands: ' ' }],
  ['1\u202f234,5', { decimal: ',', thousands: ' ' }],
  ["1'234.5", { decimal: '.', thousands: "'" }],
  ['1’234', { decimal: '.', thousands: "'" }],
  ['1234.5', { decimal: '.' }],
  ['1234,5', { decimal: ',' }],
  ['1,5', { decimal: ',' }],
  ['1234', { decimal: '.' }],
  ['$1,234.50', { decimal: '.', thousands: ',', currency: '$' }],
  ['1.234,50 €', { decimal: ',', thousands: '.', currency: '€' }],
  ['12.5%', { decimal: '.', percent: true }],
  ['(1,234.50)', { decimal: '.', thousands: ',', accounting: true }],
  ['+1.5', { decimal: '.', plus: true }],
  ['1,234', undefined],
  ['1.234', undefined],
  ['1.2.3', undefined],
  ['number', undefined],
  ['', undefined],
])('the notation %s', (notation, form) => {
  expect(parseNumberForm(notation)).toEqual(form);
  if (form !== undefined) expect(parseNumberForm(describeNumberForm(form))).toEqual(form);
});

describe('a word in a form', () => {
  const german: NumberForm = { decimal: ',', thousands: '.', currency: '€' };
  test.each<[string, number | undefined]>([
    ['1.234,50 €', 1234.5],
    ['1234,5', 1234.5],
    ['1234', 1234],
    ['-1.234', -1234],
    ['€ -7', -7],
    ['7-', -7],
    ['1234.5', undefined],
    ['1.5', undefined],
    ['1.234,50 $', undefined],
    ['EUR 5', 5],
    ['(5)', undefined],
    ['+5', undefined],
    ['5 %', undefined],
    ['007', undefined],
    ['1234567890123456', undefined],
    ['5 km', undefined],
    ['5.-', undefined],
    ['--5', undefined],
  ])('%s', (word, value) => {
    expect(parseNumberIn(word, german)).toBe(value);
  });

  test('a share is not taken for a percentage', () => {
    const percent: NumberForm = { decimal: '.', percent: true };
    expect(['12%', '0.5%', '12', '0', '0.12', '1'].map((word) => parseNumberIn(word, percent))).toEqual([
      12,
      0.5,
      12,
      0,
      undefined,
      undefined,
    ]);
  });

  test('--decimal goes before the form', () => {
    expect(formFor(german, '.')).toEqual({ decimal: '.', thousands: ',', currency: '€' });
    expect(formFor(undefined, ',')).toEqual({ decimal: ',' });
    expect(formFor({ decimal: '.', thousands: ' ' }, ',')).toEqual({ decimal: ',', thousands: ' ' });
  });
});

test.each<[string, string[]]>([
  ['leading zeros', ['007', '12']],
  ['versions', ['1.2.3', '1.10.0']],
  ['addresses', ['192.168.100.200', '10.100.200.250']],
  ['telephone numbers', ['+491711234567', '+491719876543']],
  ['dial codes', ['+49', '+1']],
  ['area codes', ['(030)', '(040)']],
  ['area codes without zeros', ['(555)', '(212)']],
  ['postcodes', ['114 55', '118 20']],
  ['rooms and plans', ['R12', 'R100', 'R7']],
  ['registers', ['552 100 554', '912 345 678']],
  ['dates', ['31.12.2026', '01.02.2026']],
  ['times', ['12:30', '08:15']],
  ['ranges', ['10-20', '20-50']],
  ['at least', ['10+', '50+']],
  ['units', ['5 km', '12 km']],
  ['more digits than a double holds', ['12345678901234567', '1']],
  ['products', ['TOP 10', 'TOP 100']],
])('%s are no numbers', (_what, words) => {
  expect(find(words).kind).toBe('no numbers');
});

test.each<[string, string[], boolean]>([
  ['points only', ['1.247', '950'], true],
  ['commas only', ['1,247', '950'], true],
  ['with a currency', ['$1,247', '$950'], true],
  ['negative', ['-1.247', '950'], true],
  ['a number below 1', ['1.247', '0.125'], false],
  ['another number of decimals', ['1.247', '1.25'], false],
  ['more than three digits before the point', ['1.247', '12345.678'], false],
  ['thousands twice', ['1,247', '1,234,567'], false],
  ['both marks', ['1,247', '1,234.5'], false],
  ['no mark', ['1247', '950'], false],
])('ambiguous: %s', (_what, words, ambiguous) => {
  expect(find(words).kind).toBe(ambiguous ? 'ambiguous' : 'numbers');
});

test.each([
  [['$950', '$1,250', '$12,300'], { decimal: '.', thousands: ',', currency: '$' }],
  [['950 €', '1.250 €'], { decimal: ',', thousands: '.', currency: '€' }],
])('whole amounts of money beside one that ends in 0 are thousands: %j', (words, form) => {
  const evidence = new NumberEvidence();
  for (const word of words) evidence.add(word);
  expect(evidence.judge()).toMatchObject({ kind: 'numbers', form });
});

test.each([[['$950', '$1,247']], [['1.459 €', '1.460 €']], [['950', '1.250']]])(
  'without one of these both readings are told: %j',
  (words) => {
    const evidence = new NumberEvidence();
    for (const word of words) evidence.add(word);
    expect(evidence.judge()).toMatchObject({ kind: 'ambiguous' });
  },
);
