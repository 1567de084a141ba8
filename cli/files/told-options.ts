import { type DataOptions, omitUndefined } from '../options.ts';
import { mergeColumns } from './column-options.ts';

/** The options that say what the leads of a file are, as far as a file of columns may say them, too. */
type Told = Omit<DataOptions, 'encoding' | 'decimal' | 'join' | 'on'> & {
  readonly target?: string;
  readonly group?: string;
  readonly time?: string;
};

/**
 * What is said of the leads: in the file of `--columns`, and before that in options.
 *
 * @throws {InputError} the file cannot be read
 */
export async function readTold({ columns: path, ...options }: Told) {
  const file =
    path === undefined ? { columns: {} } : (await import('./columns-file.ts')).readColumnsFile(path);
  const { target, positive, negative, group, time, drop, missing, type, mergeCase } = options;
  const columns = mergeColumns(file.columns, type, missing?.columns, mergeCase);
  const words = missing?.words ?? [];
  return {
    ...file,
    ...omitUndefined({ target, positive, negative, group, time, drop }),
    ...(words.length === 0 ? {} : { missing: words }),
    columns,
  };
}
