import fc from 'fast-check';
import { RowBatch } from '../../../../lib/files/csv/row-batch.ts';
import { ByteScanner, decodeCell } from '../../../../lib/files/csv/scan-bytes.ts';
import { type Separator, scanCsv } from '../../../../lib/files/csv/scan-csv.ts';

const encoder = new TextEncoder();

/** Pushes the text in chunks that end at the cuts, each overwritten once it is done, as a reused buffer would be. */
function push(scanner: ByteScanner, text: string, cuts: readonly number[]): void {
  const characters = [...text];
  const ends = [...new Set(cuts.map((cut) => cut % (characters.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  for (const to of [...ends, characters.length]) {
    const chunk = encoder.encode(characters.slice(from, to).join(''));
    scanner.push(chunk);
    chunk.fill(63);
    from = to;
  }
  scanner.end();
}

function scanBytes(text: string, separator: Separator, cuts: readonly number[]) {
  const found: { cells: string[]; line: number; raw: string }[] = [];
  const scanner = new ByteScanner(separator, (row) => {
    found.push({
      cells: Array.from({ length: row.width }, (_, i) => decodeCell(row, i)),
      line: row.line,
      raw: new TextDecoder().decode(row.buffer.subarray(row.from, row.to)),
    });
  });
  push(scanner, text, cuts);
  return found;
}

function scanText(text: string, separator: Separator) {
  const found: { cells: string[]; line: number; raw: string }[] = [];
  scanCsv(text, separator, ({ cells, line, start, end }) => {
    found.push({ cells: [...cells], line, raw: text.slice(start, end) });
    return true;
  });
  return found;
}

const messageOf = (act: () => unknown): string => {
  try {
    return JSON.stringify(act());
  } catch (error) {
    return (error as Error).message;
  }
};

const wild = fc.string({
  unit: fc.constantFrom('a', 'é', '"', ',', ';', '\n', '\r', ' ', '漢', '7', '-', '.'),
  maxLength: 40,
});
const cuts = fc.array(fc.nat(), { maxLength: 8 });

test('reads any text, cut anywhere, as the scanner of texts does: cells, lines, raw rows, refusals', () => {
  fc.assert(
    fc.property(wild, fc.constantFrom<Separator>(',', ';'), cuts, (text, separator, where) => {
      expect(messageOf(() => scanBytes(text, separator, where))).toBe(
        messageOf(() => scanText(text, separator)),
      );
    }),
    { numRuns: 1000 },
  );
});

test('a byte order mark is not part of the first cell', () => {
  for (const where of [[], [1], [2], [3], [1, 2, 3, 4]]) {
    expect(scanBytes('\ufeffa,b\n1,2\n', ',', where).map(({ cells }) => cells)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  }
});

test('rows of more cells than there was room for', () => {
  const cells = Array.from({ length: 500 }, (_, i) => `c${i}`);
  expect(scanBytes(`${cells.join(',')}\n`, ',', [7])[0]!.cells).toEqual(cells);
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
