import type { ParquetParsers, SchemaElement } from 'hyparquet';

const decoder = new TextDecoder();

const formatTime = (milliseconds: number): string => {
  const time = new Date(milliseconds);
  // Beyond the years that a date can have.
  return Number.isNaN(time.getTime()) ? String(milliseconds) : time.toISOString();
};

/** Texts where hyparquet would make dates and objects. */
export const PARQUET_PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (value: bigint | undefined) =>
    value === undefined ? undefined : formatTime(Number(value)),
  timestampFromMicroseconds: (value: bigint | undefined) =>
    value === undefined ? undefined : formatTime(Number(value / 1000n)),
  timestampFromNanoseconds: (value: bigint | undefined) =>
    value === undefined ? undefined : formatTime(Number(value / 1_000_000n)),
  dateFromDays: (days: number | undefined) =>
    days === undefined ? undefined : formatTime(86_400_000 * days).split('T', 1)[0],
  jsonFromBytes: (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : decoder.decode(bytes)),
};

export const isDecimal = ({ converted_type, logical_type }: SchemaElement): boolean =>
  converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL';

/** How the values of a column are written: decimals come as whole numbers or their bytes, the others as hyparquet reads them. */
export function compileParquetCell(element: SchemaElement): (value: unknown) => string {
  if (isDecimal(element)) {
    const { logical_type: type } = element;
    const scale = element.scale ?? (type?.type === 'DECIMAL' ? type.scale : 0);
    if (!(scale >= 0 && scale <= MOST_DIGITS)) throw new Error(`“${element.name}” has ${scale} decimals`);
    return (value) => (value === undefined || value === null ? '' : formatDecimal(toWhole(value), scale));
  }
  const formatNumber = element.type === 'FLOAT' ? formatFloat32 : String;
  return (value) => {
    switch (typeof value) {
      case 'string':
        return value;
      case 'number':
        return Number.isNaN(value) ? '' : formatNumber(value);
      case 'boolean':
      case 'bigint':
        return String(value);
      default:
        if (value === undefined || value === null) return '';
        return value instanceof Uint8Array ? decoder.decode(value) : JSON.stringify(value);
    }
  };
}

/** Those of 256 bits, which are the longest that writers know, have 76 digits. */
const MOST_DIGITS = 76;
const MOST_DECIMAL_BYTES = 32;

/** Most significant byte first, two's complement. */
function toWhole(value: unknown): bigint {
  if (!(value instanceof Uint8Array)) return BigInt(value as number | bigint);
  if (value.length > MOST_DECIMAL_BYTES) throw new Error(`a decimal has ${value.length} bytes`);
  let whole = 0n;
  for (const byte of value) whole = (whole << 8n) | BigInt(byte);
  return BigInt.asIntN(8 * value.length, whole);
}

/** `formatDecimal(-5n, 2)` → `-0.05` */
export function formatDecimal(whole: bigint, scale: number): string {
  if (scale === 0) return String(whole);
  const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, '0');
  return `${whole < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The fewest digits that are this number of 32 bits: 0.1, where the same number in 64 bits is 0.10000000149011612. */
export function formatFloat32(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}
