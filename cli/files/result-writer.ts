import { closeSync, fstatSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ConvertOptions, convertTable } from '../../lib/files/results/convert-table.ts';
import type { ResultForm } from '../../lib/files/results/result-format.ts';
import { GzipWriter } from '../../lib/files/text/gzip-writer.ts';
import { attemptWrite } from './file-errors.ts';
import { COPY_PREFIX } from './files.ts';
import type { OutputTarget } from './output-target.ts';

/** Takes a table block by block. */
export interface ResultWriter {
  readonly write: (block: Uint8Array) => void;
  /** Writes what is not written yet. */
  readonly end: () => Promise<void>;
}

export interface ResultOptions extends Omit<ConvertOptions, 'to'> {
  readonly form: ResultForm;
  /** It is written anew even in the format that it has: what passes through would keep its formulas. */
  readonly rewrite?: boolean;
  /** Where it goes at last: what is to be converted lies on the same disk meanwhile. */
  readonly target: OutputTarget;
}

/**
 * Writes a table that comes as CSV or JSON Lines in the form that is wanted. What it is already passes through; anything else is kept in
 * a file without a name until it is whole, which is gone with the process, and converted then.
 *
 * @param write of the output
 */
export function openResultWriter(
  write: (block: Uint8Array) => void,
  { form, target, rewrite = false, ...options }: ResultOptions,
): ResultWriter {
  const archive = form.compressed ? new GzipWriter(write) : undefined;
  const writeOut = archive === undefined ? write : (block: Uint8Array) => archive.write(block);
  if (form.format === options.from && !rewrite) return { write: writeOut, end: async () => archive?.end() };
  const spool = openSpool(target);
  return {
    write: spool.write,
    end: async () => {
      await convertTable(spool.open, writeOut, { ...options, to: form.format });
      archive?.end();
      spool.close();
    },
  };
}

/** A table that is in memory, in the form that is wanted. */
export async function encodeResult(
  table: Uint8Array | string,
  { form, rewrite = false, ...options }: Omit<ResultOptions, 'target'>,
): Promise<Uint8Array> {
  const bytes = typeof table === 'string' ? Buffer.from(table) : table;
  const blocks: Uint8Array[] = [];
  const keep = (block: Uint8Array) => void blocks.push(block.slice());
  const archive = form.compressed ? new GzipWriter(keep) : undefined;
  const write = archive === undefined ? keep : (block: Uint8Array) => archive.write(block);
  if (form.format === options.from && !rewrite) write(bytes);
  else await convertTable(() => [bytes], write, { ...options, to: form.format });
  archive?.end();
  return Buffer.concat(blocks);
}

const BLOCK_BYTES = 1 << 20;

/** Its name is removed before a lead is in it, so that nothing stays whatever happens. */
function openSpool(target: OutputTarget) {
  const beside = target.kind === 'file' ? dirname(target.place) : tmpdir();
  const file = attemptWrite(target.name, () => {
    mkdirSync(beside, { recursive: true });
    const folder = mkdtempSync(join(beside, `.${COPY_PREFIX}`));
    const opened = openSync(join(folder, 'rows'), 'wx+', 0o600);
    rmSync(folder, { recursive: true, force: true });
    return opened;
  });
  return {
    write: (block: Uint8Array) => {
      for (let at = 0; at < block.length; )
        at += attemptWrite(target.name, () => writeSync(file, block, at, block.length - at));
    },
    *open() {
      const { size } = fstatSync(file);
      const buffer = new Uint8Array(BLOCK_BYTES);
      for (let at = 0; at < size; ) {
        const read = readSync(file, buffer, 0, BLOCK_BYTES, at);
        if (read === 0) return;
        at += read;
        yield buffer.subarray(0, read);
      }
    },
    close: () => closeSync(file),
  };
}
