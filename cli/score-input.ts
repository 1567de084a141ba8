import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { detectForm, type FileForm } from '../lib/bulk/file-form.ts';
import type { ScoreFileOptions } from '../lib/bulk/options.ts';
import type { AnySource } from '../lib/csv/byte-source.ts';
import { InputError } from '../lib/errors.ts';
import { attemptRead, openInput, readBeginning } from './files.ts';

/** A file of leads, and what is to be known to score it. */
export interface ScoreInput {
  readonly form: FileForm;
  readonly source: AnySource;
  /** Of the file as it is on disk, in bytes. */
  readonly size: number;
  /** Of the text in it, as well as that can be told. */
  readonly textSize: number;
  /** Bytes of the file that are read, where they are others than those of the text. */
  readonly position: (() => number) | undefined;
  readonly settings: Pick<ScoreFileOptions, 'format' | 'separator'>;
}

/** Enough to tell the form. */
const BEGINNING_BYTES = 1 << 16;
/** Tables become so many times smaller, about. */
const PACKED = 5;

/**
 * A file of leads in CSV, JSON Lines (either may be compressed by gzip) or Parquet.
 *
 * @throws {InputError} there is no such file, or it is none of these
 */
export async function openScoreInput(path: string): Promise<ScoreInput> {
  const fileName = basename(path);
  const plain = openInput(path);
  const size = plain.size ?? 0;
  const input = { source: plain, size, textSize: size, position: undefined };
  // What comes through a pipe cannot be looked at before it is read.
  if (!statSync(path).isFile()) {
    return { ...input, form: { compressed: false, format: 'csv' }, settings: { format: 'csv' } };
  }
  const form = detectForm(readBeginning(path, BEGINNING_BYTES), fileName);
  if (form.format === 'parquet') {
    const { readParquet, PARQUET_SEPARATOR } = await import('../lib/bulk/parquet-source.ts');
    let read = 0;
    const open = () =>
      readParquet(openRandom(path, size), fileName, (rows, of) => (read = (size * rows) / of));
    return {
      form,
      source: { waits: true, size, open },
      size,
      textSize: PACKED * size,
      position: () => read,
      settings: { format: 'csv', separator: PARQUET_SEPARATOR },
    };
  }
  const settings = { format: form.format };
  if (!form.compressed) return { ...input, form, settings };
  const { unpackGzip } = await import('../lib/bulk/unpack-gzip.ts');
  let read = 0;
  const packed = function* () {
    read = 0;
    for (const chunk of plain.open()) {
      yield chunk;
      read += chunk.length;
    }
  };
  const open = () => unpackGzip(packed(), fileName);
  return {
    form,
    source: { waits: true, size, open },
    size,
    textSize: PACKED * size,
    position: () => read,
    settings,
  };
}

/** The options that are of use with CSV only. @throws {InputError} when one is given with another format */
export function checkCsvOptions(
  { form }: ScoreInput,
  { encoding, decimal }: Pick<ScoreFileOptions, 'encoding' | 'decimal'>,
  fileName: string,
): void {
  if (form.format === 'csv') return;
  const name = form.format === 'parquet' ? 'Parquet' : 'JSON Lines';
  const given = encoding === 'latin1' ? '--encoding latin1' : decimal === ',' ? '--decimal ,' : undefined;
  if (given === undefined) return;
  throw new InputError(
    `${fileName}: expected a CSV file with ${given}, found ${name}, which says itself what its bytes mean. Leave the option out.`,
  );
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
