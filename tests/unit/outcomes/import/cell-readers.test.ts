import fc from 'fast-check';
import {
  errorsOf,
  readInstant,
  readNumber,
  readReference,
} from '../../../../lib/outcomes/import/cell-readers.ts';

const LATEST = Date.UTC(2026, 11, 2);
const at = (word: string, day: 'begin' | 'end' = 'end', form?: string) =>
  readInstant('closed', word, form, day);

test.each([
  ['2026-11-30', 'end', '2026-11-30T23:59:59.999Z'],
  ['2026-11-30', 'begin', '2026-11-30T00:00:00.000Z'],
  ['2026-11-30 10:30', 'end', '2026-11-30T10:30:00.000Z'],
  ['2026-11-30T10:30:00+02:00', 'end', '2026-11-30T08:30:00.000Z'],
  ['2026-11-30T00:00:00Z', 'end', '2026-11-30T00:00:00.000Z'],
] as const)('%s stands for its %s', (word, day, value) => {
  expect(at(word, day)).toEqual({ value });
});

test.each([
  ['', 'expected a date, found none'],
  ['n/a', 'expected a date, found none'],
  ['Anna', 'expected a date such as 2026-01-31, found “Anna”'],
  ['2026-02-30', '“2026-02-30” does not exist'],
  ['x'.repeat(60), `expected a date such as 2026-01-31, found “${'x'.repeat(40)}…”`],
])('“%s” is no time', (word, message) => {
  const [error] = errorsOf([at(word)]);
  expect(error).toMatchObject({ field: 'closed', message });
  // For places where no values of leads may stand.
  if (message.includes('“')) expect(error!.reason).not.toContain(word);
});

test('every day that exists is a time of the wire on that day, at its beginning and at its end', () => {
  const min = new Date('1990-01-01T00:00:00Z');
  fc.assert(
    fc.property(fc.date({ min, max: new Date(LATEST - 1), noInvalidDate: true }), (date) => {
      const day = date.toISOString().slice(0, 10);
      expect(at(day, 'begin')).toEqual({ value: `${day}T00:00:00.000Z` });
      expect(at(day, 'end')).toEqual({ value: `${day}T23:59:59.999Z` });
      const [year, month, of] = day.split('-');
      expect(at(`${of}.${month}.${year}`, 'begin', 'dd.mm.yyyy')).toEqual(at(day, 'begin'));
    }),
  );
});

test('references and numbers: what does not fit is said with its column', () => {
  expect(readReference('id', '00Q5')).toEqual({ value: '00Q5' });
  expect(errorsOf([readReference('id', ''), readReference('id', 'x'.repeat(129))])).toEqual([
    { field: 'id', message: 'expected the reference of a lead, found none' },
    {
      field: 'id',
      message: 'expected text of 1 to 128 characters without control characters, got 129 characters',
    },
  ]);
  const share = (word: string, percent = false) =>
    readNumber(
      'p',
      word,
      percent ? { decimal: '.', percent } : { decimal: '.' },
      (x) => x <= 1,
      'from 0 to 1',
    );
  expect([share('0.25'), share('25 %', true)]).toEqual([{ value: 0.25 }, { value: 0.25 }]);
  expect(errorsOf([share('25')])).toEqual([
    {
      field: 'p',
      message: 'expected a number, from 0 to 1, found “25”',
      reason: 'expected a number, from 0 to 1, found another word',
    },
  ]);
});
