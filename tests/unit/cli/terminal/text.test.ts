import fc from 'fast-check';
import { chooseColor, PAINT, paint } from '../../../../cli/terminal/screen.ts';
import {
  displayWidth,
  fitLine,
  foldText,
  oneLine,
  padText,
  safeText,
  shortenText,
  wrapText,
} from '../../../../cli/terminal/text.ts';

afterEach(() => chooseColor('auto'));

test.each([
  ['plain', 5],
  ['Größe', 5],
  ['株式会社', 8],
  ['ｱｲｳ', 3],
  ['e\u0301t\u00e9', 3],
  ['🇨🇭 👩‍👩‍👧', 5],
  ['\u001b[31mred\u001b[39m', 3],
  ['', 0],
])('%s takes %d columns', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test.each([
  ['a\u001b[2Jb', 'a␛[2Jb'],
  ['tab\there', 'tab here'],
  ['bell\u0007', 'bell␇'],
  ['\u009b31m', '�31m'],
  ['abc\u202ecba', 'abc�cba'],
  ['株式会社 é 🇨🇭', '株式会社 é 🇨🇭'],
])('%j is shown as %s', (data, shown) => {
  expect(safeText(data)).toBe(shown);
});

test('the colours of the command stay', () => {
  chooseColor('always');
  const line = `${paint('error', 'failed')}: a\u001b]0;title\u0007`;
  expect(safeText(line)).toBe(`${paint('error', 'failed')}: a␛]0;title␇`);
});

test('no text of data moves the cursor of a terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (data) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
      expect(oneLine(data).replace(PAINT, '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    }),
  );
});

test('texts are cut where they are seen to end', () => {
  expect(shortenText('conversion', 5)).toBe('conv…');
  expect(shortenText('short', 5)).toBe('short');
  expect(shortenText('株式会社', 5)).toBe('株式…');
  expect(shortenText('株式会社', 6)).toBe('株式…');
  expect(shortenText('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301…');
  chooseColor('always');
  expect(shortenText(paint('error', 'conversion'), 5)).toBe('\u001b[31mconv\u001b[0m…');
});

test('texts are padded as they are drawn', () => {
  expect(padText('株', 4)).toBe('株  ');
  expect(padText('7', 3, 'left')).toBe('  7');
});

test('words are wrapped; a longer one has a line of its own, or is broken where it must not be wider', () => {
  expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapText('incomprehensible is it', 7)).toEqual(['incomprehensible', 'is it']);
  expect(foldText('incomprehensible is it', 7)).toEqual(['incompr', 'ehensib', 'le', 'is it']);
});

test('no folded line is wider than its room, and no character is lost', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'é', '株', 'e\u0301', '🇨🇭'), minLength: 1 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 2, max: 30 }), (words, width) => {
      const lines = foldText(words.join(' '), width);
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
    }),
  );
});

test.each([
  ['short', ['short']],
  ['Read       leads.csv: 3,000 rows of many', ['Read       leads.csv: 3,000', '           rows of many']],
  ['  indented text that is too long for it', ['  indented text that is too', '  long for it']],
  ['Note: one thing that is to be read here', ['Note: one thing that is to be', '  read here']],
  ['  ! name of it is a column that is long', ['  ! name of it is a column', '    that is long']],
  ['To follow it again: scorelane runs watch 1', ['To follow it again:', '  scorelane runs watch 1']],
  ['  scorelane models promote leads@v4 --why x', ['  scorelane models promote leads@v4 --why x']],
])('%j fits 29 columns', (line, lines) => {
  expect(fitLine(line, 29)).toEqual(lines);
});

test('a colour that begins where a line is folded stays with its text', () => {
  chooseColor('always');
  expect(fitLine(`${paint('error', 'scorelane:')} one two three`, 20)).toEqual([
    `${paint('error', 'scorelane:')} one two`,
    '  three',
  ]);
  expect(fitLine(`  ${paint('error', 'one')} two three four`, 14)).toEqual([
    `  ${paint('error', 'one')} two`,
    '  three four',
  ]);
});
