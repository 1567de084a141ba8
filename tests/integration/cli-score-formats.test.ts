import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { artifactBytes, exampleArtifact } from '../support/example-model.ts';
import { NODE_24, ROOT } from '../support/node24.ts';

/** Files of every form, scored by the command. */
const folder = mkdtempSync(join(tmpdir(), 'scorelane-formats-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const text = (name: string) => readFileSync(at(name), 'utf8');

beforeAll(() => writeFileSync(at('model.json'), artifactBytes(exampleArtifact())));

function score(name: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    NODE_24,
    [join(ROOT, 'cli/main.ts'), 'score', 'model.json', name, ...args],
    { encoding: 'utf8', cwd: folder },
  );
  return { status, stdout, stderr };
}

/** Scores a file of these bytes. @returns the result, or what is wrong */
function scoreBytes(name: string, bytes: string | Uint8Array, ...args: string[]): string {
  writeFileSync(at(name), bytes);
  // The result of JSON Lines is JSON Lines, where no name says otherwise.
  const out = name.includes('jsonl') ? 'out' : 'out.csv';
  rmSync(at(out), { force: true });
  const { status, stderr } = score(name, '--out', out, ...args);
  return status === 0 ? text(out) : stderr;
}

const HEADER = 'note,source,visits,opened,first_contact';
const CELL = 'é'.repeat(500_000);
const ROWS = [
  '"a\n""b"", c",web,1,yes,2026-01-31',
  `${CELL},referral,15,no,`,
  ...Array.from({ length: 20_000 }, (_, i) => `"${i}\n",fair,${i % 20}.5,,2025-06-0${1 + (i % 9)}`),
];

test.each([
  ['LF', '\n', ''],
  ['CR LF and a byte order mark', '\r\n', '\ufeff'],
])('an archive gives what its content gives, with any number of threads: %s', (_name, lineEnd, mark) => {
  const csv = mark + [HEADER, ...ROWS, ''].join(lineEnd);
  const expected = scoreBytes('plain.csv', csv);
  expect(expected.length).toBeGreaterThan(csv.length);
  const half = Buffer.from(csv).subarray(0, 700_001);
  const archive = Buffer.concat([gzipSync(half), gzipSync(Buffer.from(csv).subarray(700_001))]);
  for (const threads of ['1', '2']) {
    expect(scoreBytes('packed.csv.gz', archive, '--threads', threads) === expected).toBe(true);
  }
  expect(score('packed.csv.gz', '--out', 'result.csv.gz', '--force').status).toBe(0);
  expect(gunzipSync(readFileSync(at('result.csv.gz'))).toString() === expected).toBe(true);
});

test('Parquet, in row groups and compressed, gives what the same CSV gives', () => {
  const count = 30_000;
  const list = <T>(make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));
  const notes = list((i) => (i % 3 === 0 ? null : `“${i}”, \n"x"`));
  const sources = list((i) => ['web', 'referral', 'elsewhere'][i % 3]!);
  const visits = list((i) => (i % 7 === 0 ? null : (i % 40) / 4));
  const opened = list((i) => (i % 5 === 0 ? null : i % 2 === 0));
  const days = list((i) => new Date(Date.UTC(2025, 0, 1 + (i % 600))));
  const parquet = parquetWriteBuffer({
    schema: [
      { name: 'root', num_children: 5 },
      { name: 'note', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      { name: 'source', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
      { name: 'visits', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
      { name: 'opened', type: 'BOOLEAN', repetition_type: 'OPTIONAL' },
      { name: 'first_contact', type: 'INT32', converted_type: 'DATE', repetition_type: 'OPTIONAL' },
    ],
    columnData: [
      { name: 'note', data: notes },
      { name: 'source', data: sources },
      { name: 'visits', data: visits },
      { name: 'opened', data: opened },
      { name: 'first_contact', data: days },
    ],
    rowGroupSize: 7_000,
    codec: 'SNAPPY',
  });
  const quote = (note: string | null) => (note === null ? '' : `"${note.replaceAll('"', '""')}"`);
  const rows = list((i) =>
    [
      quote(notes[i]!),
      sources[i],
      visits[i] ?? '',
      opened[i] ?? '',
      days[i]!.toISOString().slice(0, 10),
    ].join(','),
  );
  const expected = scoreBytes('same.csv', `${HEADER}\n${rows.join('\n')}\n`);
  expect(expected.split('\n').length).toBeGreaterThan(count);
  for (const threads of ['1', '2']) {
    expect(scoreBytes('leads.parquet', new Uint8Array(parquet), '--threads', threads) === expected).toBe(
      true,
    );
  }
  expect(scoreBytes('leads.parquet', new Uint8Array(parquet).subarray(0, 9_000))).toMatch(
    /^scorelane: leads\.parquet: expected a Parquet file, found one that cannot be read .*footer != PAR1/,
  );
});

test('JSON Lines, plain and compressed', () => {
  const lines = '{"source":"web","extra":[1]}\n{"source":"referral","visits":3}\n';
  const scored = scoreBytes('leads.jsonl', lines);
  expect(scored).toMatch(
    /^\{"source":"web","extra":\[1\],"probability":0\.\d{6},"score":\d+,"grade":"[A-D]","reasons":\[.*\]\}\n/,
  );
  expect(scoreBytes('leads.jsonl.gz', gzipSync(lines))).toBe(scored);
});

test('--rejected: bad rows go to a file of their own, and are told', () => {
  writeFileSync(at('mixed.csv'), `${HEADER}\nx,web,1,yes,\nx,web,many,yes,\nx,web,1,yes,,,\n`);
  const { status, stdout } = score('mixed.csv', '--out', 'good.csv', '--rejected', 'bad.csv');
  expect([status, stdout]).toEqual([
    0,
    expect.stringMatching(
      /^Scored 1 of 3 leads; 2 did not fit the model and were set aside in bad\.csv\nGrades: .*\nWrote good\.csv, bad\.csv\n$/,
    ),
  ]);
  expect(text('bad.csv').split('\n')).toEqual([
    `rejected_line,rejected_reason,${HEADER}`,
    expect.stringMatching(/^3,"visits: expected a number .*",x,web,many,yes,$/),
    '4,"expected 5 cells, as in the header, found 7",x,web,1,yes,,,',
    '',
  ]);
  const json = score('mixed.csv', '--out', 'good.csv', '--rejected', 'bad.csv.gz', '--json', '--force');
  expect(JSON.parse(json.stdout)).toMatchObject({
    rows: 3,
    scored: 1,
    bad_rows: 2,
    rejected: { file: 'bad.csv.gz', rows: 2 },
  });
  expect(gunzipSync(readFileSync(at('bad.csv.gz'))).toString()).toBe(text('bad.csv'));
});

test('an error leaves neither file', () => {
  writeFileSync(at('ragged.csv'), `${HEADER}\nx,web,1,yes,\n"x\n`);
  const { status } = score('ragged.csv', '--out', 'none.csv', '--rejected', 'none-bad.csv');
  expect([status, existsSync(at('none.csv')), existsSync(at('none-bad.csv'))]).toEqual([1, false, false]);
  expect(readdirSync(folder).filter((name) => /tmp|partial/.test(name))).toEqual([]);
});

test.each([
  ['empty.csv', '', /expected a CSV file with a header line and rows of data, found an empty file/],
  [
    'empty.csv.gz',
    gzipSync(''),
    /expected a CSV file with a header line and rows of data, found an empty file/,
  ],
  ['empty.jsonl', '', /expected JSON Lines, a lead per line as a JSON object, found an empty file/],
  ['cut.csv.gz', gzipSync(HEADER).subarray(0, -5), /found one that is cut off/],
  ['no.csv.gz', HEADER, /expected a gzip archive, as its name says, found text/],
  ['no.parquet', HEADER, /expected a Parquet file, as its name says, found text/],
  ['no.jsonl', '[{"source":"web"}]', /found one JSON list of all leads\. Write each lead on a line/],
  ['no.csv', Buffer.from('504b030414', 'hex'), /found a ZIP archive or an Excel workbook/],
  [
    'bytes.csv.gz',
    gzipSync(Buffer.concat([Buffer.from(`${HEADER}\n\n`), Buffer.of(0xe9, 10)])),
    /expected 5 cells in every row, as in the header; found 1 in line 3/,
  ],
])('%s: one line, that says what to do', (name, bytes, message) => {
  expect(scoreBytes(name, bytes)).toMatch(message);
});

test('options that a file cannot take', () => {
  writeFileSync(at('new.jsonl'), '{"source":"web"}\n');
  const failing = (...args: string[]) => score('new.jsonl', ...args).stderr;
  expect(failing('--out', 'out.xlsx')).toMatch(
    /^error: --out out\.xlsx: results are CSV, JSON Lines or Parquet; name it/,
  );
  expect(failing('--out', 'out.parquet.gz')).toMatch(
    /^error: .*Parquet is compressed itself; take \.gz off the name/,
  );
  expect(failing('--out', 'a', '--rejected', './a')).toMatch(
    /--rejected: expected a file of its own, got \.\/a, which --out writes/,
  );
  expect(failing('--out', 'a', '--decimal', ',')).toMatch(
    /expected a CSV file with --decimal ,, found JSON Lines/,
  );
  expect(failing('--out', 'a', '--rejected', 'b', '--keep-bad-rows')).toMatch(/cannot be used with option/);
});
