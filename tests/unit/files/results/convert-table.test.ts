import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet';
import { readParquet } from '../../../../lib/files/parquet/parquet-source.ts';
import { type ConvertOptions, convertTable } from '../../../../lib/files/results/convert-table.ts';
import { readResultName } from '../../../../lib/files/results/result-format.ts';

const folder = mkdtempSync(join(tmpdir(), 'scorelane-results-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Cut into blocks of a few bytes, so that no row is whole in one. */
async function convert(text: string, options: ConvertOptions, blockBytes = 7): Promise<Buffer> {
  const bytes = Buffer.from(text);
  const written: Uint8Array[] = [];
  const open = function* () {
    for (let at = 0; at < bytes.length; at += blockBytes) yield bytes.subarray(at, at + blockBytes);
  };
  await convertTable(open, (block) => void written.push(block.slice()), options);
  return Buffer.concat(written);
}

const toParquet = (text: string, options: Partial<ConvertOptions> = {}) =>
  convert(text, { from: 'csv', to: 'parquet', ...options });
const bufferOf = (bytes: Buffer) =>
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
const typesOf = (bytes: Buffer) =>
  Object.fromEntries(
    parquetSchema(parquetMetadata(bufferOf(bytes))).children.map(({ element }) => [
      element.name,
      element.converted_type ?? element.type,
    ]),
  );

const TABLE = [
  'zip,visits,spend,opened,day,at,note,big,none,digits',
  '01234,3,1.50,true,2026-01-31,2026-01-31T12:00:00Z,"a ""b"", c",12345678901234567890,,0.30000000000000004',
  '98765,-2,2e3,false,2024-02-29,1969-12-31T23:59:59.125Z,ünï 🙂,1,,1',
  ',,,,,,,,,',
  '',
].join('\n');

test('numbers, text, booleans and dates of a CSV have their types in Parquet, and lose nothing', async () => {
  const bytes = await toParquet(TABLE);
  expect(typesOf(bytes)).toEqual({
    zip: 'UTF8',
    visits: 'INT64',
    spend: 'DOUBLE',
    opened: 'BOOLEAN',
    day: 'DATE',
    at: 'TIMESTAMP_MILLIS',
    note: 'UTF8',
    big: 'UTF8',
    none: 'UTF8',
    digits: 'DOUBLE',
  });
  const rows = await parquetReadObjects({ file: bufferOf(bytes) });
  expect(rows).toEqual([
    {
      zip: '01234',
      visits: 3n,
      spend: 1.5,
      opened: true,
      day: new Date('2026-01-31'),
      at: new Date('2026-01-31T12:00:00Z'),
      note: 'a "b", c',
      big: '12345678901234567890',
      none: null,
      digits: 0.30000000000000004,
    },
    {
      zip: '98765',
      visits: -2n,
      spend: 2000,
      opened: false,
      day: new Date('2024-02-29'),
      at: new Date('1969-12-31T23:59:59.125Z'),
      note: 'ünï 🙂',
      big: '1',
      none: null,
      digits: 1,
    },
    Object.fromEntries(
      ['zip', 'visits', 'spend', 'opened', 'day', 'at', 'note', 'big', 'none', 'digits'].map((name) => [
        name,
        null,
      ]),
    ),
  ]);
});

test.each([
  ['a leading zero', '007'],
  ['a plus', '+5'],
  ['a comma', '1,5'],
  ['more digits than a double keeps', '0.12345678901234567'],
  ['minus zero', '-0'],
  ['no such day', '2026-02-30'],
  ['a time without a zone', '2026-01-31T12:00:00'],
  ['yes', 'yes'],
  ['a number too large', '1e999'],
  ['a space', ' 5'],
])('%s makes a column text: its values stay as they are', async (_, word) => {
  const bytes = await toParquet(`x,y\n"${word}",1\n`);
  expect(typesOf(bytes)).toEqual({ x: 'UTF8', y: 'INT64' });
  expect(await parquetReadObjects({ file: bufferOf(bytes) })).toEqual([{ x: word, y: 1n }]);
});

test('a type that is known is taken where all values fit, and not where one does not', async () => {
  const types = new Map([
    ['a', 'text'],
    ['b', 'number'],
    ['c', 'number'],
    ['d', 'whole'],
    ['e', 'number'],
  ] as const);
  const bytes = await toParquet('a,b,c,d,e\n123,1,"1,5",x,\n,2,"-0,25",1,\n', { types });
  expect(typesOf(bytes)).toEqual({ a: 'UTF8', b: 'DOUBLE', c: 'DOUBLE', d: 'UTF8', e: 'DOUBLE' });
  expect(await parquetReadObjects({ file: bufferOf(bytes) })).toEqual([
    { a: '123', b: 1, c: 1.5, d: 'x', e: null },
    { a: null, b: 2, c: -0.25, d: '1', e: null },
  ]);
});

test('our own reader gives the words of the CSV again', async () => {
  const cell = fc.oneof(
    fc.integer().map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.constantFrom('true', 'false', 'TRUE', '', '00', '2026-01-31', '2026-13-01', '1,5', '+1', '"'),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
    fc.string({ unit: fc.constantFrom(',', '"', '\n', '\r', ';', 'a', ' '), maxLength: 5 }),
  );
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
    );
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const names = rows[0]!.map((_, i) => `c${i}`);
      const csv = [names, ...rows]
        .map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(','))
        .join('\n');
      const bytes = await toParquet(`${csv}\n`);
      let text = '';
      for await (const block of readParquet(
        { byteLength: bytes.length, slice: async (a, b) => bufferOf(bytes).slice(a, b) },
        'x',
      ))
        text += Buffer.from(block).toString();
      const read = parse(text, { bom: false }) as string[][];
      const types = typesOf(bytes);
      expect(read[0]).toEqual(names);
      rows.forEach((cells, r) => {
        cells.forEach((before, c) => {
          const after = read[r + 1]![c]!;
          if (types[names[c]!] === 'UTF8' || before === '') expect(after).toBe(before);
          else if (types[names[c]!] === 'BOOLEAN') expect(after).toBe(before.toLowerCase());
          else if (types[names[c]!] === 'DATE') expect(after).toBe(before);
          else expect(Number(after)).toBe(Number(before));
        });
      });
    }),
  );
});

