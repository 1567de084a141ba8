import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { type Separator, scanCsv } from '../../../../lib/files/csv/scan-csv.ts';

const scan = (text: string, separator: Separator = ',') => {
  const rows: string[][] = [];
  const lines: number[] = [];
  const raw: string[] = [];
  scanCsv(text, separator, ({ cells, line, start, end }) => {
    rows.push([...cells]);
    lines.push(line);
    raw.push(text.slice(start, end));
    return true;
  });
  return { rows, lines, raw };
};

test('reads quoted cells with separators, line ends and quotes in them', () => {
  expect(scan('a,b\n"1,5","x\r\n""y"""\n').rows).toEqual([
    ['a', 'b'],
    ['1,5', 'x\r\n"y"'],
  ]);
});

test.each([
  ['LF', '\n'],
  ['CR LF', '\r\n'],
  ['CR', '\r'],
])('lines may end with %s, the last one with nothing', (_name, end) => {
  expect(scan(['a,b', '1,2', '3,'].join(end)).rows).toEqual([
    ['a', 'b'],
    ['1', '2'],
    ['3', ''],
  ]);
});

test('counts lines as an editor does, also within quotes, and skips blank ones', () => {
  expect(scan('a\n"x\ny\r\nz"\n\n\r\nlast').lines).toEqual([1, 2, 7]);
});

test('drops a byte order mark and gives the raw text of rows', () => {
  expect(scan('\ufeffa,"b"\n1,2').raw).toEqual(['a,"b"', '1,2']);
  expect(scan('\ufeffa,b').rows).toEqual([['a', 'b']]);
});

test('takes a quote inside an unquoted cell as it is', () => {
  expect(scan('5" pipe,b').rows).toEqual([['5" pipe', 'b']]);
});

test('refuses a quote that is never closed, naming the line it opens in', () => {
  expect(() => scan('a,b\n1,2\n3,"x\n4,5\n')).toThrow(/closing quote.*opens in line 3.*end of the file/);
});

test('refuses text behind a closing quote', () => {
  expect(() => scan('a,b\n"x\ny"z,1\n')).toThrow(/after a closing quote in line 3, found “z”/);
});

const cell = fc.string({
  unit: fc.constantFrom('a', 'é', '"', ',', ';', '\t', '\n', '\r', ' ', '0', '漢'),
  maxLength: 8,
});

test.each<Separator>([',', ';', '\t'])('reads what csv-parse reads, separator %j', (separator) => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 4 })
        .chain((width) =>
          fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
        ),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.boolean(),
      (rows, lineEnd, quoteAll) => {
        const write = (text: string) =>
          quoteAll || /["\r\n,;\t]/.test(text) || text === '' ? `"${text.replaceAll('"', '""')}"` : text;
        const text = rows.map((row) => row.map(write).join(separator)).join(lineEnd);
        const oracle = parse(text, { delimiter: separator, record_delimiter: ['\r\n', '\n', '\r'] });
        expect(scan(text, separator).rows).toEqual(oracle);
        expect(oracle).toEqual(rows);
      },
    ),
    { numRuns: 300 },
  );
});
