import { closeSync, openSync, readSync } from 'node:fs';
import { InputError } from '../../lib/errors.ts';
import type { TableOptions } from '../../lib/files/open-table.ts';
import type { CellType } from '../../lib/files/results/cell-type.ts';
import type { ScoreFileOptions } from '../../lib/files/scoring/options.ts';
import type { AnySource } from '../../lib/files/text/byte-source.ts';
import { type DecidedEncoding, decideEncoding } from '../../lib/files/text/decide-encoding.ts';
import { detectForm, type FileForm, unpackBeginning } from '../../lib/files/text/file-form.ts';
import { attemptRead } from '../files/file-errors.ts';
import { isPlainFile, openInput, readBeginning, readInput } from '../files/files.ts';
import { copyStream, streamInput } from '../files/input-stream.ts';
import { fileNameOf } from '../terminal/standard-streams.ts';

/** A file of leads, and what is to be known to score it. */
export interface ScoreInput {
  readonly form: FileForm;
  readonly source: AnySource;
  /** Of the file as it is on disk, in bytes; undefined: it comes through a pipe. */
  readonly size: number | undefined;
  /** Of the text in it, as well as that can be told. */
  readonly textSize: number | undefined;
  /** Bytes of the file that are read, where they are others than those of the text. */
  readonly position: (() => number) | undefined;
  readonly settings: Pick<ScoreFileOptions, 'format' | 'separator' | 'encoding'>;
  /** What is to be known of how it is read. */
  readonly notes: readonly string[];
  /** What its columns hold, where the format says it. */
  readonly types?: ReadonlyMap<string, CellType>;
  /** Ends reading what comes through a pipe. */
  readonly close: () => void;
}

/** Enough to tell the form. */
const BEGINNING_BYTES = 1 << 16;
/** Tables become so many times smaller, about. */
const PACKED = 5;

/**
 * A file of leads in CSV, JSON Lines (either may be compressed by gzip), Parquet or an Excel workbook; `-` is the standard input. What
 * comes through a pipe is scored as it comes; only Parquet and workbooks, which are read from their end, are copied to a temporary file
 * first. The encoding is the one of the option, else the beginning of the text decides it.
 *
 * @throws {InputError} there is no such file, or it is none of these
 */
export const openScoreInput = (path: string, options: TableOptions = {}): Promise<ScoreInput> =>
  isPlainFile(path) ? openFile(path, fileNameOf(path), options) : openPipe(path, options);

async function openPipe(path: string, options: TableOptions): Promise<ScoreInput> {
  const fileName = fileNameOf(path);
  const blocks = streamInput(path);
  const held: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < BEGINNING_BYTES) {
    const { value, done } = await blocks.next();
    if (done) break;
    held.push(value);
    bytes += value.length;
  }
  const all = async function* () {
    // At once: the first block of a text shows what it is.
    yield Buffer.concat(held);
    yield* blocks;
  };
  const close = () => void blocks.return();
  const beginning = Buffer.concat(held).subarray(0, BEGINNING_BYTES);
  const form = attempt(() => detectForm(beginning, fileName), close);
  const { format, compressed } = form;
  if (format === 'parquet' || format === 'xlsx') return openFile(await copyStream(all()), fileName, options);
  const decided = attempt(() => decide(beginning, fileName, compressed, options), close);
  const open = compressed
    ? await import('../../lib/files/text/unpack-gzip.ts').then(
        ({ unpackGzip }) =>
          () =>
            unpackGzip(all(), fileName),
      )
    : all;
  return {
    form,
    source: { waits: true, once: true, open },
    size: undefined,
    textSize: undefined,
    position: undefined,
    settings: { format, encoding: decided.encoding },
    notes: decided.notes,
    close,
  };
}

function attempt<T>(act: () => T, onFailure: () => void): T {
  try {
    return act();
  } catch (error) {
    onFailure();
    throw error;
  }
}

/** The encoding of the option, else the one that the beginning of the text shows. */
function decide(
  beginning: Uint8Array,
  fileName: string,
  compressed: boolean,
  { encoding }: TableOptions,
): DecidedEncoding {
  if (encoding !== undefined) return { encoding, notes: [] };
  return decideEncoding(compressed ? unpackBeginning(beginning, fileName) : beginning, fileName);
}

async function openFile(path: string, fileName: string, options: TableOptions): Promise<ScoreInput> {
  const plain = openInput(path);
  const size = plain.size ?? 0;
  const input = { source: plain, size, textSize: size, position: undefined, close: () => {} };
  let read = 0;
  const packed = { ...input, textSize: PACKED * size, position: () => read };
  const waits = { waits: true, size } as const;
  const beginning = readBeginning(path, BEGINNING_BYTES);
  const form = detectForm(beginning, fileName);
  const { format, compressed } = form;
  if (format !== 'xlsx' && options.sheet !== undefined)
    throw new InputError(
      `${fileName}: expected an Excel workbook with --sheet, found none. Leave the option out.`,
    );
  if (format === 'xlsx') {
    const { readXlsx, XLSX_SEPARATOR } = await import('../../lib/files/xlsx/xlsx-to-csv.ts');
    const { blocks, notes } = await readXlsx(readInput(path), fileName, options.sheet);
    const open = async function* () {
      yield* blocks;
      read = size;
    };
    const settings = { format: 'csv', separator: XLSX_SEPARATOR } as const;
    return { ...packed, form, source: { ...waits, open }, settings, notes };
  }
  if (format === 'parquet') {
    const [{ readParquet, PARQUET_SEPARATOR }, { readParquetTypes }] = await Promise.all([
      import('../../lib/files/parquet/parquet-source.ts'),
      import('../../lib/files/results/parquet-types.ts'),
    ]);
    const open = () =>
      readParquet(openRandom(path, size), fileName, (rows, of) => (read = (size * rows) / of));
    return {
      ...packed,
      form,
      source: { ...waits, open },
      settings: { format: 'csv', separator: PARQUET_SEPARATOR },
      // A damaged file is refused in a sentence when its rows are read.
      types: await readParquetTypes(openRandom(path, size)).catch(() => new Map()),
      notes: [],
    };
  }
  const decided = decide(beginning, fileName, compressed, options);
  const { notes } = decided;
  const settings = { format, encoding: decided.encoding };
  if (!compressed) return { ...input, form, settings, notes };
  const { unpackGzip } = await import('../../lib/files/text/unpack-gzip.ts');
  const archive = function* () {
    read = 0;
    for (const block of plain.open()) {
      yield block;
      read += block.length;
    }
  };
  const open = () => unpackGzip(archive(), fileName);
  return { ...packed, form, source: { ...waits, open }, settings, notes };
}

/** Any place of a file, in any order. */
const openRandom = (path: string, size: number) => ({
  byteLength: size,
  slice: (from: number, to = size) =>
    attemptRead(path, () => {
      const bytes = new Uint8Array(Math.max(0, Math.min(to, size) - from));
      const file = openSync(path, 'r');
      try {
        for (let at = 0; at < bytes.length; ) {
          const read = readSync(file, bytes, at, bytes.length - at, from + at);
          if (read === 0) throw Object.assign(new Error(), { code: 'fewer bytes than it had' });
          at += read;
        }
      } finally {
        closeSync(file);
      }
      return bytes.buffer;
    }),
});
