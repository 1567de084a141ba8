import { drawBars } from '../../../../cli/terminal/block-bars.ts';

test('bars go from the lowest block to the highest, gaps are spaces', () => {
  expect(drawBars([0, 1, 2, 4, undefined, 8])).toBe('▁▂▃▅ █');
  expect(drawBars([0, 0])).toBe('▁▁');
  expect(drawBars([])).toBe('');
});
