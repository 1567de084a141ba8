import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { decodeCells, scanCells } from '../../../../lib/files/csv/decode-cells.ts';
import { RowBatch } from '../../../../lib/files/csv/row-batch.ts';
import { ByteScanner, type Separator } from '../../../../lib/files/csv/scan-bytes.ts';

const encoder = new TextEncoder();

/** Pushes the text in chunks that end at the cuts, each overwritten once it is done, as a reused buffer would be. */
function push(scanner: ByteScanner, text: string, cuts: readonly number[]): void {
  const bytes = encoder.encode(text);
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  for (const to of [...ends, bytes.length]) {
    const chunk = bytes.slice(from, to);
    scanner.push(chunk);
    chunk.fill(63);
    from = to;
  }
  scanner.end();
}

interface Found {
  readonly cells: string[];
  readonly line: number;
  readonly raw: string;
}

function scan(text: string, separator: Separator = ',', cuts: readonly number[] = []): Found[] {
  const found: Found[] = [];
  const scanner = new ByteScanner(separator, (row) => {
    found.push({
      cells: decodeCells(row),
      line: row.line,
      raw: new TextDecoder('utf-8', { ignoreBOM: true }).decode(row.buffer.subarray(row.from, row.to)),
    });
  });
  push(scanner, text, cuts);
  const whole: Pick<Found, 'cells' | 'line'>[] = [];
  scanCells(encoder.encode(text), separator, (cells, line) => whole.push({ cells, line }));
  expect(found.map(({ cells, line }) => ({ cells, line }))).toEqual(whole);
  return found;
}

const cellsOf = (found: readonly Found[]): string[][] => found.map(({ cells }) => cells);

test('reads quoted cells with separators, line ends and quotes in them', () => {
  expect(cellsOf(scan('a,b\n"1,5","x\r\n""y"""\n'))).toEqual([
    ['a', 'b'],
    ['1,5', 'x\r\n"y"'],
  ]);
});

test.each([
  ['LF', '\n'],
  ['CR LF', '\r\n'],
  ['CR', '\r'],
])('lines may end with %s, the last one with nothing', (_name, end) => {
  expect(cellsOf(scan(['a,b', '1,2', '3,'].join(end)))).toEqual([
    ['a', 'b'],
    ['1', '2'],
    ['3', ''],
  ]);
});

test('counts lines as an editor does, also within quotes, and skips blank ones', () => {
  expect(scan('a\n"x\ny\r\nz"\n\n\r\nlast').map(({ line }) => line)).toEqual([1, 2, 7]);
});

test('drops a byte order mark at the beginning only, and gives the raw text of rows', () => {
  expect(scan('\ufeffa,"b"\n1,2').map(({ raw }) => raw)).toEqual(['a,"b"', '1,2']);
  expect(cellsOf(scan('\ufeff"a",b\n\ufeffc,d'))).toEqual([
    ['a', 'b'],
    ['\ufeffc', 'd'],
  ]);
});

test('takes a quote inside an unquoted cell as it is', () => {
  expect(cellsOf(scan('5" pipe,b'))).toEqual([['5" pipe', 'b']]);
});

test('refuses a quote that is never closed, naming the line it opens in', () => {
  expect(() => scan('a,b\n1,2\n3,"x\n4,5\n')).toThrow(/closing quote.*opens in line 3.*end of the file/);
});

test('refuses text behind a closing quote, and shows the whole character wherever the text is cut', () => {
  expect(() => scan('a,b\n"x\ny"z,1\n')).toThrow(/after a closing quote in line 3, found “z”/);
  for (let cut = 0; cut < 12; cut++)
    expect(() => scan('a,b\n"x"漢,1\n', ',', [cut])).toThrow(/after a closing quote in line 2, found “漢”/);
});

const messageOf = (act: () => unknown): string => {
  try {
    return JSON.stringify(act());
  } catch (error) {
    return (error as Error).message;
  }
};

const wild = fc.string({
  unit: fc.constantFrom('a', 'é', '"', ',', ';', '\n', '\r', ' ', '漢', '😀', '7', '-', '.'),
  maxLength: 40,
});
const cuts = fc.array(fc.nat(), { maxLength: 8 });

test('reads any text, cut anywhere, as it reads it whole: cells, lines, raw rows, refusals', () => {
  fc.assert(
    fc.property(wild, fc.constantFrom<Separator>(',', ';'), cuts, (text, separator, where) => {
      expect(messageOf(() => scan(text, separator, where))).toBe(messageOf(() => scan(text, separator)));
    }),
    { numRuns: 1000 },
  );
});

