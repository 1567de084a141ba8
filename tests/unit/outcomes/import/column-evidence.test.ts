import { DateColumn, NumberColumn } from '../../../../lib/outcomes/import/column-evidence.ts';

const dates = (...words: string[]) => {
  const column = new DateColumn('closed');
  for (const word of words) column.add(word);
  return column;
};
const decide = (...words: string[]) => dates(...words).decide('--at', undefined);

test.each([
  ['ISO 8601', ['2026-01-02', '2026-01-31T10:00:00+01:00'], undefined],
  ['a day above 12', ['01/02/2026', '31/01/2026'], 'dd/mm/yyyy'],
  ['the same, the other way round', ['01/31/2026', '01/02/2026'], 'mm/dd/yyyy'],
  ['words that are no dates beside it', ['n.v.', '31.01.2026', '99.99.2026'], 'dd.mm.yyyy'],
  ['names of months', ['3 Mar 2026'], 'dd mmm yyyy'],
  ['eight digits', ['20260131'], 'yyyymmdd'],
  ['seconds since 1970', ['1769850000', '1769850001'], 'epoch_s'],
  ['milliseconds since 1970', ['1769850000000'], 'epoch_ms'],
])('dates: %s', (_, words, form) => {
  expect(decide(...words)).toBe(form);
});

test('dates: what is told holds, also ISO 8601', () => {
  expect(dates('01/02/2026').decide('--at', { form: 'mm/dd/yyyy' })).toBe('mm/dd/yyyy');
  expect(dates('01/02/2026').decide('--at', { form: undefined })).toBeUndefined();
});

test.each([
  [
    'either form',
    ['01/02/2026'],
    '--at closed: “01/02/2026” may be 2026-02-01 or 2026-01-02, and no other value of the column says which: pass --date-form dd/mm/yyyy or --date-form mm/dd/yyyy.',
  ],
  [
    'two forms',
    ['31/01/2026', '01/31/2026'],
    '--at closed: expected dates in one form, found several (“31/01/2026” is dd/mm/yyyy, “01/31/2026” is mm/dd/yyyy). Write them in one, such as 2026-01-31, or name one with --date-form: rows in another form are then set aside.',
  ],
  [
    'other numbers',
    ['46053'],
    '--at closed: expected dates, found numbers such as “46053”. Pass --date-form epoch_s, epoch_ms, yyyymmdd or excel to say what they count.',
  ],
  ['nothing', [], '--at closed: expected dates, found an empty column. Name another one.'],
  [
    'words',
    ['Anna'],
    '--at closed: expected dates such as 2026-01-31, found none; it has “Anna”. Name another column.',
  ],
])('dates: %s is refused with what to do', (_, words, message) => {
  expect(() => decide(...words)).toThrow(message);
});

const numbers = (words: readonly string[], decimal?: '.' | ',') => {
  const column = new NumberColumn('amount', decimal === undefined ? {} : { decimal });
  for (const word of words) column.add(word);
  return column.decide('--value');
};

test('numbers: as the whole column writes them', () => {
  expect(numbers(['1.200,50', '300'])).toEqual({ decimal: ',', thousands: '.' });
  expect(numbers(['$1,200.50', 'ten'])).toEqual({ decimal: '.', thousands: ',', currency: '$' });
  expect(numbers([])).toEqual({ decimal: '.' });
  expect(numbers(['1.250'], ',')).toMatchObject({ decimal: ',' });
});

test('numbers: what may be read in two ways is refused with what to do', () => {
  expect(() => numbers(['1.250'])).toThrow(
    '--value amount: “1.250” may be 1250 or 1.25, and no other value of the column says which: pass --decimal , for 1250 or --decimal . for 1.25',
  );
  expect(() => numbers(['$5', '€6'])).toThrow('are not one number column: convert them into one currency');
});
