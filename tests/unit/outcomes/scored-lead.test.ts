import { createHash } from 'node:crypto';
import {
  endOfWeek,
  leadKeyOf,
  startOfWeek,
  weekOf,
  weeksBetween,
} from '../../../lib/outcomes/scored-lead.ts';

test.each([
  ['2026-11-30T00:00:00.000Z', '2026-11-30'],
  ['2026-12-06T23:59:59.999Z', '2026-11-30'],
  ['2026-12-07T00:00:00.000Z', '2026-12-07'],
  ['2027-01-01T12:00:00.000Z', '2026-12-28'],
  ['1969-12-31T00:00:00.000Z', '1969-12-29'],
])('%s is of the week of %s', (at, week) => {
  expect(weekOf(new Date(at))).toBe(week);
  expect(startOfWeek(week).getUTCDay()).toBe(1);
  expect(endOfWeek(week).getTime() - startOfWeek(week).getTime()).toBe(7 * 86_400_000);
});

test('the weeks between two times are all that they touch', () => {
  const weeks = (from: string, to: string) => weeksBetween(new Date(from), new Date(to));
  expect(weeks('2026-12-06T23:00:00Z', '2026-12-14T00:00:00Z')).toEqual([
    '2026-11-30',
    '2026-12-07',
    '2026-12-14',
  ]);
  expect(weeks('2026-12-07T00:00:00Z', '2026-12-07T00:00:00Z')).toEqual(['2026-12-07']);
  expect(weeks('2026-12-08T00:00:00Z', '2026-12-01T00:00:00Z')).toEqual([]);
});

test('a lead is kept under the SHA-256 of its reference', () => {
  expect(leadKeyOf('Ü 1')).toBe(createHash('sha256').update('Ü 1', 'utf8').digest('hex'));
});
