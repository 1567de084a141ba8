import fc from 'fast-check';
import { makeWordRules } from '../../../../lib/lead/value-words.ts';
import { readMixedTable } from '../../../../lib/learning/table/read-table.ts';
import type { AnyColumn } from '../../../../lib/learning/table/table.ts';

const rules = makeWordRules();
const read = (text: string, keep: readonly string[] = []) => readMixedTable(text, {}, rules, keep);
const lines = (rows: number, cell: (row: number) => string) =>
  `x,y\n${Array.from({ length: rows }, (_, row) => `${cell(row)},${row % 3}`).join('\n')}\n`;

test('a column of many different numbers becomes numbers; what is missing is NaN', () => {
  const cell = (row: number) =>
    row % 100 === 7 ? 'NA' : row % 100 === 8 ? '' : row === 9 ? '1.5e3' : `${row / 8}`;
  const { columns, rowCount } = read(lines(5000, cell));
  const [x, y] = columns as readonly [AnyColumn, AnyColumn];
  expect(rowCount).toBe(5000);
  expect(x.kind === 'numbers' && [...x.values]).toEqual(
    Array.from({ length: 5000 }, (_, row) =>
      row % 100 === 7 || row % 100 === 8 ? NaN : row === 9 ? 1500 : row / 8,
    ),
  );
  expect(y).toMatchObject({ kind: 'words', words: ['0', '1', '2'] });
  expect(y.kind === 'words' && y.codes).toHaveLength(5000);
});

test('one word late in the file makes the whole column words again', () => {
  const { columns } = read(lines(5000, (row) => (row === 4999 ? 'none of these' : `${row}`)));
  const [x] = columns as readonly [AnyColumn];
  expect(x.kind).toBe('words');
  expect(x.kind === 'words' && x.words.slice(-2)).toEqual(['4998', 'none of these']);
  expect(x.kind === 'words' && [...x.codes.slice(0, 3)]).toEqual([0, 1, 2]);
});

test('words are kept where they are asked for, numbers or not', () => {
  const { columns } = read(
    lines(70_000, (row) => `${row}`),
    ['x'],
  );
  const [x] = columns as readonly [AnyColumn];
  expect(x.kind === 'words' && [x.words.length, x.codes[69_999]]).toEqual([70_000, 69_999]);
});

test('text of more words than a category can have is not kept', () => {
  const { columns } = read(lines(70_000, (row) => `m${row}@example.org`));
  expect(columns[0]).toEqual({ kind: 'text', name: 'x' });
  const [, y] = columns as readonly [AnyColumn, AnyColumn];
  expect(y.kind === 'words' && y.codes).toHaveLength(70_000);
});

test('the size of the file, known or not, changes nothing', () => {
  const bytes = new TextEncoder().encode(lines(20_000, (row) => `${row / 4}`));
  const chunks = Array.from({ length: Math.ceil(bytes.length / 5000) }, (_, i) =>
    bytes.slice(5000 * i, 5000 * (i + 1)),
  );
  const tables = [undefined, 10, bytes.length, 1000 * bytes.length].map((size) =>
    readMixedTable({ ...(size === undefined ? {} : { size }), open: () => chunks }, {}, rules, []),
  );
  for (const table of tables) expect(table).toEqual(tables[0]);
});

// Rows that a line feed ends are read in one pass where they are plain; no other rows are.
test('plain rows and rows read cell by cell give the same columns', () => {
  const cell = fc.oneof(
    fc.constantFrom('', 'web', 'fair', ' web', 'web ', '"a,b"', '"say ""hi"""', 'é', '\u00a0web', '\u0001'),
    fc.constantFrom('7', '-1.5', '007', '1e3', '"2,5"', 'NA', '1234567890123456', ' 12', '.5', '5.', '-'),
  );
  const row = fc.tuple(cell, cell, fc.constantFrom('x', 'y', ''));
  const many = fc.integer({ min: 0, max: 3000 });
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 30 }),
      many,
      fc.constantFrom<'.' | ','>('.', ','),
      (rows, n, decimal) => {
        // More numbers than a dictionary of numbers has, so that columns change their kind on the way.
        const numbers = Array.from({ length: n }, (_, i) => [
          `${i / 2}`.replace('.', decimal === '.' ? '.' : ';'),
          `${i}`,
          'x',
        ]);
        const lines = [['a', 'b', 'c'], ...numbers, ...rows, ['1', '1', 'z']].map((cells) => cells.join(','));
        const readWith = (lineEnd: string) => {
          try {
            return readMixedTable(lines.join(lineEnd) + lineEnd, {}, makeWordRules([], decimal), []).columns;
          } catch (error) {
            return (error as Error).message;
          }
        };
        expect(readWith('\n')).toEqual(readWith('\r'));
        expect(readWith('\r\n')).toEqual(readWith('\r'));
      },
    ),
    { numRuns: 60 },
  );
});

