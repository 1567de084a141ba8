import { ByteDictionary } from '../../csv/byte-dictionary.ts';
import { parseNumberBytes, UNDECIDED } from '../../csv/parse-number.ts';
import { type ByteRow, decodeCell } from '../../csv/scan-bytes.ts';
import { isMissingWord, parseNumberWord, type WordRules } from '../../lead/value-words.ts';
import type { AnyColumn } from './table.ts';

/** Beyond so many different words, a column whose words are all numbers is kept as numbers. */
const MOST_NUMBER_WORDS = 1024;
/** A category has at most so many different words; its codes fit two bytes. */
export const MOST_WORDS = 0xffff;
const FIRST_ROWS = 1024;

/** Thrown when a column of numbers turns out to hold a word: it must be read again, as words. */
export class NotNumbersError extends Error {
  override readonly name = 'NotNumbersError';
  readonly column: number;

  constructor(column: number) {
    super(`column ${column} holds words`);
    this.column = column;
  }
}

export interface ColumnRules {
  readonly words: WordRules;
  /** Keep every word, however many there are: keys, groups, the target. */
  readonly keepWords: boolean;
  /** Keep the words of a column of text: for the profile, which tells of those that training leaves out. */
  readonly keepText: boolean;
  /** It was tried as numbers, in vain. */
  readonly notNumbers: boolean;
}

type State =
  | { readonly kind: 'words'; readonly dictionary: ByteDictionary; codes: Uint16Array | Uint32Array }
  | { readonly kind: 'numbers'; values: Float64Array }
  | { readonly kind: 'text' };

/** Collects the cells of one column of a CSV file. */
export class ColumnBuilder {
  readonly #name: string;
  readonly #position: number;
  readonly #rules: ColumnRules;
  readonly #point: number;
  #state: State;
  #rows = 0;
  #triedNumbers: boolean;

  constructor(name: string, position: number, rules: ColumnRules) {
    this.#name = name;
    this.#position = position;
    this.#rules = rules;
    this.#point = rules.words.decimal.charCodeAt(0);
    this.#triedNumbers = rules.notNumbers || rules.keepWords;
    this.#state = {
      kind: 'words',
      dictionary: new ByteDictionary((bytes) => new TextDecoder().decode(bytes).replaceAll('""', '"').trim()),
      codes: new Uint16Array(FIRST_ROWS),
    };
  }

  /** @throws {NotNumbersError} */
  add(row: ByteRow, cell: number): void {
    const state = this.#state;
    if (state.kind === 'text') return;
    const { buffer } = row;
    let start = row.starts[cell]!;
    let end = row.ends[cell]!;
    while (start < end && buffer[start]! <= 32) start += 1;
    while (end > start && buffer[end - 1]! <= 32) end -= 1;
    if (state.kind === 'numbers') this.#addNumber(state, row, cell, start, end);
    else this.#addWord(state, buffer, start, end);
    this.#rows += 1;
  }

  build(): AnyColumn {
    const state = this.#state;
    if (state.kind === 'text') return { kind: 'text', name: this.#name };
    if (state.kind === 'numbers') {
      return { kind: 'numbers', name: this.#name, values: resize(state.values, this.#rows) };
    }
    const codes = resize(state.codes, this.#rows);
    return { kind: 'words', name: this.#name, words: state.dictionary.words, codes };
  }

  #addNumber(
    state: State & { kind: 'numbers' },
    row: ByteRow,
    cell: number,
    start: number,
    end: number,
  ): void {
    if (this.#rows === state.values.length) state.values = enlarge(state.values);
    const parsed = start === end ? Number.NaN : parseNumberBytes(row.buffer, start, end, this.#point);
    state.values[this.#rows] = parsed === UNDECIDED ? this.#readNumber(decodeCell(row, cell).trim()) : parsed;
  }

  #readNumber(word: string): number {
    if (isMissingWord(word, this.#rules.words)) return Number.NaN;
    const number = parseNumberWord(word, this.#rules.words.decimal);
    if (number === undefined) throw new NotNumbersError(this.#position);
    return number;
  }

  #addWord(state: State & { kind: 'words' }, buffer: Uint8Array, start: number, end: number): void {
    const { dictionary } = state;
    const code = dictionary.codeOf(buffer, start, end);
    if (this.#rows === state.codes.length) state.codes = enlarge(state.codes);
    if (code >= MOST_WORDS && state.codes instanceof Uint16Array) {
      if (!this.#rules.keepWords && !this.#rules.keepText) {
        this.#state = { kind: 'text' };
        return;
      }
      state.codes = Uint32Array.from(state.codes);
    }
    state.codes[this.#rows] = code;
    if (!this.#triedNumbers && dictionary.words.length > MOST_NUMBER_WORDS) this.#becomeNumbers(state);
  }

  /** Once, when the words have become many. */
  #becomeNumbers({ dictionary, codes }: State & { kind: 'words' }): void {
    this.#triedNumbers = true;
    const { words } = this.#rules;
    const byCode = dictionary.words.map((word) =>
      isMissingWord(word, words) ? Number.NaN : parseNumberWord(word, words.decimal),
    );
    if (byCode.includes(undefined)) return;
    const values = new Float64Array(codes.length);
    for (let i = 0; i <= this.#rows; i++) values[i] = byCode[codes[i]!]!;
    this.#state = { kind: 'numbers', values };
  }
}

const enlarge = <T extends Numbers>(array: T): T => resize(array, 2 * array.length);

type Numbers = Float64Array | Uint16Array | Uint32Array;

/** The memory is moved or cut, not copied: nothing is left behind for the garbage collector. */
function resize<T extends Numbers>(array: T, length: number): T {
  const Kind = array.constructor as new (buffer: ArrayBuffer) => T;
  return new Kind((array.buffer as ArrayBuffer).transfer(length * array.BYTES_PER_ELEMENT));
}