const RECORD_DELIMITER = ['\r\n', '\n', '\r'];

test('what it reads of any text is what csv-parse reads', () => {
  let compared = 0;
  fc.assert(
    fc.property(wild, fc.constantFrom<Separator>(',', ';'), cuts, (text, separator, where) => {
      let rows: string[][];
      try {
        rows = cellsOf(scan(text, separator, where));
      } catch {
        return;
      }
      compared += 1;
      const options = { delimiter: separator, record_delimiter: RECORD_DELIMITER, relax_quotes: true };
      const oracle = parse(text, { ...options, relax_column_count: true, skip_empty_lines: true });
      expect(rows).toEqual(oracle);
    }),
    { numRuns: 1000 },
  );
  expect(compared).toBeGreaterThan(300);
});

const cell = fc.string({
  unit: fc.constantFrom('a', 'é', '"', ',', ';', '\t', '\n', '\r', ' ', '0', '漢', '😀'),
  maxLength: 8,
});

test.each<Separator>([',', ';', '\t'])(
  'reads what was written, as csv-parse does, separator %j',
  (separator) => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 4 })
          .chain((width) =>
            fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
          ),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        cuts,
        (rows, lineEnd, quoteAll, where) => {
          const write = (text: string) =>
            quoteAll || /["\r\n,;\t]/.test(text) || text === '' ? `"${text.replaceAll('"', '""')}"` : text;
          const text = rows.map((row) => row.map(write).join(separator)).join(lineEnd);
          const oracle = parse(text, { delimiter: separator, record_delimiter: RECORD_DELIMITER });
          expect(cellsOf(scan(text, separator, where))).toEqual(oracle);
          expect(oracle).toEqual(rows);
        },
      ),
      { numRuns: 300 },
    );
  },
);

test('a byte order mark is not part of the first cell', () => {
  for (const where of [[], [1], [2], [3], [1, 2, 3, 4]]) {
    expect(cellsOf(scan('\ufeffa,b\n1,2\n', ',', where))).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  }
});

test('rows of more cells than there was room for', () => {
  const cells = Array.from({ length: 500 }, (_, i) => `c${i}`);
  expect(scan(`${cells.join(',')}\n`, ',', [7])[0]!.cells).toEqual(cells);
});

const grid = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.array(
    fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é', '7'), maxLength: 6 }), {
      minLength: width,
      maxLength: width,
    }),
    { minLength: 1, maxLength: 200 },
  ),
);

test('texts of many blocks, with characters of any length, are read as they stand', () => {
  const rows = Array.from({ length: 60_000 }, (_, i) => [`${i}`, ['a', 'é', '漢', '😀', '"\n'][i % 5]!, '']);
  const text = rows.map(([id, sign]) => `${id},"${sign!.replaceAll('"', '""')}",`).join('\r\n');
  expect(cellsOf(scan(text, ',', [70_000, 140_001, 300_002]))).toEqual(rows);
});

test('a batch turns the rows by column, trimmed, with doubled quotes made one', () => {
  fc.assert(
    fc.property(grid, cuts, (rows, where) => {
      const text = rows
        .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
        .join('\n');
      const width = rows[0]!.length;
      const columns: string[][] = rows[0]!.map(() => []);
      const batch = new RowBatch(width, ({ buffer, count, starts, ends }) => {
        const room = starts.length / width;
        for (let c = 0; c < width; c++) {
          for (let r = 0; r < count; r++) {
            const bytes = buffer.subarray(starts[c * room + r], ends[c * room + r]);
            columns[c]!.push(new TextDecoder().decode(bytes));
          }
        }
      });
      const scanner = new ByteScanner(
        ',',
        (row) => batch.add(row),
        'CSV',
        () => batch.flush(),
      );
      push(scanner, text, where);
      const trimmed = rows.map((row) => row.map((cell) => cell.replace(/^[ \n]+|[ \n]+$/g, '')));
      expect(columns).toEqual(rows[0]!.map((_, c) => trimmed.map((row) => row[c])));
    }),
    { numRuns: 100 },
  );
});

test('a row of more than 16 MB is refused by its line, and not held in memory', () => {
  const scanner = new ByteScanner(',', () => {}, 'leads.csv');
  scanner.push(encoder.encode('source,visits\nweb,1\n"'));
  const chunk = encoder.encode('x'.repeat(1 << 20));
  let pushed = 0;
  expect(() => {
    for (; pushed < 100; pushed++) scanner.push(chunk);
  }).toThrow(
    'leads.csv: expected records of at most 16 MB, found a larger one that begins in line 3. A quote that opens there may not be closed.',
  );
  expect(pushed).toBe(15);
});
