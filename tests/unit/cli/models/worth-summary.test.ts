import { describePerformance } from '../../../../cli/models/performance-summary.ts';
import { describeWorth } from '../../../../cli/models/worth-summary.ts';
import { displayWidth } from '../../../../cli/terminal/text.ts';
import type { ValuedLead } from '../../../../lib/outcomes/performance/call-results.ts';
import { measureWorth, tellWrongPolicy } from '../../../../lib/outcomes/performance/measure-worth.ts';
import { PERFORMANCE } from '../../../support/known-performance.ts';

/** Every second of the likelier half converts, and every tenth of the others. */
const LEADS = Array.from({ length: 200 }, (_, i): ValuedLead => {
  const isLikely = i < 100;
  const label = i % (isLikely ? 2 : 10) === 0 ? 1 : 0;
  return { probability: isLikely ? 0.5 : 0.1, label, value: 100 + (i % 7) };
});
const WORTH = measureWorth(LEADS, { costPerCall: 20, currency: 'EUR' });

test('calls are told with their capacities', () => {
  const lines = describeWorth(WORTH, 300);
  expect(lines[0]).toBe('What calls are worth, in EUR');
  expect(lines.join('\n')).toContain(
    'calling the top 50 % brought the highest profit: 3,147 EUR (2,226 to 4,268) from 100 calls.',
  );
  const [titles, ...rows] = lines.slice(lines.indexOf('') + 1);
  expect(titles!.trim().split(/ {2,}/)).toEqual([
    'top',
    'calls',
    'from',
    'came',
    'value',
    'cost',
    'profit',
    'at random',
  ]);
  expect(rows[4]!.trim().split(/ {2,}/)).toEqual([
    ...['50 %', '100', '0.5', '50', '5,147', '2,000', '3,147 (2,226 to 4,268)', '1,088'],
  ]);
});

test.each([60, 80, 200])('they fit a terminal of %d columns', (width) => {
  const lines = describePerformance({ ...PERFORMANCE, worth: WORTH }, width);
  expect(lines).toContain('What calls are worth, in EUR');
  expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
});

test('without figures it is said why', () => {
  expect(describeWorth(tellWrongPolicy('policies/m.json: it is wrong.'), 80)).toEqual([
    'What calls are worth',
    '  policies/m.json: it is wrong.',
  ]);
});
