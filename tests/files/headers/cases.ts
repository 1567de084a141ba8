import type { FileCase } from '../file-case.ts';

const LEADS = {
  country: { type: 'category', levels: ['DE', 'FR', 'PL'] },
  employees: { type: 'number', integer: true },
  budget: { type: 'number', integer: false },
};
const VALUES = { country: ['DE', 'FR', 'PL', 'DE'], employees: [5, 42, 79, 26] };
const leads = { rows: 40, fields: LEADS, values: VALUES } as const;

export const cases: readonly FileCase[] = [
  {
    file: 'pandas-index.csv',
    shows: 'has the index that pandas writes, without a name',
    ...leads,
    leftOut: { 'column 1': 'the row index' },
    warnings: ['column 1: the row index, without a name, left out'],
  },
  {
    file: 'index-from-1.csv',
    shows: 'has an index from 1 that pandas has read and written',
    ...leads,
    leftOut: { 'Unnamed: 0': 'the row index' },
  },
  {
    file: 'unnamed-column.csv',
    shows: 'has a column of values without a name',
    ...leads,
    leftOut: { 'column 2': 'no name' },
    warnings: ['column 2: it has no name, so no lead can be asked for it, left out'],
  },
  {
    file: 'trailing-separator.csv',
    shows: 'ends every line with separators',
    ...leads,
    leftOut: { 'column 5': 'neither a name nor values', 'column 6': 'neither a name nor values' },
  },
  {
    file: 'repeated-same.csv',
    shows: 'has a column twice, the same in every row',
    ...leads,
    leftOut: { 'employees#2': 'the same as column 2' },
    warnings: ['“employees#2” (column 4): the same as column 2, “employees”, in every row, left out'],
  },
  {
    file: 'repeated-different.csv',
    shows: 'has two columns of one name that differ',
    rows: 40,
    fields: { country: LEADS.country, budget: LEADS.budget },
    leftOut: { employees: '2 columns are called', 'employees#2': '2 columns are called' },
    warnings: ['2 columns are called “employees” (2 and 4) and differ: none is learned from'],
  },
  {
    file: 'repeated-different.csv',
    shows: 'has two columns of one name of which one is dropped',
    told: { drop: ['employees#2'] },
    ...leads,
  },
  {
    file: 'repeated-target.csv',
    shows: 'has two columns called like the target',
    refused: ['--target: expected one column called “converted”, found 2, columns 3 and 5, that differ'],
  },
  {
    file: 'invisible.csv',
    shows: 'has names with signs that nobody sees',
    ...leads,
    warnings: [
      'the name of column 1, “coun\\u200btry”, is read as “country”',
      'the name of column 3, “bud\\u00adget”, is read as “budget”',
    ],
  },
  { file: 'sep-line.csv', shows: 'tells Excel its separator', ...leads },
  {
    file: 'titles.csv',
    shows: 'has titles above the header',
    ...leads,
    warnings: ['text stands above the header in lines 1 and 2: left out'],
  },
  {
    file: 'titles-padded.csv',
    shows: 'has a title that is filled up to the width of the table',
    ...leads,
    warnings: ['text stands above the header in line 1: left out'],
  },
  {
    file: 'titles-comma.csv',
    shows: 'has a comma in the title of a table with semicolons',
    ...leads,
    warnings: ['text stands above the header in line 1: left out'],
  },
  {
    file: 'repeated-header.csv',
    shows: 'is three exports one behind the other',
    ...leads,
    warnings: ['the header stands again in lines 17 and 33: left out (2 rows)'],
  },
  {
    file: 'total.csv',
    shows: 'ends with a row of totals',
    ...leads,
    warnings: ['a row of totals stands in line 42: left out'],
  },
  {
    file: 'summe.csv',
    shows: 'ends with a German total behind an empty row',
    ...leads,
    warnings: ['a row of totals stands in line 44: left out'],
  },
  {
    file: 'footer.csv',
    shows: 'has text below, as Salesforce writes it',
    ...leads,
    warnings: ['text stands below the table in lines 43, 44 and 45: left out'],
  },
  {
    file: 'total-is-a-company.csv',
    shows: 'ends with a lead of a company called Total',
    rows: 40,
    fields: { company: { type: 'category' }, ...LEADS, country: { type: 'category' } },
  },
  { file: 'cut-off.csv', shows: 'ends within a row', refused: ['found 1 in line 42', 'only such row'] },
  {
    file: 'titles-quoted.csv',
    shows: 'has titles above a table whose every cell is quoted, separated by semicolons',
    rows: 24,
    fields: {
      company: { type: 'category', levels: ['Café, Bar', 'Köln "Süd"', 'Ærø'] },
      visits: { type: 'number' },
      'note, if any': { type: 'category', levels: ['a; b', 'c'] },
    },
    values: { company: ['Ærø', 'Köln "Süd"', 'Café, Bar'], 'note, if any': ['a; b', 'c'] },
    warnings: ['line'],
  },
];
