import fc from 'fast-check';
import { wallTime } from '../../../lib/lead/iso-time.ts';
import { datePart, datePartAt, dayNumber, dayOf } from '../../../lib/model/date-part.ts';

test('a date has the same parts as text and as a time', () => {
  const text = fc
    .tuple(
      fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
      fc.constantFrom(10, 16, 19, 23),
      fc.constantFrom('', 'Z', '+02:00', '-0800'),
    )
    .map(([date, length, offset]) => date.toISOString().slice(0, length) + (length > 10 ? offset : ''));
  fc.assert(
    fc.property(
      text,
      fc.constantFrom('weekday' as const, 'month' as const, 'daypart' as const, 'hour' as const),
      (iso, part) => {
        expect(datePartAt(part, wallTime(iso))).toBe(datePart(part, iso));
        expect(dayOf(wallTime(iso))).toBe(dayNumber(iso));
      },
    ),
  );
});

test.each([
  ['2026-01-31', null],
  ['2026-01-31T00:00:00+02:00', null],
  ['2026-01-31T00:00:01', 'night'],
  ['2026-01-31T05:59', 'night'],
  ['2026-01-31T06:00', 'morning'],
  ['2026-01-31T12:00+02:00', 'afternoon'],
  ['2026-01-31T18:00:00Z', 'evening'],
])('the part of day of %s is %s', (iso, part) => {
  expect(datePart('daypart', iso)).toBe(part);
});
