import { rowsOf } from './format.ts';

/** What the page tells of: one file each; ten billion rows in ten, too. */
export const SIZES = [
  { rows: 1e3, files: 1 },
  { rows: 1e6, files: 1 },
  { rows: 1e8, files: 1 },
  { rows: 1e10, files: 1 },
  { rows: 1e10, files: 10 },
] as const;

export const headOf = ({ rows, files }: { readonly rows: number; readonly files: number }): string =>
  files === 1 ? rowsOf(rows) : `${rowsOf(rows)} in ${files} files`;

export const SIZE_HEADS = SIZES.map(headOf);
