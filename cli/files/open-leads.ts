import { openTable, type TableOptions } from '../../lib/files/open-table.ts';
import type { ByteSource } from '../../lib/files/text/byte-source.ts';
import { fileNameOf } from '../terminal/standard-streams.ts';
import { openInput } from './files.ts';

/** To read so many bytes of leads takes longer than a second. */
const LONG_BYTES = 4_000_000;

export const takesLong = ({ size = 0 }: ByteSource): boolean => size > LONG_BYTES;

/**
 * A file of leads to be learned from, or submitted, in any format that is read; `-` is the standard input.
 *
 * @throws {InputError} the file does not exist, cannot be read, or holds no table
 */
export async function openLeads(
  path: string,
  options: TableOptions = {},
): Promise<{ readonly data: ByteSource; readonly fileName: string }> {
  const fileName = fileNameOf(path);
  return { data: await openTable(openInput(path), fileName, options), fileName };
}
