import type { ToldColumns } from '../../../../lib/lead/told-columns.ts';
import { makeWordRules } from '../../../../lib/lead/value-words.ts';
import { readMixedTable } from '../../../../lib/learning/table/read-table.ts';
import type { NumberColumn } from '../../../../lib/learning/table/table.ts';

/** More different words than a category can have. */
const ROWS = 70_000;
const read = (
  cell: (row: number) => string,
  { rows = ROWS, told = undefined as ToldColumns | undefined, missing = [''] } = {},
) => {
  const lines = Array.from({ length: rows }, (_, row) => `${cell(row)};${row % 3}`);
  const { columns } = readMixedTable(`x;y\n${lines.join('\n')}\n`, { told }, makeWordRules(missing), []);
  return columns[0]!;
};
const numbers = (cell: (row: number) => string, options = {}) => {
  const column = read(cell, options);
  expect(column.kind).toBe('numbers');
  return column as NumberColumn;
};
const amount = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2 });
const dollars = (row: number) => `$${amount.format(row / 4)}`;
const valuesOf = (count: number, value: (row: number) => number) =>
  Array.from({ length: count }, (_, row) => value(row));

test('many different amounts are numbers, whatever stands around them', () => {
  const column = numbers(dollars);
  expect(column.form).toEqual({ decimal: '.', thousands: ',', currency: '$' });
  expect([...column.values]).toEqual(valuesOf(ROWS, (row) => row / 4));
});

test('cells in quotes, missing ones and unusual ones among them', () => {
  const column = numbers((row) =>
    row === 9000
      ? ''
      : row === 9001
        ? '"$ 1,234.5"'
        : row === 9002
          ? '$-7'
          : row === 9003
            ? '1234.5'
            : dollars(row),
  );
  expect([...column.values.slice(8999, 9005)]).toEqual([8999 / 4, NaN, 1234.5, -7, 1234.5, 9004 / 4]);
});

test('thousands that begin late in the file', () => {
  const column = numbers((row) =>
    (row < 5000 ? `${row}` : row.toLocaleString('en-US')).replace(
      /^(.*)$/,
      row === 60_000 ? '1,234,567' : '$1',
    ),
  );
  expect(column.form).toEqual({ decimal: '.', thousands: ',' });
  expect([...column.values.slice(4999, 5002)]).toEqual([4999, 5000, 5001]);
  expect(column.values[60_000]).toBe(1_234_567);
});

test('parentheses, a currency and decimals that turn up one after the other', () => {
  const column = numbers((row) =>
    row === 20_000 ? '(5)' : row === 30_000 ? '7 €' : row === 40_000 ? '1.234,5' : `${row}`,
  );
  expect(column.form).toEqual({ decimal: ',', thousands: '.', currency: '€', accounting: true });
  expect([20_000, 30_000, 40_000, 50_000].map((row) => column.values[row])).toEqual([-5, 7, 1234.5, 50_000]);
});

test('a mark that may be either, late in a file of whole numbers, is not read in silence', () => {
  const column = numbers((row) => (row === 50_000 ? '1.247' : `${row}`));
  expect(column.ambiguous).toMatchObject({ word: '1.247', readings: [{ value: 1247 }, { value: 1.247 }] });
  const decided = numbers((row) => (row === 50_000 ? '1.247' : row === 60_000 ? '0.5' : `${row}`));
  expect(decided.ambiguous).toBeUndefined();
  expect(decided.values[50_000]).toBe(1.247);
  const thousands = numbers((row) => (row === 50_000 ? '1.247' : row === 60_000 ? '0,5' : `${row}`));
  expect(thousands.ambiguous).toBeUndefined();
  expect(thousands.form).toEqual({ decimal: ',', thousands: '.' });
  expect(thousands.values[50_000]).toBe(1247);
});

test('all of it may be either', () => {
  const cell = (row: number) => (1000 + row).toLocaleString('en-US');
  expect(numbers(cell).ambiguous?.readings.map(({ value }) => value)).toEqual([1000, 1]);
  const told: ToldColumns = new Map([
    ['x', { type: 'number', numberForm: { decimal: '.', thousands: ',' } }],
  ]);
  const column = numbers(cell, { told });
  expect(column.ambiguous).toBeUndefined();
  expect(column.values[69_999]).toBe(70_999);
});

test('contradicting forms, two currencies and words end it, and the word is named', () => {
  expect(read((row) => (row === 60_000 ? '1.234,50' : dollars(row)))).toMatchObject({
    kind: 'text',
    noNumber: '1.234,50',
  });
  expect(read((row) => (row === 60_000 ? '€5' : dollars(row)))).toMatchObject({
    kind: 'text',
    noNumber: '€5',
  });
  expect(read((row) => (row === 60_000 ? 'unknown' : dollars(row)))).toMatchObject({
    kind: 'text',
    noNumber: 'unknown',
  });
});

test('a number that means “missing” is none', () => {
  const column = numbers((row) => (row % 100 === 7 ? '-1' : `${row}`), { rows: 5000, missing: ['-1'] });
  expect([...column.values.slice(5, 9)]).toEqual([5, 6, NaN, 8]);
});

test('a column that is said to be a category keeps its words', () => {
  const told: ToldColumns = new Map([['x', { type: 'category' }]]);
  expect(read((row) => `${row}`, { rows: 5000, told }).kind).toBe('words');
});
