import { DATE_FORMS, exampleOf, parseDateForm, readingsOf } from '../../../lib/lead/date-form.ts';
import { monthOf } from '../../../lib/lead/month-names.ts';

test.each([
  ['dd/mm/yyyy', 'dd/mm/yyyy'],
  ['DD.MM.YYYY HH:mm', 'dd.mm.yyyy'],
  ['d/m/yyyy', 'dd/mm/yyyy'],
  ['%m/%d/%Y %I:%M %p', 'mm/dd/yyyy'],
  ['%d-%b-%y', 'dd mmm yy'],
  ['MMMM dd, yyyy', 'mmm dd yyyy'],
  ['yyyymmddThhmmss', 'yyyymmdd'],
  ['epoch_ms', 'epoch_ms'],
  ['ISO', undefined],
  ['yyyy-mm-dd', undefined],
])('the form %s is %s', (text, form) => {
  expect(parseDateForm(text)).toBe(form);
});

test('a form that there is not', () => {
  expect(() => parseDateForm('dd/mm')).toThrow('expected a form of dates, got “dd/mm”.');
  expect(() => parseDateForm('epoch_sec')).toThrow('Did you mean epoch_s? There are: iso, dd/mm/yyyy,');
});

test.each(DATE_FORMS)('%s reads its example, and is told by its name', (form) => {
  expect(parseDateForm(form)).toBe(form);
  if (/^(epoch|excel)/.test(form)) return;
  expect(readingsOf(exampleOf(form))).toContainEqual({ form, iso: '2026-01-31' });
});

test.each([
  ['Sat Jan 31 2026 09:30:05 GMT+0200 (Central European Summer Time)', '2026-01-31T09:30:05+02:00'],
  ['Saturday, January 31st, 2026 at 9:30 p.m.', '2026-01-31T21:30'],
  ['31 de enero de 2026', '2026-01-31'],
  ["31 août '25", '2025-08-31'],
  ['2026 Jan 31', '2026-01-31'],
  ['31Jan2026', '2026-01-31'],
  ['2026-1-5 9:07', '2026-01-05T09:07'],
  ['12:00', undefined],
  ['31 juj 2026', undefined],
])('%s', (word, iso) => {
  expect(readingsOf(word)[0]?.iso).toBe(iso);
});

test('months: a beginning that two months share is none', () => {
  expect(['jan', 'März', 'MRZ', 'févr', 'ago', 'dez', 'jui', 'ma'].map(monthOf)).toEqual([
    ...[1, 3, 3, 2, 8, 12, undefined, undefined],
  ]);
});
