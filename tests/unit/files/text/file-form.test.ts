import { gzipSync } from 'node:zlib';
import { detectForm } from '../../../../lib/files/text/file-form.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const CSV = bytes('source,visits\nweb,1\n');
const JSON_LINES = bytes('{"source":"web"}\n{"source":"fair"}\n');
const PARQUET = bytes('PAR1\u0015\u0004');

test.each([
  ['leads.csv', CSV, false, 'csv'],
  ['leads', CSV, false, 'csv'],
  ['leads.CSV', bytes('\ufeff\n\nsource\n'), false, 'csv'],
  ['leads.csv', bytes('[id],[source]\n1,web\n'), false, 'csv'],
  ['leads.csv', bytes(''), false, 'csv'],
  ['leads.jsonl', JSON_LINES, false, 'json lines'],
  ['leads.jsonl', bytes(' \n'), false, 'json lines'],
  ['leads', bytes('\ufeff \n {"source":"web"}'), false, 'json lines'],
  ['leads.json', JSON_LINES, false, 'json lines'],
  ['leads.parquet', PARQUET, false, 'parquet'],
  ['export.dat', PARQUET, false, 'parquet'],
  ['leads.csv.gz', gzipSync(CSV), true, 'csv'],
  ['leads.gz', gzipSync(CSV), true, 'csv'],
  ['leads', gzipSync(JSON_LINES), true, 'json lines'],
  ['leads.ndjson.gz', gzipSync(''), true, 'json lines'],
])('%s is told by its bytes', (name, beginning, compressed, format) => {
  expect(detectForm(beginning, name)).toEqual({ compressed, format });
});

test('the beginning of an archive is enough', () => {
  const large = gzipSync(bytes('{"source":"web"}\n'.repeat(100_000)));
  expect(detectForm(large.subarray(0, 500), 'a.jsonl.gz')).toEqual({
    compressed: true,
    format: 'json lines',
  });
});

test.each([
  ['a.parquet', CSV, 'expected a Parquet file, as its name says, found text that is no JSON.'],
  ['a.csv.gz', CSV, 'expected a gzip archive, as its name says, found text that is no JSON. Compress it'],
  ['a.csv.gz', bytes(''), 'expected a gzip archive, as its name says, found an empty file.'],
  ['a.csv', gzipSync(CSV), 'expected CSV text, as its name says, found a gzip archive. Name it a.csv.gz, or'],
  ['a.jsonl', CSV, 'expected JSON Lines, as its name says, found text that is no JSON. If it is a table'],
  [
    'a.jsonl',
    bytes('[{"a":1}]'),
    'expected JSON Lines, as its name says, found one JSON list of all leads. Write',
  ],
  [
    'a.json',
    bytes('[\n  {"a":1}]'),
    'expected CSV, JSON Lines, Parquet or an Excel workbook, found one JSON list of all leads. Write',
  ],
  ['a.csv', JSON_LINES, 'expected CSV text, as its name says, found JSON. If each lead stands on a line'],
  ['a.csv', PARQUET, 'expected CSV text, as its name says, found a Parquet file. Name it .parquet.'],
  ['a.csv', bytes('PK\u0003\u0004'), 'found a ZIP archive or an Excel workbook. Name a workbook .xlsx'],
  [
    'a.xlsx',
    CSV,
    'expected an Excel workbook, as its name says, found text that is no JSON. If it is a table',
  ],
  ['a.xlsx', Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), 'found an old Excel workbook, or one with a password'],
  ['a.csv', bytes('%PDF-1.7'), 'found a PDF document. Export the table'],
  ['a.parquet.gz', gzipSync(PARQUET), 'found a Parquet file. Unpack it first.'],
  ['a.csv.gz', Buffer.from([0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]), 'cannot be unpacked'],
])('%s that is something else', (name, beginning, message) => {
  expect(() => detectForm(beginning, name)).toThrow(message);
});
