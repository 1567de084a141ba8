import { count } from '../count.ts';
import { InputError } from '../errors.ts';
import type { ByteRow } from './scan-bytes.ts';

/** Rows of another width than the header: all are counted, the first is named. */
export class RaggedRows {
  #rows = 0;
  #line = 0;
  #found = 0;

  note({ line, width }: Pick<ByteRow, 'line' | 'width'>): void {
    this.#rows += 1;
    if (this.#rows > 1) return;
    this.#line = line;
    this.#found = width;
  }

  /**
   * @param width of the header
   * @param rows of the file, without the header
   * @param outcome what became of the work, such as `Nothing was written. `
   * @throws {InputError} when there was any
   */
  check(fileName: string, width: number, rows: number, outcome = ''): void {
    if (this.#rows === 0) return;
    const inAll =
      this.#rows === 1
        ? 'It is the only such row'
        : `${count(this.#rows, 'row')} of ${rows.toLocaleString('en-US')} differ`;
    const advice =
      this.#found > width
        ? 'A cell that contains the separator must stand in quotes.'
        : 'Fill up the missing cells (they may be empty), or remove what is not a row of the table.';
    throw new InputError(
      `${fileName}: expected ${count(width, 'cell')} in every row, as in the header; ` +
        `found ${this.#found} in line ${this.#line}. ${inAll}. ${outcome}${advice}`,
    );
  }
}
