import fc from 'fast-check';
import { bothReadings, decideDecimal } from '../../../lib/lead/decide-decimal.ts';
import { parseNumberWord } from '../../../lib/lead/value-words.ts';

test.each<[string, string[], '.' | ',' | undefined, string | undefined]>([
  ['no mark at all', ['1', '1200', 'many', ''], '.', undefined],
  ['a decimal point', ['1.5', '7'], '.', '1.5'],
  ['a decimal comma', ['1,5', '7'], ',', '1,5'],
  ['thousands or decimals, nothing says which', ['1,200', '7'], undefined, '1,200'],
  ['the same with points', ['1.200', '12.000'], undefined, '1.200'],
  ['decided by another number', ['1,200', '3,5'], ',', '3,5'],
  ['a number below 1 has no thousands', ['0,125', '1,200'], ',', '0,125'],
  ['thousands twice', ['1,234,567', '1,200'], '.', '1,234,567'],
  ['thousands and decimals', ['1.234,5'], ',', '1.234,5'],
  ['four digits after it', ['1,2345'], ',', '1,2345'],
  ['the most', ['1,5', '2,5', '1.5'], ',', '1,5'],
  ['as many of each', ['1,5', '1.5'], undefined, '1.5'],
  ['an exponent', ['1.200e3'], '.', '1.200e3'],
  ['dates and versions are no numbers', ['2026.01.31', '1.2.3'], '.', undefined],
])('%s', (_what, words, decimal, example) => {
  expect(decideDecimal(words)).toEqual({ decimal, example });
});

test('both readings are told', () => {
  expect(bothReadings('1,200')).toEqual([1200, 1.2]);
  expect(bothReadings('-12.345')).toEqual([-12345, -12.345]);
  for (const word of ['1,20', '0,200', '1200', '1,200,000', '1,200.5'])
    expect(bothReadings(word)).toBeUndefined();
});

test('numbers as programs write them decide for the point, and are read alike, however many', () => {
  const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(numbers, (all) => {
      const words = all.map((x) => String(x + 0));
      const { decimal } = decideDecimal(words);
      // What has three decimals only may be thousands: it is not guessed.
      const clear = words.some((word) => word.includes('.') && bothReadings(word) === undefined);
      if (clear) expect(decimal).toBe('.');
      if (decimal === ',') throw new Error(`a comma from ${words}`);
      const commas = words.map((word) => word.replace('.', ','));
      expect(decideDecimal(commas).decimal).toBe(clear ? ',' : decimal);
      if (clear)
        expect(commas.map((word) => parseNumberWord(word, ','))).toEqual(
          words.map((word) => parseNumberWord(word)),
        );
    }),
  );
});
