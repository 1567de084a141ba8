import { ByteDictionary, decodeWord } from '../../files/csv/byte-dictionary.ts';
import { BATCH_ROWS, type RowBatch } from '../../files/csv/row-batch.ts';
import { QUOTE } from '../../files/text/bytes.ts';
import { NumberReader } from '../../files/text/parse-number.ts';
import { isMissingWord, parseNumberWord, type WordRules } from '../../lead/value-words.ts';
import { release } from '../../typed-arrays.ts';
import { DateValues } from './date-values.ts';
import type { AnyColumn, Codes } from './table.ts';

/** Beyond so many different words, a column whose words are all numbers is kept as numbers. */
const MOST_NUMBER_WORDS = 1024;
/** A category has at most so many different words; its codes fit two bytes. */
export const MOST_WORDS = 0xffff;
/** Codes of so many fit one byte. */
const MOST_BYTE_WORDS = 0x100;
const FIRST_ROWS = 1024;
const SPACE = 32;
/** From so many rows one can tell how many there are. */
const ROWS_TO_JUDGE_BY = 4096;

/** Thrown when a column of numbers or dates turns out to hold another word: it must be read again, as words. */
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
  | { readonly kind: 'words'; readonly dictionary: ByteDictionary; codes: Codes }
  | { readonly kind: 'numbers'; values: Float64Array }
  | { readonly kind: 'dates'; values: Float64Array; readonly dates: DateValues }
  | { readonly kind: 'text' };

/** Collects the cells of one column of a CSV file. */
export class ColumnBuilder {
  readonly #name: string;
  readonly #position: number;
  readonly #rules: ColumnRules;
  readonly #numbers: NumberReader;
  readonly #point: number;
  #state: State;
  /** Codes below this fit the array. */
  #codesHeld = MOST_BYTE_WORDS;
  #triedNumbers: boolean;
  #triedDates: boolean;

