import { setImmediate } from 'node:timers/promises';
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { type CellType, type RowValue, toTyped } from './cell-type.ts';

export interface TypedColumn {
  readonly name: string;
  readonly type: CellType;
}

/** Rows in memory at a time; fewer, where they are long. */
const GROUP_ROWS = 1 << 16;
const GROUP_CHARACTERS = 1 << 25;

const ELEMENTS: Readonly<Record<CellType, Omit<SchemaElement, 'name'>>> = {
  whole: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  date: { type: 'INT32', converted_type: 'DATE' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
};

/**
 * Writes rows as a Parquet file (https://parquet.apache.org, Snappy), a row group at a time, from its beginning to its end: what it is
 * written to need not be a file. Every column may hold nulls.
 */
export async function writeParquet(
  write: (block: Uint8Array) => void,
  columns: readonly TypedColumn[],
  rows: Iterable<readonly RowValue[]>,
): Promise<void> {
  const bytes = new ByteWriter();
  const flush = () => {
    write(new Uint8Array(bytes.buffer, 0, bytes.index));
    bytes.index = 0;
  };
  bytes.finish = flush;
  const schema: SchemaElement[] = [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, type }) => ({
      name,
      ...ELEMENTS[type],
      repetition_type: 'OPTIONAL' as const,
    })),
  ];
  const file = new ParquetWriter({ writer: bytes, schema, createdBy: 'scorelane' });
  let group: unknown[][] = columns.map(() => []);
  let [held, characters] = [0, 0];
  const writeGroup = async () => {
    const columnData = columns.map(({ name }, c) => ({ name, data: group[c]! }));
    await file.write({ columnData, rowGroupSize: held });
    flush();
    group = columns.map(() => []);
    [held, characters] = [0, 0];
    // Ctrl-C gets its turn.
    await setImmediate();
  };
  for (const row of rows) {
    for (let c = 0; c < columns.length; c++) {
      const { type } = columns[c]!;
      const value = toTyped(row[c] ?? null, type);
      group[c]!.push(type === 'whole' && value !== null ? BigInt(value as number) : value);
      if (typeof value === 'string') characters += value.length;
    }
    held += 1;
    if (held === GROUP_ROWS || characters >= GROUP_CHARACTERS) await writeGroup();
  }
  if (held > 0) await writeGroup();
  await file.finish();
}
