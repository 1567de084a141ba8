import { ByteDictionary, decodeWord } from '../../csv/byte-dictionary.ts';
import { parseNumberBytes, UNDECIDED } from '../../csv/parse-number.ts';
import { BATCH_ROWS, type RowBatch } from '../../csv/row-batch.ts';
import { isMissingWord, parseNumberWord, type WordRules } from '../../lead/value-words.ts';
import type { AnyColumn } from './table.ts';

/** Beyond so many different words, a column whose words are all numbers is kept as numbers. */
const MOST_NUMBER_WORDS = 1024;
/** A category has at most so many different words; its codes fit two bytes. */
export const MOST_WORDS = 0xffff;
const FIRST_ROWS = 1024;
/** From so many rows one can tell how many there are. */
const ROWS_TO_JUDGE_BY = 4096;

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
  /** How many rows there will be in all, as far as one can tell; fewer than there are when one cannot. */
  readonly expectRows: () => number;
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
      dictionary: new ByteDictionary(),
      codes: new Uint16Array(FIRST_ROWS),
    };
  }

  /** @throws {NotNumbersError} */
  add(batch: RowBatch): void {
    // A column may become another kind on its way.
    for (let from = 0; from < batch.count; ) {
      const state = this.#state;
      if (state.kind === 'text') return;
      from =
        state.kind === 'numbers' ? this.#addNumbers(state, batch, from) : this.#addWords(state, batch, from);
    }
  }

  build(): AnyColumn {
    const state = this.#state;
    if (state.kind === 'text') return { kind: 'text', name: this.#name };
    if (state.kind === 'numbers') {
      return { kind: 'numbers', name: this.#name, values: cut(state.values, this.#rows) };
    }
    const codes = cut(state.codes, this.#rows);
    return { kind: 'words', name: this.#name, words: state.dictionary.words, codes };
  }

  /** @returns how many rows of the batch are done */
  #addNumbers(state: State & { kind: 'numbers' }, batch: RowBatch, from: number): number {
    const { buffer, count, starts, ends } = batch;
    const column = this.#position * BATCH_ROWS;
    state.values = this.#makeRoom(state.values, count - from);
    const { values } = state;
    const point = this.#point;
    const offset = this.#rows - from;
    for (let r = from; r < count; r++) {
      const start = starts[column + r]!;
      const end = ends[column + r]!;
      const parsed = start === end ? Number.NaN : parseNumberBytes(buffer, start, end, point);
      values[offset + r] =
        parsed === UNDECIDED ? this.#readNumber(decodeWord(buffer.subarray(start, end))) : parsed;
    }
    this.#rows += count - from;
    return count;
  }

  /** Twice the room, or what the whole file will need: memory that is moved leaves holes. */
  #makeRoom<T extends Numbers>(array: T, rows: number): T {
    const needed = this.#rows + rows;
    if (needed <= array.length) return array;
    const expected = array.length < ROWS_TO_JUDGE_BY ? 0 : this.#rules.expectRows();
    return resize(array, Math.max(needed, expected > needed ? expected : 2 * array.length));
  }

  #readNumber(word: string): number {
    if (isMissingWord(word, this.#rules.words)) return Number.NaN;
    const number = parseNumberWord(word, this.#rules.words.decimal);
    if (number === undefined) throw new NotNumbersError(this.#position);
    return number;
  }

  /** @returns how many rows of the batch are done: fewer when the column becomes another kind */
  #addWords(state: State & { kind: 'words' }, batch: RowBatch, from: number): number {
    const { buffer, count, starts, ends } = batch;
    const { dictionary } = state;
    const column = this.#position * BATCH_ROWS;
    state.codes = this.#makeRoom(state.codes, count - from);
    let { codes } = state;
    for (let r = from; r < count; r++) {
      const code = dictionary.codeOf(buffer, starts[column + r]!, ends[column + r]!);
      if (code >= MOST_WORDS && codes instanceof Uint16Array) {
        if (!this.#rules.keepWords && !this.#rules.keepText) {
          this.#state = { kind: 'text' };
          return count;
        }
        codes = Uint32Array.from(codes);
        state.codes = codes;
      }
      codes[this.#rows++] = code;
      if (!this.#triedNumbers && code >= MOST_NUMBER_WORDS) {
        this.#becomeNumbers(state);
        if (this.#state !== state) return r + 1;
      }
    }
    return count;
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
    for (let i = 0; i < this.#rows; i++) values[i] = byCode[codes[i]!]!;
    this.#state = { kind: 'numbers', values };
  }
}

type Numbers = Float64Array | Uint16Array | Uint32Array;

/** The old memory is given back at once: nothing is left behind for the garbage collector. */
function resize<T extends Numbers>(array: T, length: number): T {
  const Kind = array.constructor as new (buffer: ArrayBuffer) => T;
  return new Kind((array.buffer as ArrayBuffer).transfer(length * array.BYTES_PER_ELEMENT));
}

/** Of what is cut off, so little is kept rather than moving all the rest. */
const LITTLE = 0.05;

const cut = <T extends Numbers>(array: T, length: number): T =>
  (length < (1 - LITTLE) * array.length ? resize(array, length) : array.subarray(0, length)) as T;
