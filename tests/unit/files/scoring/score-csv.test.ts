import { formatCell } from '../../../../lib/files/csv/csv-cell.ts';
import type { ScoreFileOptions } from '../../../../lib/files/scoring/options.ts';
import { generateSample } from '../../../../lib/learning/sample/generate-sample.ts';
import { trainModel } from '../../../../lib/learning/train-model.ts';
import { type CompiledModel, compileModel } from '../../../../lib/model/compile-model.ts';
import { scoreText } from '../../../support/score-text.ts';

let model: CompiledModel;
beforeAll(async () => {
  const { artifact } = await trainModel({
    data: generateSample({ rows: 600, seed: 5 }).csv,
    target: 'converted',
    name: 'leads',
    createdAt: new Date(0),
    trainers: ['logistic'],
    required: ['first_contact', 'country', 'visits', 'pages_viewed', 'demo_requested'],
  });
  model = compileModel(artifact);
});
const score = (text: string, options: Partial<ScoreFileOptions> = {}) =>
  scoreText(model.artifact, text, options);
const HEADER =
  'note,first_contact,source,country,visits,pages_viewed,demo_requested,employees,industry,email_opened';
const GOOD = '"Café, ""x""",2026-03-02,referral,DE,12,20,yes,300,software,yes';
const BAD = 'x,2026-13-02,referral,,007,20,maybe,300,software,yes';

test('keeps rows as they stand and adds the results', async () => {
  const { text: csv, rows, badRows, grades } = await score(`${HEADER}\n${GOOD}\n`);
  const [header, row, end] = csv.split('\n');
  expect(header).toBe(`${HEADER},probability,score,grade,reason_1,reason_2,reason_3`);
  expect(row!.startsWith(`${GOOD},0.`)).toBe(true);
  expect(row).toMatch(/,0\.\d{6},\d{1,2},[A-D],[^,]+ odds by [^,]+,[^,]+,[^,]+$/);
  expect(end).toBe('');
  expect([rows, badRows, grades.A + grades.B]).toEqual([1, 0, 1]);
});

test('says what the scorer says', async () => {
  const [, row] = (await score(`${HEADER}\n${GOOD}\n`)).text.split('\n');
  const told = model.explain({
    first_contact: '2026-03-02',
    source: 'referral',
    country: 'DE',
    visits: 12,
    pages_viewed: 20,
    demo_requested: true,
    employees: 300,
    industry: 'software',
    email_opened: true,
  });
  const results = [
    told.probability.toFixed(6),
    told.score,
    told.grade,
    ...told.reasons.slice(0, 3).map(({ text }) => text),
  ];
  expect(row).toBe(`${GOOD},${results.join(',')}`);
});

test('keeps the byte order mark, CR LF and the separator', async () => {
  const marked = `\ufeff${HEADER.replaceAll(',', ';')}\r\nx;2026-03-02;social;DE;1;2;no;;;\r\n`;
  const { text: csv } = await score(marked);
  expect(csv.startsWith(`\ufeff${HEADER.replaceAll(',', ';')};probability;score;`)).toBe(true);
  expect(csv.split('\r\n')[1]).toMatch(/^x;2026-03-02;social;DE;1;2;no;;;;0\.\d+;\d+;[A-D];/);
});

test('writes decimal commas when it reads them', async () => {
  const { text: csv } = await score(`${HEADER}\nx,2026-03-02,social,DE,"1,5",2,no,,,\n`, { decimal: ',' });
  expect(csv).toMatch(/,"0,\d{6}",\d+,/);
});

test('refuses rows that do not fit, naming row and fields, and says what to do', async () => {
  await expect(score([HEADER, GOOD, BAD, GOOD, BAD].join('\n'))).rejects.toThrow(
    'new.csv: 2 of 4 rows do not fit the model. Line 3: ' +
      'first_contact: expected an ISO 8601 date such as 2026-01-31, got text "2026-13-02", a date that does not exist; ' +
      'visits: expected a number such as 1234.5 (no thousands sign, no leading zero), got text "007"; ' +
      'demo_requested: expected true or false, yes or no, t or f, y or n, got text "maybe"; ' +
      `country: expected text such as "${levelOf('country')}"; this field is required. Also line 5.\n` +
      'Nothing was written. Correct the rows, or pass --keep-bad-rows to leave their results empty, or --rejected FILE to set them aside.',
  );
});

test('set aside, they go to a file of their own, with line and reason; nothing is lost', async () => {
  const long = `${GOOD},one more`;
  const {
    text: csv,
    rejected,
    badRows,
    rows,
  } = await score([HEADER, GOOD, BAD, long, GOOD].join('\n'), {
    badRows: 'set aside',
  });
  expect(csv.trimEnd().split('\n')).toHaveLength(3);
  expect([rows, badRows]).toEqual([4, 2]);
  const [header, bad, ragged] = rejected.split('\n');
  expect(header).toBe(`rejected_line,rejected_reason,${HEADER}`);
  expect(bad).toMatch(/^3,"first_contact: expected .*; visits: .*; demo_requested: .*",x,2026-13-02/);
  expect(ragged).toBe(`4,"expected 10 cells, as in the header, found 11",${long}`);
});

test('kept, their results are empty', async () => {
  const { text: csv, badRows, rows } = await score([HEADER, BAD, GOOD].join('\n'), { badRows: 'keep' });
  expect(csv.split('\n')[1]).toBe(`${BAD},,,,,,`);
  expect([badRows, rows]).toEqual([1, 2]);
});

test('a required column that is not there', async () => {
  await expect(score('source,employees\nweb,3\n')).rejects.toThrow(
    'new.csv: expected the columns “first_contact”, “country”, “visits”, “pages_viewed”, “demo_requested”, ' +
      'which the model requires; its columns are: source, employees.',
  );
});

test('an optional column that is not there is missing in every row, and that is told', async () => {
  const { warnings, badRows } = await score(
    'first_contact,source,country,visits,pages_viewed,demo_requested,employees,industry\n2026-03-02,social,DE,1,2,no,4,retail\n',
  );
  expect([badRows, warnings]).toEqual([0, ['no column “email_opened”: taken as missing in every row']]);
});

test('a file that was scored before keeps its results, and gets new ones under other names', async () => {
  const { text, warnings } = await score(`${HEADER},score\n${GOOD},5\n`);
  const [header, row] = text.split('\n');
  expect(header).toBe(`${HEADER},score,probability,scorelane_score,grade,reason_1,reason_2,reason_3`);
  expect(row!.startsWith(`${GOOD},5,0.`)).toBe(true);
  expect(warnings).toEqual(['the file has “score” itself: what scoring adds is called “scorelane_score”']);
  const again = await score(text.trimEnd().replace(/$/, ''));
  expect(again.text.split('\n')[0]).toMatch(
    /,scorelane_probability,scorelane_scorelane_score,scorelane_grade,scorelane_reason_1,/,
  );
});

test('no rows, no results', async () => {
  expect(await score(`${HEADER}\n`)).toMatchObject({ rows: 0, badRows: 0 });
});

test('cells are quoted where they must be', () => {
  expect(['a', 'a,b', 'a"b', 'a\nb', 'a;b'].map((text) => formatCell(text, ','))).toEqual([
    'a',
    '"a,b"',
    '"a""b"',
    '"a\nb"',
    'a;b',
  ]);
  expect(formatCell('a;b', ';')).toBe('"a;b"');
});

function levelOf(name: string): string {
  const field = model.artifact.schema.fields.find((candidate) => candidate.name === name);
  return field?.type === 'category' ? field.levels[0]! : '';
}
