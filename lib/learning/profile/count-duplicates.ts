import { mix32 } from '../../statistics/random.ts';
import type { AnyColumn } from '../table/table.ts';

/**
 * Counts rows that say the same as an earlier one, column by column, so that no two columns need to be in
 * memory at once: 64 bits of hash per row, of which 53 are compared. Two different rows of a million are taken
 * for the same with a chance of 1 in 20,000.
 */
export class DuplicateCounter {
  readonly #rows: Int32Array;
  readonly #high: Uint32Array;
  readonly #low: Uint32Array;

  /** @param rows of the table, those to count */
  constructor(rows: Int32Array) {
    this.#rows = rows;
    this.#high = new Uint32Array(rows.length);
    this.#low = new Uint32Array(rows.length);
  }

  /** Takes in the next column; not one of numbers that has been read. */
  add(column: AnyColumn): void {
    if (column.kind === 'text') throw new Error(`profile: expected the words of ${column.name} to be kept`);
    if (column.kind === 'words') {
      const { codes } = column;
      this.#mix((row) => codes[row]!);
      return;
    }
    const bits = new Uint32Array(column.values.buffer, column.values.byteOffset, 2 * column.values.length);
    this.#mix((row) => bits[2 * row]! ^ Math.imul(bits[2 * row + 1]!, 0x9e3779b1));
  }

  /** How many rows say what another one before them says in every column taken in. */
  count(): number {
    const keys = new Float64Array(this.#rows.length);
    for (let i = 0; i < keys.length; i++) keys[i] = this.#high[i]! * 2 ** 21 + (this.#low[i]! >>> 11);
    keys.sort();
    let duplicates = 0;
    for (let i = 1; i < keys.length; i++) if (keys[i] === keys[i - 1]) duplicates += 1;
    return duplicates;
  }

  #mix(codeOf: (row: number) => number): void {
    for (let i = 0; i < this.#rows.length; i++) {
      const code = codeOf(this.#rows[i]!);
      // The rotation makes the hash depend on the column a value stands in.
      const [high, low] = [this.#high[i]!, this.#low[i]!];
      this.#high[i] = mix32(((high << 5) | (high >>> 27)) ^ mix32(code));
      this.#low[i] = mix32(((low << 7) | (low >>> 25)) ^ mix32(~code));
    }
  }
}
