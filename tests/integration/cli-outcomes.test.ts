import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { JSON_SHAPES } from '../../cli/json-shapes.ts';
import { type FakeOutcomesApi, startFakeOutcomesApi } from '../support/fake-outcomes-api.ts';
import { runCli } from '../support/run-cli.ts';
import { writeXlsx } from '../support/write-xlsx.ts';

/** The commands of outcomes, against an API that answers as the contract says. */
const folder = mkdtempSync(join(tmpdir(), 'scorelane-cli-outcomes-'));
const at = (name: string) => join(folder, name);
let api: FakeOutcomesApi;

beforeAll(async () => {
  api = await startFakeOutcomesApi();
});
beforeEach(() => api.reset());
afterAll(() => {
  api?.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]) =>
  runCli(['outcomes', ...args], { cwd: folder, env: { SCORELANE_API_URL: api.url } });

const CRM = [
  'lead_id,stage,closed_on,amount',
  'L1,Won,31/01/2026,"1.200,50"',
  'L2, LOST ,05/02/2026,"300,00"',
  'L3,Proposal,,',
  'unknown4,won,05/03/2026,',
  'L5,Reopened,2026-03-08T10:00:00+02:00,"10,00"',
];
const BAD = [',Won,06/03/2026,"10,00"', 'L7,Won,32/03/2026,"10,00"', 'L8,Won,06/03/2026,ten', 'L9,Won'];
const EVENTS = [
  { reference: 'L1', outcome: 'converted', occurred_at: '2026-01-31T23:59:59.999Z', value: 1200.5 },
  { reference: 'L2', outcome: 'lost', occurred_at: '2026-02-05T23:59:59.999Z' },
  { reference: 'unknown4', outcome: 'converted', occurred_at: '2026-03-05T23:59:59.999Z' },
  { reference: 'L5', outcome: 'open', occurred_at: '2026-03-08T08:00:00.000Z' },
];
const COLUMNS = ['--reference', 'lead_id', '--outcome', 'stage', '--at', 'closed_on', '--value', 'amount'];
const WORDS = ['--converted', 'Won,Closed', '--lost', 'Lost', '--open', 'Reopened'];
const write = (name: string, lines: readonly string[]) => writeFileSync(at(name), `${lines.join('\n')}\n`);

test('import: a CRM’s words, dates and amounts as events, and nothing new the second time', async () => {
  write('crm.csv', CRM);
  const first = await run('import', 'crm.csv', ...COLUMNS, ...WORDS, '--other', 'skip');
  expect(first).toEqual({
    status: 0,
    stderr: '',
    stdout: `Note: no row has “Closed” in “stage”
Note: 1 row is left out (--other skip): “Proposal” 1
Note: dates in “closed_on” are read as dd/mm/yyyy
Note: numbers in “amount” are read as 1.234,5
Sent 4 outcomes of 5 rows: 2 converted, 1 lost, 1 open
4 are new, 0 were known already
1 is of leads that were never scored with their reference; kept until they are
`,
  });
  expect([...api.events.values()]).toEqual(EVENTS);
  const again = await run('import', 'crm.csv', ...COLUMNS, ...WORDS, '--other', 'skip');
  expect(again.stdout).toContain('\n0 are new, 4 were known already\n');
  expect(api.events.size).toBe(4);
});

test('import: the same rows in every format that a table has', async () => {
  const rows = [
    ['lead_id', 'stage', 'closed_on'],
    ['L1', 'Won', '2026-01-31'],
    ['L2', 'Lost', '2026-02-05'],
  ];
  const lines = rows.map((row) => row.join(','));
  write('plain.csv', lines);
  writeFileSync(at('packed.csv.gz'), gzipSync(`${lines.join('\n')}\n`));
  writeFileSync(at('book.xlsx'), writeXlsx(rows, 'Deals'));
  const objects = rows
    .slice(1)
    .map((row) => JSON.stringify(Object.fromEntries(row.map((cell, i) => [rows[0]![i]!, cell]))));
  write('lines.jsonl', objects);
  for (const name of ['plain.csv', 'packed.csv.gz', 'book.xlsx', 'lines.jsonl']) {
    api.reset();
    const { status, stderr } = await run('import', name, ...COLUMNS.slice(0, 6), ...WORDS);
    expect({ name, status, stderr }).toEqual({ name, status: 0, stderr: '' });
    expect([...api.events.values()]).toEqual([
      { reference: 'L1', outcome: 'converted', occurred_at: '2026-01-31T23:59:59.999Z' },
      { reference: 'L2', outcome: 'lost', occurred_at: '2026-02-05T23:59:59.999Z' },
    ]);
  }
});

