import { drawBars } from '../../../cli/terminal/block-bars.ts';
import { alignCells, shortenText, wrapText } from '../../../cli/terminal/text-table.ts';

test('cells are aligned, words to the left and figures to the right', () => {
  expect(
    alignCells(
      [
        ['', 'rows'],
        ['visits', '7'],
        ['a', '1,000'],
      ],
      ['left', 'right'],
    ),
  ).toEqual(['         rows', 'visits      7', 'a       1,000']);
});

test('texts are cut and wrapped to a width', () => {
  expect(shortenText('conversion', 5)).toBe('conv…');
  expect(shortenText('short', 5)).toBe('short');
  expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapText('incomprehensible is it', 7)).toEqual(['incomprehensible', 'is it']);
});

test('bars go from the lowest block to the highest, gaps are spaces', () => {
  expect(drawBars([0, 1, 2, 4, undefined, 8])).toBe('▁▂▃▅ █');
  expect(drawBars([0, 0])).toBe('▁▁');
  expect(drawBars([])).toBe('');
});
