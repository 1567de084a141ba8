import fc from 'fast-check';
import type { AsyncBuffer } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import {
  compileParquetCell,
  formatDecimal,
  formatFloat32,
} from '../../../../lib/files/parquet/parquet-cell.ts';
import { readParquet } from '../../../../lib/files/parquet/parquet-source.ts';
import { PACKERS } from '../../../support/parquet-columns.ts';

type Written = Parameters<typeof parquetWriteBuffer>[0];
const fileOf = (buffer: ArrayBuffer): AsyncBuffer => ({
  byteLength: buffer.byteLength,
  slice: async (from, to) => buffer.slice(from, to),
});

async function textOf(file: AsyncBuffer): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readParquet(file, 'a.parquet')) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
const written = (options: Written) => textOf(fileOf(parquetWriteBuffer(options)));

test('every kind of column, as CSV', async () => {
  const text = await written({
    columnData: [
      { name: 'text', data: ['a', 'b,"c"\nd', null], type: 'STRING' },
      { name: 'whole', data: [1, -2, null], type: 'INT32' },
      { name: 'large', data: [9_007_199_254_740_993n, null, 3n], type: 'INT64' },
      { name: 'real', data: [0.1, 1e-7, Number.NaN], type: 'DOUBLE' },
      { name: 'short real', data: [0.1, 16_777_216, null], type: 'FLOAT' },
      { name: 'flag', data: [true, false, null], type: 'BOOLEAN' },
      { name: 'at', data: [new Date('2026-01-31T12:30:00Z'), null, new Date(0)], type: 'TIMESTAMP' },
      { name: 'json', data: [{ a: 1 }, null, [2]], type: 'JSON' },
    ],
  });
  expect(text).toBe(
    [
      'text,whole,large,real,short real,flag,at,json',
      'a,1,9007199254740993,0.1,0.1,true,2026-01-31T12:30:00.000Z,"{""a"":1}"',
      '"b,""c""\nd",-2,,1e-7,16777216,false,,',
      ',,3,,,,1970-01-01T00:00:00.000Z,[2]',
      '',
    ].join('\n'),
  );
});

test('dates are days, decimals have all their digits', async () => {
  const text = await written({
    schema: [
      { name: 'root', num_children: 2 },
      { name: 'day', type: 'INT32', converted_type: 'DATE', repetition_type: 'OPTIONAL' },
      {
        name: 'price',
        type: 'INT64',
        converted_type: 'DECIMAL',
        scale: 2,
        precision: 18,
        repetition_type: 'OPTIONAL',
      },
    ],
    columnData: [
      { name: 'day', data: [new Date('2026-01-31'), null] },
      { name: 'price', data: [1234.56, -0.05] },
    ],
  });
  expect(text).toBe('day,price\n2026-01-31,1234.56\n,-0.05\n');
});

test('row groups and slices of them are all there, in their order, and read once', async () => {
  const rows = 150_000;
  const columnData: Written['columnData'] = [
    { name: 'id', data: Array.from({ length: rows }, (_, i) => i), type: 'INT32' },
    { name: 'source', data: Array.from({ length: rows }, (_, i) => ['web', 'fair'][i % 2]), type: 'STRING' },
  ];
  const expected = `id,source\n${Array.from({ length: rows }, (_, i) => `${i},${['web', 'fair'][i % 2]}\n`).join('')}`;
  for (const rowGroupSize of [7_000, rows]) {
    const buffer = parquetWriteBuffer({ columnData, rowGroupSize, codec: 'SNAPPY' });
    let bytes = 0;
    const file: AsyncBuffer = {
      byteLength: buffer.byteLength,
      slice: async (from, to = buffer.byteLength) => {
        bytes += to - from;
        return buffer.slice(from, to);
      },
    };
    expect((await textOf(file)) === expected).toBe(true);
    // The end of the file, which is the description, and every row group.
    expect(bytes).toBeLessThanOrEqual(buffer.byteLength + (1 << 19));
  }
});

test('a column of nulls has rows, and an empty file has none', async () => {
  expect(await written({ columnData: [{ name: 'a', data: [null, 'x'], type: 'STRING' }] })).toBe(
    'a\n""\nx\n',
  );
  expect(await written({ columnData: [{ name: 'a', data: [], type: 'STRING' }] })).toBe('a\n');
});