test('import: words in no option are named with their counts, and nothing is sent', async () => {
  write('words.csv', [...CRM, 'L9,Proposal,,', 'L10,,,']);
  const refused = await run('import', 'words.csv', ...COLUMNS, '--converted', 'Won');
  expect(refused).toEqual({
    status: 1,
    stdout: '',
    stderr: `scorelane: words.csv: 5 rows have a word in “stage” that no option names. Nothing was sent. Name each with --converted, --lost, --open or --contacted, or pass --other skip to leave these rows out, or --other open.
  “Proposal” 2
  (empty) 1
  “LOST” 1
  “Reopened” 1
`,
  });
  const none = await run('import', 'words.csv', ...COLUMNS, '--converted', 'Gewonnen', '--other', 'skip');
  expect([none.status, none.stderr]).toEqual([
    1,
    'scorelane: words.csv: expected one of the words of the options in “stage”, found none of them. It has “Proposal” 2, “Won” 2, (empty) 1, “LOST” 1, “Reopened” 1. Nothing was sent.\n',
  ]);
  expect(api.requests).toEqual([]);
});

test('import: --other open takes the other words as open', async () => {
  write('open.csv', ['lead_id,stage,closed_on,amount', 'L1,Won,2026-01-31,', 'L2,Proposal,2026-02-01,7']);
  const { status, stdout } = await run(
    'import',
    'open.csv',
    ...COLUMNS,
    ...WORDS.slice(0, 2),
    '--other',
    'open',
  );
  expect(status).toBe(0);
  expect(stdout).toContain('Note: 1 row is taken as open (--other open): “Proposal” 1\n');
  expect([...api.events.values()][1]).toEqual({
    reference: 'L2',
    outcome: 'open',
    occurred_at: '2026-02-01T23:59:59.999Z',
  });
});

test('import: rows that cannot be sent stop it before anything is sent, or are set aside', async () => {
  write('bad.csv', [...CRM, ...BAD]);
  const args = ['import', 'bad.csv', ...COLUMNS, ...WORDS, '--other', 'skip'];
  const stopped = await run(...args);
  expect(stopped).toEqual({
    status: 1,
    stdout: '',
    stderr: `scorelane: bad.csv: 4 of 9 rows cannot be sent. No outcomes were sent. Fix them, or set them aside with --rejected <file.csv>.
  line 7: lead_id: expected the reference of a lead, found none
  line 8: closed_on: “32/03/2026” does not exist
  line 9: amount: expected a number, 0 or more, found “ten”
  line 10: expected 4 cells as in the header, found 2
`,
  });
  expect(api.requests).toEqual([]);
  const aside = await run(...args, '--rejected', 'rejected.csv');
  expect(aside.status).toBe(1);
  expect(aside.stdout).toContain('4 rows were set aside in rejected.csv\n');
  expect([...api.events.values()]).toEqual(EVENTS);
  expect(
    readFileSync(at('rejected.csv'), 'utf8'),
  ).toBe(`rejected_line,rejected_reason,lead_id,stage,closed_on,amount
7,"lead_id: expected the reference of a lead, found none",,Won,06/03/2026,"10,00"
8,closed_on: “32/03/2026” does not exist,L7,Won,32/03/2026,"10,00"
9,"amount: expected a number, 0 or more, found “ten”",L8,Won,06/03/2026,ten
10,"expected 4 cells as in the header, found 2",L9,Won
`);
});

test('import: a row that only the API refuses is named, or set aside, and the others are sent', async () => {
  write('crm.csv', CRM);
  api.refused.add('L2').add('L5');
  const args = ['import', 'crm.csv', ...COLUMNS, ...WORDS, '--other', 'skip'];
  const refused = await run(...args);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain(
    'scorelane: crm.csv: the API refuses line 3: reference: expected another one. 0 of 4 outcomes were sent before',
  );
  const aside = await run(...args, '--rejected', 'refused.csv', '--json');
  expect(aside.status).toBe(1);
  const printed = JSON.parse(aside.stdout);
  expect(JSON_SHAPES['outcomes import']!.safeParse(printed).error).toBeUndefined();
  expect(printed).toMatchObject({
    sent: 2,
    recorded: 2,
    bad_rows: 2,
    rejected: { file: 'refused.csv', rows: 2 },
  });
  expect(readFileSync(at('refused.csv'), 'utf8')).toContain('\n3,reference: expected another one,L2,LOST,');
});

