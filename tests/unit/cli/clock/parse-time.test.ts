import fc from 'fast-check';
import { parseSpan, parseTime } from '../../../../cli/clock/parse-time.ts';

test.each([
  ['2026-12-24T09:00:00Z', '2026-12-24T09:00:00.000Z'],
  ['2026-12-24T09:00Z', '2026-12-24T09:00:00.000Z'],
  ['2026-12-24T00:30:00+02:00', '2026-12-23T22:30:00.000Z'],
  ['2026-12-31T23:30:00-02:00', '2027-01-01T01:30:00.000Z'],
  ['2028-02-29', '2028-02-29T00:00:00.000Z'],
])('%s is %s', (text, time) => expect(parseTime(text).toISOString()).toBe(time));

test.each([
  ...['2026-02-29', '2026-02-30T00:00:00Z', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00'],
  ...['2026-12-24T09:00:00', '2026-12-24T24:00:00Z', '2026-12-24T09:60Z', '24.12.2026', 'tomorrow', ''],
  ...['2026-12-24 09:00:00Z', '1798102800', '2026-12-24T09:00:00+25:00'],
])('%j is no time', (text) =>
  expect(() => parseTime(text)).toThrow('Expected a time with its offset, such as 2026-12-24T09:00:00Z'),
);

test('every time that is written as ISO is read as it is', () =>
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
      (time) => expect(parseTime(time.toISOString())).toEqual(time),
    ),
  ));

test.each([
  ['3w', 1_814_400_000],
  ['1w3d', 864_000_000],
  ['12h', 43_200_000],
  ['30m', 1_800_000],
  ['45s', 45_000],
])('%s is %d ms', (text, ms) => expect(parseSpan(text)).toBe(ms));

test.each(['', '3', 'w', '-3w', '0d', '1.5h', '3 w', '3W', '3months', '1w, 2d'])('%j is no span', (text) =>
  expect(() => parseSpan(text)).toThrow('Expected a span such as 3w'),
);
