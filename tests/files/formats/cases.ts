import type { FileCase } from '../file-case.ts';

const LEADS = {
  country: { type: 'category', levels: ['DE', 'FR', 'PL'] },
  employees: { type: 'number', integer: true },
  budget: { type: 'number', integer: false },
};
const leads = {
  rows: 40,
  fields: LEADS,
  values: { country: ['DE', 'FR', 'PL'], employees: [5, 42, 79, 26], budget: [0.5, 53.5, 9.5] },
} as const;
const JSON_FIELDS = {
  ...LEADS,
  employees: { type: 'number', required: false },
  newsletter: { type: 'boolean', required: false },
};

export const cases: readonly FileCase[] = [
  { file: 'leads.tsv', shows: 'is separated by tabs', ...leads },
  { file: 'leads.csv.gz', shows: 'is compressed', ...leads },
  { file: 'leads.parquet', shows: 'is Parquet', ...leads },
  {
    file: 'leads.jsonl',
    shows: 'is JSON Lines, with null, a field that comes later and one that holds an object',
    rows: 40,
    fields: JSON_FIELDS,
    values: { employees: [5, 42, 79, null], newsletter: [null, false, false, true] },
    warnings: ['“address” holds objects or lists (line 1): left out'],
  },
  {
    file: 'leads.jsonl.gz',
    shows: 'is compressed JSON Lines with blank lines',
    rows: 40,
    fields: JSON_FIELDS,
    values: { employees: [5, 42, 79, null] },
  },
  {
    file: 'leads.xlsx',
    shows: 'is a workbook with dates, times, booleans and an error',
    rows: 40,
    fields: {
      ...LEADS,
      budget: { type: 'number', required: false },
      created: { type: 'date', range: ['2025-12-09', '2026-01-17'] },
      called: { type: 'date', required: false },
      newsletter: { type: 'boolean' },
    },
    values: {
      budget: [0.5, 53.5, null],
      created: ['2025-12-09', '2025-12-10'],
      called: ['2025-12-09T12:00:00Z', null],
      newsletter: [true, false],
    },
  },
  {
    file: 'titles.xlsx',
    shows: 'has a hidden sheet first, a merged title, and totals',
    ...leads,
    warnings: [
      'the sheet “Export & more” is read, of 3 sheets; --sheet names another: “Notes”, “Old”',
      'text stands above the header in line 1: left out',
      'a row of totals stands in line 44: left out',
    ],
  },
  { file: 'titles.xlsx', shows: 'has the sheet that is named', sheet: 'Old', ...leads, rows: 37 },
  {
    file: 'titles.xlsx',
    shows: 'has no such sheet',
    sheet: 'New',
    refused: ['--sheet: expected one of its sheets, got “New”. They are: “Notes”, “Export & more”, “Old”.'],
  },
  {
    file: 'old.xls',
    shows: 'is of Excel 97, or has a password',
    refused: ['found an old Excel workbook, or one with a password. Save it as .xlsx'],
  },
  {
    file: 'archive.xlsx',
    shows: 'is an archive',
    refused: ['found a ZIP archive without one. Unpack it first.'],
  },
];