test('import: a day and a month that could be swapped ask for the form', async () => {
  write('days.csv', ['lead_id,stage,closed_on,amount', 'L1,Won,01/02/2026,']);
  const asked = await run('import', 'days.csv', ...COLUMNS, ...WORDS);
  expect([asked.status, asked.stderr]).toEqual([
    1,
    'scorelane: --at closed_on: “01/02/2026” may be 2026-02-01 or 2026-01-02, and no other value of the column says which: pass --date-form dd/mm/yyyy or --date-form mm/dd/yyyy.\n',
  ]);
  await run('import', 'days.csv', ...COLUMNS, ...WORDS, '--date-form', 'mm/dd/yyyy');
  expect([...api.events.values()]).toEqual([
    { reference: 'L1', outcome: 'converted', occurred_at: '2026-01-02T23:59:59.999Z' },
  ]);
  const wrong = await run('import', 'days.csv', ...COLUMNS, ...WORDS, '--date-form', 'dd/mm');
  expect([wrong.status, wrong.stderr.split('.')[0]]).toEqual([
    2,
    "error: option '--date-form <form>' argument 'dd/mm' is invalid",
  ]);
});

test('import: an amount that may be thousands or decimals asks for the sign', async () => {
  write('amounts.csv', ['lead_id,stage,closed_on,amount', 'L1,Won,2026-01-31,"1.250"']);
  const asked = await run('import', 'amounts.csv', ...COLUMNS, ...WORDS);
  expect([asked.status, asked.stderr]).toEqual([
    1,
    'scorelane: --value amount: “1.250” may be 1250 or 1.25, and no other value of the column says which: pass --decimal , for 1250 or --decimal . for 1.25\n',
  ]);
  await run('import', 'amounts.csv', ...COLUMNS, ...WORDS, '--decimal', ',');
  expect([...api.events.values()]).toMatchObject([{ value: 1250 }]);
});

test('import: a dry run shows what it would send, and sends nothing', async () => {
  write('dry.csv', [...CRM, ...BAD]);
  const args = [
    'import',
    'dry.csv',
    ...COLUMNS,
    ...WORDS,
    '--other',
    'skip',
    '--rejected',
    'no.csv',
    '--dry-run',
  ];
  const { status, stdout } = await run(...args);
  expect(status).toBe(1);
  expect(stdout).toContain(`Nothing was sent. Would send 4 outcomes of 9 rows; 1 left out, 4 set aside

reference  outcome    at                     value
L1         converted  2026-01-31 23:59 UTC  1200.5
L2         lost       2026-02-05 23:59 UTC       –
unknown4   converted  2026-03-05 23:59 UTC       –
`);
  expect(() => readFileSync(at('no.csv'))).toThrow('ENOENT');
  expect(api.requests).toEqual([]);
  const printed = JSON.parse((await run(...args, '--json')).stdout);
  expect(JSON_SHAPES['outcomes import']!.safeParse(printed).error).toBeUndefined();
});

test('import: a large file goes in parts of 200, at most four at a time', async () => {
  const rows = Array.from({ length: 25_500 }, (_, i) => `L${i},${i % 3 === 0 ? 'Won' : 'Lost'},2026-01-31,`);
  write('large.csv', ['lead_id,stage,closed_on,amount', ...rows]);
  const { status, stdout } = await run('import', 'large.csv', ...COLUMNS, ...WORDS);
  expect(status).toBe(0);
  expect(stdout).toContain('Sent 25,500 outcomes of 25,500 rows: 8,500 converted, 17,000 lost\n');
  const sizes = api.requests.map(({ body }) => (body as unknown[]).length);
  expect(sizes.toSorted((a, b) => b - a)).toEqual([...Array(127).fill(200), 100]);
  expect(api.events.size).toBe(25_500);
  expect(api.mostAtOnce()).toBeLessThanOrEqual(4);
});

