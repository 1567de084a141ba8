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
