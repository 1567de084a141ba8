import { count } from '../../count.ts';
import { InputError } from '../../errors.ts';
import type { ByteRow } from './scan-bytes.ts';

/** Rows of another width than the header: how many, and the first of them. */
export interface RaggedTally {
  readonly rows: number;
  readonly line: number;
  readonly width: number;
}

/** Counts rows of another width than the header, and names the first. */
export class RaggedRows {
  #tally: RaggedTally = { rows: 0, line: 0, width: 0 };

  get tally(): RaggedTally {
    return this.#tally;
  }

  note({ line, width }: Pick<ByteRow, 'line' | 'width'>): void {
    this.add({ rows: 1, line, width });
  }

  /** Those of a later piece of the same file. */
  add({ rows, line, width }: RaggedTally): void {
    const before = this.#tally;
    this.#tally = before.rows === 0 ? { rows, line, width } : { ...before, rows: before.rows + rows };
  }

  /**
   * @param width of the header
   * @param rows of the file, without the header
   * @param outcome what became of the work, such as `Nothing was written. `
   * @throws {InputError} when there was any
   */
  check(fileName: string, width: number, rows: number, outcome = ''): void {
    const { rows: ragged, line, width: found } = this.#tally;
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
}
