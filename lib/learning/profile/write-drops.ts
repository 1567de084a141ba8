import { quoteForShell } from '../../quoting.ts';

/**
 * The options that leave columns out, one for each, to be pasted into a POSIX shell. A name with a comma or a quotation mark is
 * quoted as in a CSV file, because `--drop` takes several names between commas.
 *
 * @example writeDrops(['stage', 'size, m²']) // --drop stage --drop '"size, m²"'
 */
export const writeDrops = (columns: readonly string[]): string =>
  columns.map((column) => `--drop ${quoteForShell(quoteName(column))}`).join(' ');

const quoteName = (name: string): string => (/[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
