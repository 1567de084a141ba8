import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { collectList } from '../../../cli/options.ts';
import { writeDrops } from '../../../lib/learning/profile/write-drops.ts';

test.each([
  ['a,b', ['a', 'b']],
  [' a , b ', ['a', 'b']],
  ['"a, b",c', ['a, b', 'c']],
  ['c,"a, b"', ['c', 'a, b']],
  ['"say ""hi"""', ['say "hi"']],
  ['5" pipe', ['5" pipe']],
])('%s', (text, words) => {
  expect(collectList(text)).toEqual(words);
});

test('several times add up', () => {
  expect(collectList('c', collectList('a,b'))).toEqual(['a', 'b', 'c']);
});

test.each([
  ['', 'Expected names separated by commas.'],
  ['a,', 'Expected names separated by commas.'],
  ['""', 'Expected names separated by commas.'],
  ['"a', 'Expected a closing quotation mark, got “"a”.'],
  ['a,"b,c', 'Expected a closing quotation mark, got “"b,c”.'],
  ['"a"b', 'Expected a comma behind “"a"”, got “b”.'],
])('%s is refused', (text, message) => {
  expect(() => collectList(text)).toThrow(message);
});

test('what the profile suggests leaves those columns out, pasted into a shell', () => {
  // As a header has them: trimmed, not empty, on one line.
  const name = fc
    .oneof(
      fc.string({ unit: fc.constantFrom(...'ab ,"\'$`\\;*!é(-'), minLength: 1, maxLength: 8 }),
      fc.constantFrom('size, m²', 'deal "won"', "it's", '-x', '"', 'a,"b"', '$HOME', 'a b'),
    )
    .map((text) => text.trim())
    .filter((text) => text !== '');
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
      const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${writeDrops(names)}`], { encoding: 'utf8' });
      const words = stdout.split('\0').slice(0, -1);
      expect(words.filter((_, i) => i % 2 === 0)).toEqual(names.map(() => '--drop'));
      const read = words
        .filter((_, i) => i % 2 === 1)
        .reduce<readonly string[] | undefined>((before, word) => collectList(word, before), undefined);
      expect(read).toEqual(names);
    }),
    { numRuns: 60 },
  );
});
