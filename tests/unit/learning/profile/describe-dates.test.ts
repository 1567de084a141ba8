import { describeDates, makePartBins, makePeriods } from '../../../../lib/learning/profile/describe-dates.ts';
import { tallyLevels, tallyNumbers } from '../../../../lib/learning/profile/tally.ts';

const dayOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
const tally = (...dates: readonly (string | undefined)[]) =>
  tallyNumbers(
    { values: Float64Array.from(dates, (date) => (date === undefined ? Number.NaN : dayOf(date))) },
    Uint8Array.from(dates, (_, i) => (i === 0 ? 1 : 0)),
    Int32Array.from(dates.keys()),
  );
const periods = (...dates: readonly (string | undefined)[]) =>
  makePeriods(tally(...dates), { rows: dates.length, hasOutcome: true }).map(({ label, rows }) => [
    label,
    rows,
  ]);

test('first, last, and the first of the longest gaps', () => {
  expect(describeDates(tally('2024-02-27', '2024-02-28', '2024-03-05', '2024-03-01', '2024-03-09'))).toEqual({
    first: '2024-02-27',
    last: '2024-03-09',
    span_days: 12,
    per: 'day',
    longest_gap: { after: '2024-03-01', before: '2024-03-05', days: 3 },
  });
});

test('days without a gap, one day, no day', () => {
  expect(describeDates(tally('2024-12-31', '2025-01-01'))).not.toHaveProperty('longest_gap');
  expect(describeDates(tally('2024-12-31'))).toMatchObject({ span_days: 1, first: '2024-12-31' });
  expect(describeDates(tally(undefined))).toBeUndefined();
  expect(periods(undefined)).toEqual([['missing', 1]]);
});

test('days, months or years, with empty ones among them and missing ones last', () => {
  expect(periods('2025-02-28', '2025-03-02', undefined)).toEqual([
    ['2025-02-28', 1],
    ['2025-03-01', 0],
    ['2025-03-02', 1],
    ['missing', 1],
  ]);
  expect(periods('2024-11-30', '2025-02-01')).toEqual([
    ['2024-11', 1],
    ['2024-12', 0],
    ['2025-01', 0],
    ['2025-02', 1],
  ]);
  expect(periods('2018-05-01', '2018-06-01', '2024-01-01').slice(0, 2)).toEqual([
    ['2018', 2],
    ['2019', 0],
  ]);
});

test('parts of the calendar are listed in its order, by name', () => {
  const count = (part: 'weekday' | 'month' | 'hour', ...levels: string[]) => {
    const codes = levels.map((_, i) => i);
    const counted = tallyLevels({ levels, codes }, new Uint8Array(levels.length), Int32Array.from(codes));
    return makePartBins(counted, part, { rows: levels.length, hasOutcome: false }).map(({ label }) => label);
  };
  expect(count('weekday', '7', '1', '3')).toEqual(['Monday', 'Wednesday', 'Sunday']);
  expect(count('month', '12', '02')).toEqual(['February', 'December']);
  expect(count('hour', '23', '09')).toEqual(['09:00', '23:00']);
});