test('a text that a dictionary repeats is given in small pieces, however long it is', async () => {
  const data = Array.from({ length: 100 }, () => 'x'.repeat(1_000_000));
  const buffer = parquetWriteBuffer({
    columnData: [{ name: 'a', data, type: 'STRING', statistics: false }],
    rowGroupSize: data.length,
    codec: 'ZSTD',
    compressors: PACKERS,
  });
  expect(buffer.byteLength).toBeLessThan(2000);
  let [bytes, longest] = [0, 0];
  for await (const chunk of readParquet(fileOf(buffer), 'a.parquet')) {
    bytes += chunk.length;
    longest = Math.max(longest, chunk.length);
    if (bytes > 20_000_000) break;
  }
  expect(longest).toBeLessThan(3_000_000);
});

test('a row of more than 16 MB is refused, whatever it is made of', async () => {
  const columnData = Array.from({ length: 20 }, (_, i) => ({
    name: `c${i}`,
    data: ['x', 'x'.repeat(1_000_000)],
    type: 'STRING' as const,
  }));
  await expect(written({ columnData })).rejects.toThrow(
    'a.parquet: expected rows of at most 16 MB as text, found a larger one: row 2. Leave out the column that is so long.',
  );
});

test('a decimal of more digits than there are is refused', async () => {
  const decimal = (scale: number) => ({
    schema: [
      { name: 'root', num_children: 1 },
      { name: 'price', type: 'INT64' as const, converted_type: 'DECIMAL' as const, scale, precision: 18 },
    ],
    columnData: [{ name: 'price', data: [1n, 2n] }],
  });
  await expect(written(decimal(2_000_000_000) as never)).rejects.toThrow('“price” has 2000000000 decimals');
  const cell = compileParquetCell({ name: 'price', type: 'BYTE_ARRAY', converted_type: 'DECIMAL', scale: 2 });
  expect(cell(new Uint8Array([1, 0]))).toBe('2.56');
  expect(() => cell(new Uint8Array(1_000_000))).toThrow('a decimal has 1000000 bytes');
});

test('a list or a record is refused by its name', async () => {
  const nested = written({
    schema: [
      { name: 'root', num_children: 1 },
      { name: 'tags', repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', type: 'INT32', repetition_type: 'OPTIONAL' },
    ],
    columnData: [{ name: 'tags', data: [[1, 2]] }],
  });
  await expect(nested).rejects.toThrow(
    'a.parquet: expected columns of one value a row, found lists or records in “tags”. ' +
      'Leave the column out, or spread it over columns of its own.',
  );
});

test('a file that is cut off or damaged, anywhere: what cannot be read is told', async () => {
  const data = Array.from({ length: 500 }, (_, i) => `word ${i % 40}`);
  const whole = new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'a', data, type: 'STRING' }] }));
  const problemOf = (bytes: Uint8Array<ArrayBuffer>) =>
    textOf(fileOf(bytes.buffer)).then(
      () => '',
      (error: Error) => `${error.name}: ${error.message}`,
    );
  const unreadable = /^InputError: a\.parquet: expected a Parquet file, found one that cannot be read \(/;
  for (let length = 0; length < whole.length; length++) {
    expect(await problemOf(whole.slice(0, length))).toMatch(unreadable);
  }
  for (let at = 0; at < whole.length; at++) {
    for (const byte of [0, 1, 127, 128, 255]) {
      const damaged = whole.slice();
      damaged[at] = byte;
      const problem = await problemOf(damaged);
      if (problem !== '') expect(problem).toMatch(/^InputError: a\.parquet: expected /);
    }
  }
});

test('decimals and short numbers', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Math.fround(Number(formatFloat32(value)))).toBe(value === 0 ? 0 : value);
    }),
  );
  expect([formatDecimal(0n, 2), formatDecimal(-5n, 1), formatDecimal(123n, 0), formatDecimal(1n, 3)]).toEqual(
    ['0.00', '-0.5', '123', '0.001'],
  );
});
