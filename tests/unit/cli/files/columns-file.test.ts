import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readColumnsFile } from '../../../../cli/files/columns-file.ts';
import { writeColumns } from '../../../../cli/train/write-columns.ts';
import { profileLeads } from '../../../../lib/learning/profile/profile-leads.ts';

const folder = mkdtempSync(join(tmpdir(), 'scorelane-columns-'));
const path = join(folder, 'leads.columns.yml');
afterAll(() => rmSync(folder, { recursive: true }));

const read = (text: string) => {
  writeFileSync(path, text);
  return readColumnsFile(path);
};

test('says the target and columns, in full and in short', () => {
  expect(
    read(`
target: stage
positive: Won
negative: Lost
columns:
  zip: category
  amount: number:1.234,5
  created: { type: date, form: dd/mm/yyyy, missing: ['-'] }
  "a, b": drop
  region:
`),
  ).toEqual({
    target: 'stage',
    positive: 'Won',
    negative: ['Lost'],
    columns: {
      zip: { type: 'category' },
      amount: { type: 'number', form: '1.234,5' },
      created: { type: 'date', form: 'dd/mm/yyyy', missing: ['-'] },
      'a, b': { drop: true },
      region: {},
    },
  });
  expect(read('')).toEqual({ columns: {} });
});

test.each([
  ['target: 1\n', 'line 1: target: expected the name of a column'],
  [
    'columns:\n  zip: catgory\n',
    'line 2: columns.zip: Expected number, category, boolean, date, got “catgory”. Did you mean category?',
  ],
  ['columns:\n  zip:\n    typ: number\n', 'line 3: columns.zip.typ: did you mean “type”?'],
  ['columns:\n  zip: { missing: [12] }\n', 'columns.zip.missing.0: expected a list of words, in quotes'],
  [
    'columns:\n  zip: { type: number, form: "1,234" }\n',
    'zip: expected an example that shows the decimal sign',
  ],
  ['columns:\n  day: { type: date, form: dd/mm/yyy }\n', 'day: expected a form of dates'],
  ['columns: [zip]\n', 'line 1: columns: expected the columns by their names'],
  ['column:\n  zip: number\n', 'line 1: column: did you mean “columns”?'],
  ['columns: {\n', 'leads.columns.yml: line'],
])('%j is refused', (text, message) => {
  expect(() => read(text)).toThrow(message);
});

test('everything that is wrong is told at once', () => {
  expect(() => read('target: 1\ncolumns:\n  a: { type: text }\n  b: { drop: 1 }\n')).toThrow(
    /line 1: target.*\n.*line 3: columns\.a\.type: expected number, category, boolean or date.*\n.*line 4: columns\.b\.drop/,
  );
});

test('what a profile writes reads back as it was read', () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) =>
      `L${i},1011${i % 5},"${1 + (i % 7)}.250,5",${1 + (i % 28)}.${1 + (i % 12)}.2026,no,${i % 3 === 0 ? 'yes' : 'no'}`,
  );
  const csv = ['id,"zip: code",amount,day,# odd,converted', ...rows].join('\n');
  const columns = { 'zip: code': { type: 'category' } } as const;
  const profile = profileLeads({ data: csv, fileName: 'leads.csv', target: 'converted', columns });
  writeFileSync(path, writeColumns(profile, { target: 'converted', columns }, { file: 'leads.csv', path }));
  expect(readColumnsFile(path)).toEqual({
    target: 'converted',
    columns: {
      id: { drop: true },
      'zip: code': { type: 'category' },
      amount: { type: 'number', form: '1.234,5' },
      day: { type: 'date', form: 'dd.mm.yyyy' },
      '# odd': { drop: true },
    },
  });
});