describe('a column of more dates than words are kept of', () => {
  const start = Date.parse('2026-01-01T00:00:00Z');
  /** One every seven minutes, so that many days have passed when no more words are kept. */
  const isoAt = (row: number) => new Date(start + row * 420_000).toISOString();
  const american = (row: number) => {
    const [year, month, day] = isoAt(row).slice(0, 10).split('-');
    return `${month}/${day}/${year} ${isoAt(row).slice(11, 19)}`;
  };
  const rows = 70_000;
  const times = Array.from({ length: rows }, (_, row) => start + row * 420_000);
  const datesOf = (column: AnyColumn | undefined) =>
    column?.kind === 'numbers' && column.dates !== undefined && !('refused' in column.dates)
      ? column.dates
      : undefined;

  test.each([
    ['ISO 8601', isoAt, undefined],
    ['month first', american, 'mm/dd/yyyy'],
  ])('%s: is kept as times', (_, cell, form) => {
    const [x] = read(lines(rows, (row) => (row === 69_998 ? '' : cell(row)))).columns as [AnyColumn];
    expect(datesOf(x)).toMatchObject({ form, impossible: { rows: 0 } });
    const expected = times.map((time, row) => (row === 69_998 ? NaN : time));
    expect(
      x.kind === 'numbers' &&
        Buffer.from(x.values.slice().buffer).equals(Buffer.from(Float64Array.from(expected).buffer)),
    ).toBe(true);
  });

  test('those that do not exist are missing, and named', () => {
    const wrong = new Map([
      [5, '2026-02-30 10:00:00'],
      [69_000, '0000-00-00'],
      [69_500, '2026-13-01'],
    ]);
    const [x] = read(lines(rows, (row) => wrong.get(row) ?? isoAt(row))).columns as [AnyColumn];
    expect(datesOf(x)?.impossible).toEqual({
      rows: 3,
      examples: [...wrong].map(([row, word]) => ({ word, row: row + 1 })),
    });
    expect(x.kind === 'numbers' && [...wrong.keys()].map((row) => x.values[row])).toEqual([NaN, NaN, NaN]);
  });

  test('a day above 12 after more words than are kept says what the others mean', () => {
    // Seconds of the first twelve days of a month, then one of the 13th.
    const early = (row: number) => {
      const clock = new Date(row * 1000).toISOString().slice(11, 19);
      return row === 69_999
        ? `01/13/2026 ${clock}`
        : `01/${String(1 + (row % 12)).padStart(2, '0')}/2026 ${clock}`;
    };
    const [x] = read(lines(rows, early)).columns as [AnyColumn];
    expect(datesOf(x)).toMatchObject({ form: 'mm/dd/yyyy' });
    const day = 86_400_000;
    expect(x.kind === 'numbers' && [x.values[1], x.values[69_999]]).toEqual([
      start + day + 1000,
      start + 12 * day + 69_999_000,
    ]);
    // Without it there is no telling.
    const [y] = read(lines(rows, (row) => early(Math.min(row, 69_998 - (row % 2))))).columns as [AnyColumn];
    expect(y.kind === 'numbers' && y.dates).toEqual({
      refused: expect.stringContaining('--type x=date:mm/dd/yyyy'),
    });
  });

  test('one word that is none makes it text', () => {
    const [x] = read(lines(rows, (row) => (row === 69_999 ? 'soon' : isoAt(row)))).columns as [AnyColumn];
    expect(x).toEqual({ kind: 'text', name: 'x', noDate: 'soon' });
  });
});
