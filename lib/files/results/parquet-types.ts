import { type AsyncBuffer, parquetMetadataAsync, parquetSchema, type SchemaElement } from 'hyparquet';
import { isDecimal } from '../parquet/parquet-cell.ts';
import type { CellType } from './cell-type.ts';

/** What the columns of a Parquet file hold, by their names, in the words of results. */
export async function readParquetTypes(file: AsyncBuffer): Promise<Map<string, CellType>> {
  const { children } = parquetSchema(await parquetMetadataAsync(file, { geoparquet: false }));
  return new Map(children.map(({ element }) => [element.name, typeOf(element)]));
}

function typeOf(element: SchemaElement): CellType {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (isDecimal(element)) return 'number';
  if (converted === 'DATE' || logical?.type === 'DATE') return 'date';
  if (converted?.startsWith('TIMESTAMP') || logical?.type === 'TIMESTAMP' || type === 'INT96') return 'time';
  if (type === 'BOOLEAN') return 'boolean';
  if (type === 'FLOAT' || type === 'DOUBLE') return 'number';
  return type === 'INT32' || type === 'INT64' ? 'whole' : 'text';
}