test('CSV as JSON Lines: typed, every column in every row', async () => {
  const lines = await convert('zip,visits,p,ok,zip\n01,3,"0,5",True,\n,,,,x\n', {
    from: 'csv',
    to: 'jsonl',
    types: new Map([['p', 'number']]),
  });
  expect(lines.toString()).toBe(
    '{"zip":"01","visits":3,"p":0.5,"ok":true,"zip#2":null}\n{"zip":null,"visits":null,"p":null,"ok":null,"zip#2":"x"}\n',
  );
});

test('JSON Lines as CSV and Parquet: reasons are columns, a text that looks like a number stays one', async () => {
  const lines =
    '{"id":"7","n":1,"tags":["a"],"reasons":["=x","y"]}\n\n{"n":2.5,"ok":true,"id":"8","mixed":"x","reasons":[]}\n{"mixed":3}';
  expect((await convert(lines, { from: 'jsonl', to: 'csv' })).toString()).toBe(
    'id,n,tags,reason_1,reason_2,ok,mixed\n7,1,"[""a""]",\'=x,y,,\n8,2.5,,,,true,x\n,,,,,,3\n',
  );
  expect((await convert(lines, { from: 'jsonl', to: 'csv', formulas: 'keep' })).toString()).toContain(
    ',=x,y,',
  );
  const bytes = await convert(lines, { from: 'jsonl', to: 'parquet' });
  expect(typesOf(bytes)).toEqual({
    ...{
      id: 'UTF8',
      n: 'DOUBLE',
      tags: 'UTF8',
      reason_1: 'UTF8',
      reason_2: 'UTF8',
      ok: 'BOOLEAN',
      mixed: 'UTF8',
    },
  });
  expect(await parquetReadObjects({ file: bufferOf(bytes) })).toEqual([
    { id: '7', n: 1, tags: '["a"]', reason_1: '=x', reason_2: 'y', ok: null, mixed: null },
    { id: '8', n: 2.5, tags: null, reason_1: null, reason_2: null, ok: true, mixed: 'x' },
    { id: null, n: null, tags: null, reason_1: null, reason_2: null, ok: null, mixed: '3' },
  ]);
});

