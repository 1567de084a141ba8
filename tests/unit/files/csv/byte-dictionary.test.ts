import fc from 'fast-check';
import { ByteDictionary } from '../../../../lib/files/csv/byte-dictionary.ts';

const encoder = new TextEncoder();

test('equal words have one code, in the order of their first appearance', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '漢', '0'), maxLength: 5 });
  fc.assert(
    fc.property(fc.array(word, { maxLength: 400 }), (words) => {
      const dictionary = new ByteDictionary();
      const codes = words.map((text) => {
        const bytes = encoder.encode(`>${text}<`);
        return dictionary.codeOf(bytes, 1, bytes.length - 1);
      });
      const distinct = [...new Set(words)];
      expect(dictionary.words).toEqual(distinct);
      expect(codes).toEqual(words.map((text) => distinct.indexOf(text)));
    }),
  );
});

test('spellings that decode to one word share its code', () => {
  const dictionary = new ByteDictionary();
  const codes = ['web', '\u00a0web', 'web\u2003', 'fair'].map((text) => {
    const bytes = encoder.encode(text);
    return dictionary.codeOf(bytes, 0, bytes.length);
  });
  expect(codes).toEqual([0, 0, 0, 1]);
  expect(dictionary.words).toEqual(['web', 'fair']);
});
