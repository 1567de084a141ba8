import {
  formatBytes,
  formatDuration,
  formatMetric,
  formatRate,
  formatSeconds,
  formatSigned,
} from '../../../../cli/terminal/format.ts';

test.each([
  [0, '0 ms'],
  [85.4, '85 ms'],
  [999.7, '1.0 s'],
  [1234, '1.2 s'],
  [9949, '9.9 s'],
  [9950, '10 s'],
  [59_499, '59 s'],
  [60_000, '1 min'],
  [125_000, '2 min 5 s'],
  [12_000_000, '3 h 20 min'],
  [86_400_000, '1 d'],
  [187_200_000, '2 d 4 h'],
])('%d ms: %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('what changes while it is read has whole seconds', () => {
  expect([400, 1000, 9400, 61_000].map(formatSeconds)).toEqual(['0 s', '1 s', '9 s', '1 min 1 s']);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [3_400_000, '3.4 MB'],
  [9_960_000, '10 MB'],
  [999_600, '1.0 MB'],
  [12_300_000_000, '12 GB'],
])('%d bytes: %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test('rates, effects and figures', () => {
  expect([0.34, 9.96, 1234.5].map(formatRate)).toEqual(['0.3', '10', '1,235']);
  expect([0.5, -0.5, -0.0001].map((x) => formatSigned(x))).toEqual(['+0.500', '−0.500', '0.000']);
  expect([formatMetric('rows', 5399), formatMetric('roc_auc', 0.8), formatMetric('log_loss', 0.4)]).toEqual([
    '5,399',
    '0.800',
    '0.4000',
  ]);
});
