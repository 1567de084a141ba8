import fc from 'fast-check';
import { parseNumberBytes, UNDECIDED } from '../../../lib/csv/parse-number.ts';
import { parseNumberWord } from '../../../lib/lead/value-words.ts';

const parse = (word: string, decimal: '.' | ',' = '.') => {
  const bytes = new TextEncoder().encode(`x${word}9`);
  return parseNumberBytes(bytes, 1, bytes.length - 1, decimal.charCodeAt(0));
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
      if (parsed !== UNDECIDED) expect(parsed).toBe(Number(word));
      const digits = word.replace(/[-.]/g, '').length;
      expect(parsed === UNDECIDED).toBe(digits > 15);
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
      if (parsed !== UNDECIDED) expect(parsed).toBe(parseNumberWord(text, decimal));
    }),
    { numRuns: 2000 },
  );
});

test.each(['', '-', '.5', '5.', '007', '1e3', '+1', '1,5', '1 000', '12a', '--1'])(
  'leaves “%s” alone',
  (word) => {
    expect(parse(word)).toBe(UNDECIDED);
  },
);
