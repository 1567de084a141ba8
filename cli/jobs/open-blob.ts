import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { InputError } from '../../lib/errors.ts';
import { detectForm } from '../../lib/files/text/file-form.ts';
import { explainRead } from '../files/file-errors.ts';
import { readBeginning, readInput } from '../files/files.ts';
import { keepInput } from '../files/input-stream.ts';
import { isStandardInput, nameOfInput } from '../terminal/standard-streams.ts';

/** A file to be uploaded, and what the stack calls it. */
export interface OpenedBlob {
  readonly blob: Blob;
  readonly fileName: string;
  /** What is to be known of how it was read. */
  readonly notes: readonly string[];
}

/** Enough to tell the form. */
const BEGINNING_BYTES = 1 << 16;

/**
 * A file as a Blob: it is read when it is sent. A sheet that is named is made CSV: the stack reads the first one only.
 *
 * @param sheet of a workbook; undefined: the file is sent as it is
 * @throws {InputError} there is none, it cannot be read, or it is empty
 */
export async function openBlob(path: string, sheet?: string): Promise<OpenedBlob> {
  const kept = await keepInput(path);
  const fileName = isStandardInput(path) ? 'standard-input' : basename(path);
  const blob = await openAsBlob(kept).catch((error: unknown) => {
    throw explainRead(path, error);
  });
  const name = nameOfInput(path);
  if (blob.size === 0) throw new InputError(`${name}: expected a file of leads, found an empty one.`);
  if (sheet === undefined) return { blob, fileName, notes: [] };
  const { format } = detectForm(readBeginning(kept, BEGINNING_BYTES), fileName);
  if (format !== 'xlsx')
    throw new InputError(
      `${name}: expected an Excel workbook with --sheet, found none. Leave the option out.`,
    );
  const { readXlsx } = await import('../../lib/files/xlsx/xlsx-to-csv.ts');
  const { blocks, notes } = await readXlsx(readInput(kept), name, sheet);
  return {
    blob: new Blob(blocks.map((block) => new Uint8Array(block))),
    fileName: `${fileName.replace(/\.xls[xm]$/i, '')}.csv`,
    notes,
  };
}