test('import: what is used wrongly is said before a file is read', async () => {
  const refuse = async (...args: string[]) => {
    const { status, stderr } = await run('import', 'none.csv', ...COLUMNS, ...args);
    return [status, stderr.split('\n')[0]];
  };
  expect(await refuse()).toEqual([
    2,
    'error: expected --converted, --lost, --open or --contacted with the words of the column, got none',
  ]);
  expect(await refuse('--converted', 'Won', '--lost', ' won')).toEqual([
    2,
    'error: “won” cannot be both --converted and --lost; case does not count',
  ]);
  expect(await refuse('--converted', 'Won', '--rejected', 'a.parquet')).toEqual([
    2,
    'error: --rejected a.parquet: rows are set aside as CSV; name a file that ends with .csv',
  ]);
  write('crm.csv', CRM);
  const named = ['--reference', 'id', '--outcome', 'stage', '--at', 'closed_on', '--converted', 'Won'];
  expect((await run('import', 'crm.csv', ...named)).stderr).toBe(
    'scorelane: crm.csv: expected a column “id” for references. Its columns are: lead_id, stage, closed_on, amount.\n',
  );
});

test('record: one outcome, now or at a time; a value is of a conversion', async () => {
  const recorded = await run('record', 'L9', '--outcome', 'converted', '--value', '5', '--at', '2026-11-30');
  expect(recorded).toEqual({
    status: 0,
    stdout: 'Recorded for L9: converted, 2026-11-30 23:59 UTC\n',
    stderr: '',
  });
  const args = ['record', 'L9', '--outcome', 'converted', '--value', '5', '--at', '2026-11-30'];
  expect((await run(...args)).stdout).toBe('L9 had this outcome already: converted, 2026-11-30 23:59 UTC\n');
  expect([...api.events.values()]).toEqual([
    { reference: 'L9', outcome: 'converted', occurred_at: '2026-11-30T23:59:59.999Z', value: 5 },
  ]);
  const printed = JSON.parse((await run('record', 'unknown', '--outcome', 'open', '--json')).stdout);
  expect(printed).toEqual({ recorded: 1, repeated: 0, never_scored: 1 });
  const lost = await run('record', 'L9', '--outcome', 'lost', '--value', '5');
  expect([lost.status, lost.stderr.split('\n')[0]]).toEqual([
    2,
    'error: --value goes with --outcome converted',
  ]);
});

test('add-scored: leads that another system scored, in their model', async () => {
  write('scored.csv', ['id,when,p', '1,2026-01-02 14:00,0.5', '2,2026-01-03,25 %', '3,2026-01-03,1.5']);
  const columns = ['--reference', 'id', '--scored-at', 'when', '--probability', 'p'];
  const unlike = await run('add-scored', 'scored.csv', ...columns);
  expect(unlike.status).toBe(1);
  write('scored.csv', ['id,when,p', '1,2026-01-02 14:00,0.5', '2,2026-01-03,0.25', '3,2026-01-03,1.5']);
  const stopped = await run('add-scored', 'scored.csv', ...columns);
  expect(stopped.stderr).toContain('\n  line 4: p: expected a number, from 0 to 1, found “1.5”\n');
  expect(api.requests).toEqual([]);
  const added = await run(
    'add-scored',
    'scored.csv',
    ...columns,
    '--model',
    'leads@v3',
    '--rejected',
    'r.csv',
  );
  expect(added).toEqual({
    status: 1,
    stderr: '',
    stdout: `Sent 2 scored leads of 3 rows
2 are measured from now on
1 row was set aside in r.csv
`,
  });
  expect(api.requests.map(({ path, body }) => [path, body])).toEqual([
    [
      '/scored_leads',
      {
        model: 'leads',
        leads: [
          { reference: '1', scored_at: '2026-01-02T14:00:00.000Z', probability: 0.5, version: 'v3' },
          { reference: '2', scored_at: '2026-01-03T00:00:00.000Z', probability: 0.25, version: 'v3' },
        ],
      },
    ],
  ]);
  const printed = JSON.parse(
    (await run('add-scored', 'scored.csv', ...columns, '--dry-run', '--json', '--rejected', 'x.csv')).stdout,
  );
  expect(JSON_SHAPES['outcomes add-scored']!.safeParse(printed).error).toBeUndefined();
});
