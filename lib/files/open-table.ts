import { InputError } from '../errors.ts';
import { createSha256 } from '../sha256.ts';
import type { ByteSource } from './text/byte-source.ts';
import type { Encoding } from './text/encoding.ts';
import { detectForm, refuseCsvOption } from './text/file-form.ts';
import { readTextNow } from './text/read-text.ts';
import { withEncoding } from './text/with-encoding.ts';

/** What a user tells of a file besides its name. */
export interface TableOptions {
  /** Of text; found out unless told. */
  readonly encoding?: Encoding | undefined;
  /** Of a workbook; the first that is not hidden, unless told. */
  readonly sheet?: string | undefined;
  /** Bytes of text that are made of a file, at most. */
  readonly mostBytes?: number;
}

/** Enough to tell the form. */
const BEGINNING_BYTES = 1 << 16;
const MOST_BYTES = 4 * 2 ** 30;

/**
 * A table of leads as CSV text that can be read in blocks: CSV as it stands; JSON Lines, Parquet, an Excel workbook and what is in a
 * gzip archive made into it, in memory. The SHA-256 stays that of the file.
 *
 * @throws {InputError} it is none of these, not what its name says, or too large
 */
export async function openTable(
  source: ByteSource,
  fileName: string,
  { encoding, sheet, mostBytes = MOST_BYTES }: TableOptions = {},
): Promise<ByteSource> {
  const form = detectForm(readBeginning(source), fileName);
  if (form.format !== 'xlsx' && sheet !== undefined) {
    throw new InputError(
      `${fileName}: expected an Excel workbook with --sheet, found none. Leave the option out.`,
    );
  }
  const isText = form.format === 'csv' || form.format === 'json lines';
  if (!isText) refuseCsvOption(form.format, fileName, encoding && `--encoding ${encoding}`);
  if (form.format === 'csv' && !form.compressed) return source;
  const made = async (): Promise<{ blocks: readonly Uint8Array[]; notes?: readonly string[] }> => {
    switch (form.format) {
      case 'parquet': {
        const { readParquet } = await import('./parquet/parquet-source.ts');
        const bytes = collect(source.open());
        const file = { byteLength: bytes.length, slice: sliceOf(bytes) };
        return { blocks: await collectBlocks(readParquet(file, fileName), fileName, mostBytes) };
      }
      case 'xlsx': {
        const { readXlsx } = await import('./xlsx/xlsx-to-csv.ts');
        return readXlsx(collect(source.open()), fileName, sheet);
      }
      default: {
        const text = form.compressed ? await unpack(source, fileName, mostBytes) : source;
        if (form.format === 'csv') return { blocks: [...text.open()] };
        const { jsonLinesToCsv } = await import('./json-lines/json-lines-to-csv.ts');
        return withEncoding(text, { fileName, encoding }, (decided) => {
          const open = () => readTextNow(text, { fileName, encoding: decided.encoding });
          const read = jsonLinesToCsv(open, fileName);
          return { ...read, notes: [...decided.notes, ...read.notes] };
        });
      }
    }
  };
  const { blocks, notes } = await made();
  return { ...fromBlocks(blocks), sha256: hashOf(source), ...(notes === undefined ? {} : { notes }) };
}

function readBeginning(source: ByteSource): Uint8Array {
  for (const block of source.open()) return block.slice(0, BEGINNING_BYTES);
  return new Uint8Array(0);
}

async function unpack(source: ByteSource, fileName: string, most: number): Promise<ByteSource> {
  const { unpackGzip } = await import('./text/unpack-gzip.ts');
  return fromBlocks(await collectBlocks(unpackGzip(source.open(), fileName), fileName, most));
}

async function collectBlocks(
  blocks: AsyncIterable<Uint8Array>,
  fileName: string,
  most: number,
): Promise<Uint8Array[]> {
  const held: Uint8Array[] = [];
  let bytes = 0;
  for await (const block of blocks) {
    bytes += block.length;
    if (bytes > most) {
      throw new InputError(
        `${fileName}: expected a file that unpacks to at most ${Math.floor(most / 2 ** 20).toLocaleString('en-US')} MiB of text, found a larger one. Unpack it to CSV first.`,
      );
    }
    held.push(block.slice());
  }
  return held;
}

const fromBlocks = (blocks: readonly Uint8Array[]): ByteSource => ({
  size: blocks.reduce((sum, { length }) => sum + length, 0),
  *open(from = 0) {
    let passed = 0;
    for (const block of blocks) {
      const skip = Math.min(block.length, Math.max(0, from - passed));
      passed += block.length;
      if (skip < block.length) yield block.subarray(skip);
    }
  },
});

function collect(blocks: Iterable<Uint8Array>): Uint8Array {
  const held: Uint8Array[] = [];
  for (const block of blocks) held.push(block.slice());
  return held.length === 1 ? held[0]! : Buffer.concat(held);
}

const sliceOf =
  (bytes: Uint8Array) =>
  (from: number, to = bytes.length): ArrayBuffer =>
    bytes.slice(from, to).buffer as ArrayBuffer;

/** Of the bytes of a file. */
export function hashOf(source: ByteSource): string {
  const hash = createSha256();
  for (const block of source.open()) hash.update(block);
  return hash.digest();
}
