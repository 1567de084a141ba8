import { count } from '../../count.ts';
import { InputError } from '../../errors.ts';

/** Rows of another width than the header: how many, and the first of them. */
export interface RaggedTally {
  readonly rows: number;
  readonly line: number;
  readonly width: number;
}

export const NO_RAGGED: RaggedTally = { rows: 0, line: 0, width: 0 };

/** The first stays the first. @param later those of later rows of the file */
export const addRagged = (before: RaggedTally, { rows, line, width }: RaggedTally): RaggedTally =>
  before.rows > 0 ? { ...before, rows: before.rows + rows } : rows > 0 ? { rows, line, width } : before;

/**
 * @param width of the header
 * @param rows of the file, without the header
 * @param outcome what became of the work, such as `Nothing was written. `
 * @throws {InputError} there are ragged rows
 */
export function checkRagged(
  { rows: ragged, line, width: found }: RaggedTally,
  fileName: string,
  width: number,
  rows: number,
  outcome = '',
): void {
  if (ragged === 0) return;
  const inAll =
    ragged === 1
      ? 'It is the only such row'
      : `${count(ragged, 'row')} of ${rows.toLocaleString('en-US')} differ`;
  const advice =
    found > width
      ? 'A cell that contains the separator must stand in quotes.'
      : 'Fill up the missing cells (they may be empty), or remove what is not a row of the table.';
  throw new InputError(
    `${fileName}: expected ${count(width, 'cell')} in every row, as in the header; ` +
      `found ${found} in line ${line}. ${inAll}. ${outcome}${advice}`,
  );
}
