import type { ColumnSetting } from '../../../lib/contract/column-settings.ts';
import type { FileCase } from '../file-case.ts';

const source = { source: { type: 'category' } };
const number = (column: string, form?: object) => ({
  ...source,
  [column]: { type: 'number', ...(form === undefined ? {} : { form }) },
});
const told = (column: string, said: ColumnSetting) => ({ columns: { [column]: said } });

export const cases: readonly FileCase[] = [
  {
    file: 'dollars.csv',
    shows: 'currency before, thousands, two ways to write a negative amount',
    fields: number('budget', { decimal: '.', thousands: ',', currency: '$', accounting: true }),
    values: { budget: [1234.5, 950, 12, 1048576.25, -3.1, -40, 0.99, null, 7000] },
  },
  {
    file: 'euros-behind.csv',
    shows: 'currency behind, thousands by point, decimal comma',
    fields: number('budget', { decimal: ',', thousands: '.', currency: '€' }),
    values: { budget: [1234.5, 950, 12, 1048576.25, -3.1, 0.99, null, 7000] },
  },
  {
    file: 'codes-of-currencies.csv',
    shows: 'a sign and its code are one currency',
    fields: number('budget', { decimal: '.', thousands: ',', currency: 'EUR' }),
    values: { budget: [1234.5, 950, 12.25, 7, 5] },
  },
  {
    file: 'percent.csv',
    shows: 'percentages are read as they are written',
    fields: number('open_rate', { decimal: '.', percent: true }),
    values: { open_rate: [12, 7.5, 0.5, 100, 0, 33.33] },
  },
  {
    file: 'accounting.csv',
    shows: 'negative numbers in parentheses',
    fields: number('profit', { decimal: '.', thousands: ',', accounting: true }),
    values: { profit: [-1234.5, 950, 12.25, -3.1, 0, 1048576] },
  },
  {
    file: 'trailing-minus.csv',
    shows: 'a minus behind the number, and Unicode’s',
    fields: { source: {}, balance: { type: 'number', range: [-1234.5, 950] } },
    values: { balance: [-1234.5, 950, -12.25, 7, -3.5] },
  },
  {
    file: 'spaces.csv',
    shows: 'thousands by every kind of space, decimal comma',
    fields: number('revenue', { decimal: ',', thousands: ' ' }),
    values: { revenue: [1234.5, 950, 1048576.25, 12.5, 7000] },
  },
  {
    file: 'apostrophes.csv',
    shows: 'thousands by straight and curved apostrophes',
    fields: number('premium', { decimal: '.', thousands: "'", currency: 'CHF' }),
    values: { premium: [1234.5, 950, 1048576.25, 12.5, 7000] },
  },
  {
    file: 'indian.csv',
    shows: 'lakhs and crores',
    fields: number('price', { decimal: '.', thousands: ',', currency: '₹' }),
    values: { price: [1234567, 123456.5, 950, 1234, 99999] },
  },
  {
    file: 'decimal-commas.csv',
    shows: 'decimal commas without --decimal',
    fields: number('score', { decimal: ',' }),
    values: { score: [1.5, 2, 0.125, -3.25, 12.75, 1000] },
  },
  {
    file: 'zloty.csv',
    shows: 'a currency of letters',
    fields: number('value', { decimal: ',', thousands: ' ', currency: 'zł' }),
    values: { value: [1234.5, 950, 12.25, 7] },
  },
  {
    file: 'signed.csv',
    shows: 'a plus sign before every number above zero',
    fields: number('change', { decimal: '.', plus: true }),
    values: { change: [5, -3, 12.5, 0, -0.25, 7] },
  },
  {
    file: 'ambiguous-points.csv',
    shows: 'may be thousands or decimals, and is refused',
    refused: [
      '“1.247” may be “1247” or “1.247”',
      "--type 'clicks=number:1.234,5'",
      "--type 'clicks=number:1234.5'",
    ],
  },
  {
    file: 'ambiguous-points.csv',
    shows: 'is thousands when --decimal says so',
    told: { decimal: ',' },
    fields: number('clicks', { decimal: ',', thousands: '.' }),
    values: { clicks: [1247, 950, 12300, 7, 2048] },
  },
  {
    file: 'ambiguous-points.csv',
    shows: 'is decimals when --type says so',
    told: told('clicks', { type: 'number', form: '1234.5' }),
    fields: number('clicks'),
    values: { clicks: [1.247, 950, 12.3, 7, 2.048] },
  },
  {
    file: 'ambiguous-commas.csv',
    shows: 'may be thousands or decimals, and is refused',
    refused: [
      '“1,247” may be “1247” or “1.247”',
      "--type 'clicks=number:1,234.5'",
      "--type 'clicks=number:1234,5'",
    ],
  },
  {
    file: 'three-decimals.csv',
    shows: 'a number below 1 shows that the point is the decimal sign',
    fields: number('rate'),
    values: { rate: [1.247, 0.125, 12.5, 950, 2.048] },
  },
  {
    file: 'two-forms.csv',
    shows: 'contradicts itself: no number column, and both forms are shown',
    fields: { source: {}, amount: { type: 'category' } },
    warnings: ['“1,234.50” and “1.234,50” are numbers of two forms'],
  },
  {
    file: 'two-forms.csv',
    shows: 'contradicts what --decimal says',
    told: { decimal: ',' },
    fields: { source: {}, amount: { type: 'category' } },
    warnings: ['“1,234.50” is no number in the form that was said, “,” before decimals (--decimal)'],
  },
  {
    file: 'two-currencies.csv',
    shows: 'amounts in two currencies are not one number column',
    fields: { source: {}, amount: { type: 'category' } },
    warnings: ['amounts in “$” and “€” are not one number column', "--type 'amount=category'"],
  },
  {
    file: 'codes.csv',
    shows: 'leading zeros make codes',
    fields: { source: {}, code: { type: 'category', levels: ['001', '007', '012', '120'] } },
  },
  {
    file: 'codes.csv',
    shows: 'leading zeros are numbers when --type says so',
    told: told('code', { type: 'number' }),
    fields: number('code', { decimal: '.', leading_zeros: true }),
    values: { code: [7, 12, 120, 1] },
  },
  {
    file: 'phones.csv',
    shows: 'telephone numbers in groups stay codes',
    fields: { source: {}, phone: { type: 'category' } },
  },
  {
    file: 'addresses.csv',
    shows: 'IP addresses stay codes',
    fields: { source: {}, server: { type: 'category' } },
  },
  {
    file: 'placeholders.csv',
    shows: 'a placeholder in half of the rows is suggested as missing',
    fields: { source: {}, employees: { type: 'category' } },
    warnings: ['12 of 24 values are not numbers (“-”)', "--missing 'employees:-'"],
  },
  {
    file: 'placeholders.csv',
    shows: 'a placeholder is missing when --missing says so',
    told: told('employees', { missing: ['-'] }),
    fields: { source: {}, employees: { type: 'number', required: false, missing_words: ['-'] } },
    values: { employees: [null, 250, null, 40, null, 1200] },
  },
  {
    file: 'placeholder-levels.csv',
    shows: 'a placeholder of a category is suggested as missing',
    fields: { source: {}, city: { type: 'category' } },
    warnings: ['“Select…” in 6 of 24 rows', "--missing 'city:Select…'"],
  },
  {
    file: 'spellings.csv',
    shows: 'the same text is one level; levels that differ by case are reported',
    fields: {
      source: {},
      city: { type: 'category', levels: ['Berlin', 'Bonn', 'Zürich', 'BERLIN', 'berlin'] },
    },
    warnings: [
      '“Berlin” and “BERLIN” and “berlin” differ only by case: --merge-case city makes them one level',
    ],
  },
  {
    file: 'spellings.csv',
    shows: 'levels that differ by case are one when --merge-case says so',
    told: told('city', { merge_case: true }),
    fields: {
      source: {},
      city: { type: 'category', levels: ['Berlin', 'Bonn', 'Zürich'], merge_case: true },
    },
    values: { city: ['Berlin', 'Berlin', 'Zürich', 'Zürich', 'Bonn', 'Bonn', 'Berlin', 'Berlin'] },
  },
  {
    file: 'number-spellings.csv',
    shows: 'spellings of one number among levels are reported',
    fields: { source: {}, plan: { type: 'category' } },
    warnings: ['“01” and “1” and “1.0” spell one number', "--type 'plan=number'"],
  },
];
