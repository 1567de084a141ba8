import fc from 'fast-check';
import { NumberReader } from '../../../../lib/files/text/parse-number.ts';
import { parseNumberWord } from '../../../../lib/lead/value-words.ts';

const parse = (word: string, decimal: '.' | ',' = '.') => {
  const bytes = new TextEncoder().encode(`x${word}9`);
  return new NumberReader(decimal).read(bytes, 1, bytes.length - 1);
};

const decimals = fc
  .tuple(
    fc.boolean(),
    fc.bigInt({ min: 0n, max: 10n ** 15n - 1n }).map(String),
    fc.option(fc.stringMatching(/^[0-9]{1,16}$/)),
  )
  .map(
    ([negative, whole, fraction]) =>
      `${negative ? '-' : ''}${whole}${fraction === null ? '' : `.${fraction}`}`,
  );

test('decides on the double nearest to the decimal, to the last bit', () => {
  fc.assert(
    fc.property(decimals, (word) => {
      const parsed = parse(word);
      if (!Number.isNaN(parsed)) expect(parsed).toBe(Number(word));
      const digits = word.replace(/[-.]/g, '').length;
      expect(Number.isNaN(parsed)).toBe(digits > 15);
    }),
    { numRuns: 2000 },
  );
});

test('says of any word what the slow way says, or that it cannot tell', () => {
  const word = fc.string({
    unit: fc.constantFrom('0', '1', '9', '-', '+', '.', ',', 'e', ' ', 'a'),
    maxLength: 8,
  });
  fc.assert(
    fc.property(word, fc.constantFrom<'.' | ','>('.', ','), (text, decimal) => {
      const parsed = parse(text, decimal);
      if (!Number.isNaN(parsed)) expect(parsed).toBe(parseNumberWord(text, decimal));
    }),
    { numRuns: 2000 },
  );
});

test.each(['', '-', '.5', '5.', '007', '1e3', '+1', '1,5', '1 000', '12a', '--1'])(
  'leaves “%s” alone',
  (word) => {
    expect(parse(word)).toBeNaN();
  },
);

test('reads on to the first byte that does not belong to the number', () => {
  const reader = new NumberReader('.');
  const bytes = new TextEncoder().encode('12.5,-3\n');
  expect(reader.readFrom(bytes, 0, bytes.length)).toBe(12.5);
  expect(reader.end).toBe(4);
  expect(reader.readFrom(bytes, 5, bytes.length)).toBe(-3);
  expect(reader.end).toBe(7);
});