  constructor(name: string, position: number, rules: ColumnRules) {
    this.#name = name;
    this.#position = position;
    this.#rules = rules;
    this.#numbers = new NumberReader(rules.words.decimal);
    this.#point = rules.words.decimal.charCodeAt(0);
    this.#triedNumbers = rules.notNumbers || rules.keepWords;
    this.#triedDates = this.#triedNumbers;
    this.#state = {
      kind: 'words',
      dictionary: new ByteDictionary(),
      codes: new Uint8Array(FIRST_ROWS),
    };
  }

  /**
   * @param at how many rows there were before the batch's
   * @throws {NotNumbersError}
   */
  add(batch: RowBatch, at: number): void {
    // A column may become another kind on its way.
    for (let from = 0; from < batch.count; ) {
      const state = this.#state;
      if (state.kind === 'text') return;
      from =
        state.kind === 'words'
          ? this.#addWords(state, batch, from, at)
          : this.#addValues(state, batch, from, at);
    }
  }

  /**
   * Reads the cell that begins at bytes[start] as that of row `row`, in one pass, where it is plain: not in quotes,
   * no space around it, room for it, and no reason for the column to become another kind.
   *
   * @param ends byte → 1 when it ends a cell; one must follow
   * @returns where the cell ends, or −1: the row is to be read the usual way, and this cell with it, again
   */
  readCell(bytes: Uint8Array, start: number, row: number, ends: Uint8Array): number {
    const state = this.#state;
    const first = bytes[start]!;
    if (first === QUOTE) return -1;
    if (state.kind === 'numbers') {
      if (row >= state.values.length) return -1;
      let number: number | undefined = Number.NaN;
      let end = start;
      // A decimal sign that separates cells, too, stands in quoted cells only.
      if (ends[this.#point] === 0) {
        number = this.#numbers.readFrom(bytes, start, bytes.length);
        end = this.#numbers.end;
      }
      if (Number.isNaN(number) || ends[bytes[end]!] === 0) {
        while (ends[bytes[end]!] === 0) end += 1;
        number = this.#readNumber(bytes, start, end);
        if (number === undefined) return -1;
      }
      state.values[row] = number;
      return end;
    }
    if (state.kind !== 'words') {
      let end = start;
      while (ends[bytes[end]!] === 0) end += 1;
      if (state.kind === 'text') return end;
      if (row >= state.values.length) return -1;
      const time = state.dates.peek(decodeWord(bytes.subarray(start, end)));
      if (time === undefined) return -1;
      state.values[row] = time;
      return end;
    }
    const { dictionary, codes } = state;
    let code = dictionary.readWord(bytes, start, ends);
    const { end } = dictionary;
    if (code < 0) {
      if (end > start && (first <= SPACE || bytes[end - 1]! <= SPACE)) return -1;
      code = dictionary.codeOf(bytes, start, end);
    }
    if (row >= codes.length || code >= this.#codesHeld) return -1;
    if (!this.#triedNumbers && code >= MOST_NUMBER_WORDS) return -1;
    if (!this.#triedDates && code >= MOST_WORDS) return -1;
    codes[row] = code;
    return end;
  }

  /** @param rows how many there were */
  build(rows: number): AnyColumn {
    const state = this.#state;
    if (state.kind === 'text') return { kind: 'text', name: this.#name };
    if (state.kind === 'numbers') {
      return { kind: 'numbers', name: this.#name, values: cut(state.values, rows) };
    }
    if (state.kind === 'dates') {
      const values = cut(state.values, rows);
      const found = state.dates.conclude(this.#name);
      if (found === undefined) throw new NotNumbersError(this.#position);
      const { dates, change } = found;
      return {
        kind: 'numbers',
        name: this.#name,
        values: change === undefined ? values : values.map(change),
        dates,
      };
    }
    const codes = cut(state.codes, rows);
    return { kind: 'words', name: this.#name, words: state.dictionary.words, codes };
  }

  /** @returns how many rows of the batch are done */
  #addValues(
    state: State & { kind: 'numbers' | 'dates' },
    batch: RowBatch,
    from: number,
    at: number,
  ): number {
    const { buffer, count, starts, ends } = batch;
    const column = this.#position * BATCH_ROWS;
    state.values = this.#makeRoom(state.values, at + count);
    const { values } = state;
    for (let r = from; r < count; r++) {
      const [start, end] = [starts[column + r]!, ends[column + r]!];
      const number =
        state.kind === 'numbers'
          ? this.#readNumber(buffer, start, end)
          : readDate(state, decodeWord(buffer.subarray(start, end)), at + r);
      if (number === undefined) throw new NotNumbersError(this.#position);
      values[at + r] = number;
    }
    return count;
  }

  /** NaN: missing; undefined: a word. */
  #readNumber(bytes: Uint8Array, start: number, end: number): number | undefined {
    if (start === end) return Number.NaN;
    const parsed = this.#numbers.read(bytes, start, end);
    if (!Number.isNaN(parsed)) return parsed;
    const word = decodeWord(bytes.subarray(start, end));
    const { words } = this.#rules;
    return isMissingWord(word, words) ? Number.NaN : parseNumberWord(word, words.decimal);
  }

  /** Twice the room, or what the whole file will need: memory that is moved leaves holes. */
  #makeRoom<T extends Numbers>(array: T, needed: number): T {
    if (needed <= array.length) return array;
    const expected = array.length < ROWS_TO_JUDGE_BY ? 0 : this.#rules.expectRows();
    return resize(array, Math.max(needed, expected > needed ? expected : 2 * array.length));
  }

  /** @returns how many rows of the batch are done: fewer when the column becomes another kind */
  #addWords(state: State & { kind: 'words' }, batch: RowBatch, from: number, at: number): number {
    const { buffer, count, starts, ends } = batch;
    const { dictionary } = state;
    const column = this.#position * BATCH_ROWS;
    state.codes = this.#makeRoom(state.codes, at + count);
    for (let r = from; r < count; r++) {
      const code = dictionary.codeOf(buffer, starts[column + r]!, ends[column + r]!);
      if (code >= MOST_WORDS && !this.#rules.keepWords) {
        if (!this.#triedDates) this.#becomeDates(state, at + r);
        if (this.#state !== state) return r;
        if (!this.#rules.keepText) {
          this.#state = { kind: 'text' };
          return count;
        }
      }
      if (code >= this.#codesHeld) this.#widenCodes(state);
      state.codes[at + r] = code;
      if (!this.#triedNumbers && code >= MOST_NUMBER_WORDS) {
        this.#becomeNumbers(state, at + r + 1);
        if (this.#state !== state) return r + 1;
      }
    }
    return count;
  }

  /** Two bytes in place of one, four in place of two. */
  #widenCodes(state: State & { kind: 'words' }): void {
    const { codes } = state;
    const wider = codes instanceof Uint8Array ? Uint16Array : Uint32Array;
    state.codes = wider.from(codes);
    release(codes);
    this.#codesHeld = wider === Uint16Array ? MOST_WORDS : Number.POSITIVE_INFINITY;
  }

  /** Once, when the words have become many. */
  #becomeNumbers({ dictionary, codes }: State & { kind: 'words' }, rows: number): void {
    this.#triedNumbers = true;
    const { words } = this.#rules;
    const byCode = dictionary.words.map((word) =>
      isMissingWord(word, words) ? Number.NaN : parseNumberWord(word, words.decimal),
    );
    if (byCode.includes(undefined)) return;
    const values = new Float64Array(codes.length);
    for (let i = 0; i < rows; i++) values[i] = byCode[codes[i]!]!;
    release(codes);
    this.#state = { kind: 'numbers', values };
  }

  /** Once, when the words are more than a category has. */
  #becomeDates({ dictionary, codes }: State & { kind: 'words' }, rows: number): void {
    this.#triedDates = true;
    const counts = new Int32Array(dictionary.words.length);
    for (let i = 0; i < rows; i++) counts[codes[i]!]! += 1;
    const dates = new DateValues(this.#rules.words);
    const byCode = dates.begin(dictionary.words, counts, (code) => codes.indexOf(code) + 1);
    if (byCode === undefined) return;
    const values = new Float64Array(codes.length);
    for (let i = 0; i < rows; i++) values[i] = byCode[codes[i]!]!;
    release(codes);
    this.#state = { kind: 'dates', values, dates };
  }
}

/** @param row from 0 */
function readDate(
  { dates, values }: State & { kind: 'dates' },
  word: string,
  row: number,
): number | undefined {
  return dates.read(word, row + 1, (change) => {
    for (let i = 0; i < row; i++) values[i] = change(values[i]!);
  });
}

type Numbers = Float64Array | Codes;

/** The old memory is given back at once: nothing is left behind for the garbage collector. */
function resize<T extends Numbers>(array: T, length: number): T {
  const Kind = array.constructor as new (buffer: ArrayBuffer) => T;
  return new Kind((array.buffer as ArrayBuffer).transfer(length * array.BYTES_PER_ELEMENT));
}

/** Of what is cut off, so little is kept rather than moving all the rest. */
const LITTLE = 0.05;

const cut = <T extends Numbers>(array: T, length: number): T =>
  (length < (1 - LITTLE) * array.length ? resize(array, length) : array.subarray(0, length)) as T;
