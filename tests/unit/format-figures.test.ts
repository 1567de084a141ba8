import { formatNumber, formatShare } from '../../lib/format-figures.ts';
import { quoteForShell } from '../../lib/quoting.ts';

test.each([
  [0, '0'],
  [-12, '-12'],
  [1234567, '1,234,567'],
  [1234.567, '1,235'],
  [0.123456, '0.1235'],
  [0.00001234, '1.23e-5'],
  [1.5e21, '1.5e+21'],
])('%d is written %s', (x, text) => {
  expect(formatNumber(x)).toBe(text);
});

test.each([
  [0, '0 %'],
  [1, '100 %'],
  [0.1234, '12.3 %'],
  [0.0001, '< 0.1 %'],
  [0.99999, '> 99.9 %'],
])('the share %d is written %s', (share, text) => {
  expect(formatShare(share)).toBe(text);
});

test.each([
  ['won_date,x', 'won_date,x'],
  ['Lead Status', "'Lead Status'"],
  ["Lead's", `'Lead'\\''s'`],
])('%s is told the shell as %s', (text, quoted) => {
  expect(quoteForShell(text)).toBe(quoted);
});
