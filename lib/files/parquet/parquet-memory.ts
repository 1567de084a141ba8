import { InputError } from '../../errors.ts';

/** What the pages of a row group may take at a time: a function that cuts jobs has 1,769 MB for them and the group's bytes. */
const MOST_BYTES = 768 * 2 ** 20;

/**
 * Counts what is unpacked of a row group and held, before it is: a page of a few bytes may say that it holds gigabytes.
 */
export class ParquetMemory {
  readonly #fileName: string;
  /** From 1. */
  readonly #group: number;
  #held = 0;

  constructor(fileName: string, group: number) {
    this.#fileName = fileName;
    this.#group = group;
  }

  /**
   * @param bytes about to be taken
   * @throws {InputError} they are too many with what is held
   */
  hold(column: string, bytes: number): void {
    if (this.#held + bytes > MOST_BYTES) {
      throw new InputError(
        `${this.#fileName}: expected pages that take at most ${inMegabytes(MOST_BYTES)} of memory at a time, found ` +
          `${inMegabytes(this.#held + bytes)} in row group ${this.#group}, ${inMegabytes(bytes)} of it in a page of “${column}”. ` +
          'Write the file with smaller pages and row groups (in pyarrow: row_group_size=100_000, data_page_size=1_000_000).',
      );
    }
    this.#held += bytes;
  }

  release(bytes: number): void {
    this.#held -= bytes;
  }
}

const inMegabytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20).toLocaleString('en-US')} MiB`;