test('a line that is no object is named with what to do', async () => {
  await expect(convert('{"a":1}\nnonsense\n', { from: 'jsonl', to: 'parquet' })).rejects.toThrow(
    'the result: expected a JSON object in line 2, found something else, which only JSON Lines can hold. Use --format jsonl',
  );
});

test('a table of no rows keeps its columns', async () => {
  const bytes = await toParquet('a,probability\n', { types: new Map([['probability', 'number']]) });
  expect(typesOf(bytes)).toEqual({ a: 'UTF8', probability: 'DOUBLE' });
  expect(await parquetReadObjects({ file: bufferOf(bytes) })).toEqual([]);
});

test('many rows come in several groups, so that memory does not grow with them', async () => {
  const rows = 150_000;
  const bytes = await convert(
    `n\n${Array.from({ length: rows }, (_, i) => `${i}\n`).join('')}`,
    { from: 'csv', to: 'parquet' },
    1 << 16,
  );
  const { row_groups: groups } = parquetMetadata(bufferOf(bytes));
  expect(groups.map(({ num_rows }) => Number(num_rows))).toEqual([65_536, 65_536, 18_928]);
});

test.each([
  ['scored.csv', { format: 'csv', compressed: false }],
  ['SCORED.JSONL.GZ', { format: 'jsonl', compressed: true }],
  ['a.b/scored', { compressed: false }],
  ['x.ndjson', { format: 'jsonl', compressed: false }],
  ['x.parquet', { format: 'parquet', compressed: false }],
  ['x.tsv.gz', { format: 'csv', compressed: true }],
  ['-', { compressed: false }],
])('what the name %s asks for', (name, form) => {
  expect(readResultName(name)).toEqual(form);
});

const python = (() => {
  try {
    execFileSync('python3', ['-c', 'import pyarrow.parquet'], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('pyarrow is not on this machine: that it reads our Parquet is not tested here');
    return false;
  }
})();

(python ? test : test.skip)('pyarrow reads the same values with the same types', async () => {
  writeFileSync(join(folder, 't.parquet'), await toParquet(TABLE));
  const script = `
import sys, json, pyarrow.parquet as pq
t = pq.read_table(sys.argv[1])
print(json.dumps({"types": {f.name: str(f.type) for f in t.schema}, "rows": t.to_pylist()}, default=str))`;
  const read = JSON.parse(
    execFileSync('python3', ['-c', script, join(folder, 't.parquet')], { encoding: 'utf8' }),
  );
  expect(read.types).toEqual({
    ...{ zip: 'string', visits: 'int64', spend: 'double', opened: 'bool', day: 'date32[day]' },
    ...{ at: 'timestamp[ms, tz=UTC]', note: 'string', big: 'string', none: 'string', digits: 'double' },
  });
  expect(read.rows[0]).toEqual({
    ...{ zip: '01234', visits: 3, spend: 1.5, opened: true, day: '2026-01-31' },
    ...{ at: '2026-01-31 12:00:00+00:00', note: 'a "b", c', big: '12345678901234567890', none: null },
    digits: 0.30000000000000004,
  });
  expect(read.rows[1].day).toBe('2024-02-29');
});
