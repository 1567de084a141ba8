import { createValueReader } from '../../../../lib/files/scoring/read-json-value.ts';
import type { Field } from '../../../../lib/lead/schema.ts';
import { makeWordRules } from '../../../../lib/lead/value-words.ts';

const rules = makeWordRules(['na']);
const read = (field: Record<string, unknown>, value: unknown) =>
  createValueReader({ name: 'x', required: false, ...field } as unknown as Field, rules)(value);

const number = { type: 'number', integer: false, range: [0, 1] };
const euros = { ...number, form: { decimal: ',', thousands: '.', currency: '€' } };
const category = { type: 'category', levels: ['10115'] };

test.each<[string, Record<string, unknown>, unknown, unknown]>([
  ['a number', number, 12.5, 12.5],
  ['a number as text', number, ' 12.5 ', 12.5],
  ['a number as text, in the form of training', euros, '1.234,5 €', 1234.5],
  ['a number of JSON, whatever the form is', euros, 1234.5, 1234.5],
  ['a number that means “missing”', { ...number, missing_words: ['999'] }, 999, null],
  ['text that means “missing”', number, 'NA', null],
  ['empty text', category, '', null],
  ['a number in a category', category, 10115, '10115'],
  ['text in a category', category, ' Zu\u0308rich', 'Zürich'],
  ['a boolean', { type: 'boolean' }, false, false],
  ['a boolean as text', { type: 'boolean' }, 'Yes', true],
  ['a date in the form of training', { type: 'date', form: 'dd/mm/yyyy' }, '31/01/2026', '2026-01-31'],
  ['a number that is a date', { type: 'date', form: 'yyyymmdd' }, 20260131, '2026-01-31'],
  ['seconds', { type: 'date', form: 'epoch_s' }, 1769817600, '2026-01-31T00:00:00Z'],
  ['text that does not fit, for the message', number, 'many', 'many'],
  ['a number where a boolean is expected', { type: 'boolean' }, 1, 1],
  ['null', number, null, null],
])('%s', (_name, field, value, expected) => {
  expect(read(field, value)).toEqual(expected);
});
