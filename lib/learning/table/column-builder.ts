import { ByteDictionary, decodeWord } from '../../files/csv/byte-dictionary.ts';
import { BATCH_ROWS, type RowBatch } from '../../files/csv/row-batch.ts';
import { LF, QUOTE } from '../../files/text/bytes.ts';
import { type CellNumberReader, createNumberReader } from '../../files/text/form-reader.ts';
import { NumberReader } from '../../files/text/parse-number.ts';
import { hintsOf } from '../../lead/infer-number.ts';
import { NumberEvidence } from '../../lead/number-evidence.ts';
import { isPlainForm, type NumberForm } from '../../lead/number-form.ts';
import type { ToldColumn } from '../../lead/told-columns.ts';
import { isMissingWord, parseNumberIn, someMeanMissing, type WordRules } from '../../lead/value-words.ts';
import { release, resizeBuffer } from '../../typed-arrays.ts';
import { DateValues } from './date-values.ts';
import type { AnyColumn, Codes } from './table.ts';

/** Beyond so many different words, a column whose words are all numbers is kept as numbers. */
const MOST_NUMBER_WORDS = 1024;
/** A category has at most so many different words; its codes fit two bytes. */
export const MOST_WORDS = 0xffff;
/** Codes of so many fit one byte. */
const MOST_BYTE_WORDS = 0x100;
/** As a limit: beyond all codes. */
const EVERY_CODE = 0x7fffffff;
const FIRST_ROWS = 1024;
const SPACE = 32;
/** From so many rows one can tell how many there are. */
const ROWS_TO_JUDGE_BY = 4096;

/**
 * What earlier readings of the file found out about a column: what is known of its numbers, or the word that shows that
 * not all of it is numbers, or dates.
 */
export type Tried = NumberEvidence | { readonly noNumber: string } | { readonly noDate: string };

/** Thrown when a column of numbers or dates turns out to hold other words: it must be read again, in another way. */
export class NotNumbersError extends Error {
  override readonly name = 'NotNumbersError';
  readonly column: number;
  readonly tried: Tried;

  constructor(column: number, tried: Tried) {
    super(`column ${column} holds words`);
    this.column = column;
    this.tried = tried;
  }
}

export interface ColumnRules {
  readonly words: WordRules;
  /** Keep every word, however many there are: keys, groups, the target. */
  readonly keepWords: boolean;
  /** Keep the words of a column of text: for the profile, which tells of those that training leaves out. */
  readonly keepText: boolean;
  /** What the user says of the column. */
  readonly told?: ToldColumn | undefined;
  /** It was read before. */
  readonly tried?: Tried | undefined;
  /** How many rows there will be in all, as far as one can tell; fewer than there are when one cannot. */
  readonly expectRows: () => number;
}

type State =
  | { readonly kind: 'words'; readonly dictionary: ByteDictionary; codes: Codes }
  | { readonly kind: 'numbers'; values: Float64Array }
  | DatesState
  | { readonly kind: 'text' };

interface DatesState {
  readonly kind: 'dates';
  values: Float64Array;
  readonly dates: DateValues;
}

/** How the numbers of a column are read. */
interface NumberReading {
  readonly form: NumberForm;
  reader: CellNumberReader;
  readonly evidence: NumberEvidence;
}

/** Collects the cells of one column of a CSV file. */
export class ColumnBuilder {
  readonly #name: string;
  readonly #position: number;
  readonly #rules: ColumnRules;
  #state: State;
  /** Codes below this fit the array. */
  #codesHeld = MOST_BYTE_WORDS;
  #triedNumbers: boolean;
  #triedDates: boolean;
  /** Of a column of numbers. */
  #reading: NumberReading | undefined;
  /** Reads cells and finds their ends in one, where numbers are plain. */
  #numbers = new NumberReader();
  /** The byte of its decimal sign; of a line end, where numbers are not plain. */
  #point = LF;
  /** Words with this code, or with one above, are read the usual way. */
  #limit = 0;
  /** The next words may still show another form: those with a decimal sign are looked at. */
  #isOpen = false;

  constructor(name: string, position: number, rules: ColumnRules) {
    this.#name = name;
    this.#position = position;
    this.#rules = rules;
    const { tried, told, keepWords } = rules;
    const isNeither = told?.type === 'category' || told?.type === 'boolean';
    const isWords = keepWords || isNeither || (tried !== undefined && !(tried instanceof NumberEvidence));
    this.#triedNumbers = isWords;
    this.#triedDates = isWords || told?.type === 'number';
    this.#state = {
      kind: 'words',
      dictionary: new ByteDictionary(),
      codes: new Uint8Array(FIRST_ROWS),
    };
    this.#limitCodes();
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
      const { values } = state;
      if (row >= values.length) return -1;
      // A decimal sign that separates cells, too, stands in quoted cells only.
      if (ends[this.#point] !== 0) return this.#readOther(state, bytes, start, row, ends);
      const numbers = this.#numbers;
      const number = numbers.readFrom(bytes, start, bytes.length);
      const { end } = numbers;
      if (Number.isNaN(number) || ends[bytes[end]!] === 0)
        return this.#readOther(state, bytes, start, row, ends);
      values[row] = number;
      return end;
    }
    if (state.kind !== 'words') return this.#readOther(state, bytes, start, row, ends);
    const { dictionary, codes } = state;
    let code = dictionary.readWord(bytes, start, ends);
    const { end } = dictionary;
    if (code < 0) {
      if (end > start && (first <= SPACE || bytes[end - 1]! <= SPACE)) return -1;
      code = dictionary.codeOf(bytes, start, end);
    }
    if (row >= codes.length || code >= this.#limit) return -1;
    codes[row] = code;
    return end;
  }

  /** As `readCell`, of what is no word of few and no number that is plain to see. */
  #readOther(
    state: Exclude<State, { kind: 'words' }>,
    bytes: Uint8Array,
    start: number,
    row: number,
    ends: Uint8Array,
  ): number {
    let end = start;
    while (ends[bytes[end]!] === 0) end += 1;
    if (state.kind === 'text') return end;
    if (row >= state.values.length) return -1;
    const number =
      state.kind === 'numbers'
        ? this.#readNumber(bytes, start, end)
        : state.dates.peek(decodeWord(bytes.subarray(start, end)));
    if (number === undefined) return -1;
    state.values[row] = number;
    return end;
  }

  /** @param rows how many there were */
  build(rows: number): AnyColumn {
    const state = this.#state;
    const { tried } = this.#rules;
    const other = tried instanceof NumberEvidence ? {} : tried;
    if (state.kind === 'text') return { kind: 'text', name: this.#name, ...other };
    if (state.kind === 'numbers') {
      const { form, evidence } = this.#reading!;
      const verdict = evidence.judge();
      return {
        kind: 'numbers',
        name: this.#name,
        values: cut(state.values, rows),
        ...(isPlainForm(form) ? {} : { form }),
        ...(verdict.kind === 'ambiguous' ? { ambiguous: verdict } : {}),
      };
    }
    if (state.kind === 'dates') {
      const values = cut(state.values, rows);
      const found = state.dates.conclude(this.#name);
      if (found === undefined) throw new NotNumbersError(this.#position, { noDate: '' });
      const { dates, change } = found;
      return {
        kind: 'numbers',
        name: this.#name,
        values: change === undefined ? values : values.map(change),
        dates,
      };
    }
    const codes = cut(state.codes, rows);
    return { kind: 'words', name: this.#name, words: state.dictionary.words, codes, ...other };
  }

  /** @returns how many rows of the batch are done */
  #addValues(
    state: DatesState | (State & { kind: 'numbers' }),
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
      if (number === undefined) throw this.#giveUp(state.kind, decodeWord(buffer.subarray(start, end)));
      values[at + r] = number;
    }
    return count;
  }

  /** NaN: missing; undefined: a word, or a number in another form. */
  #readNumber(bytes: Uint8Array, start: number, end: number): number | undefined {
    if (start === end) return Number.NaN;
    const { reader, form } = this.#reading!;
    const parsed = reader.read(bytes, start, end);
    if (!Number.isNaN(parsed)) return parsed;
    const word = decodeWord(bytes.subarray(start, end));
    if (isMissingWord(word, this.#rules.words)) return Number.NaN;
    if (this.#isOpen && !this.#look(word)) return undefined;
    return parseNumberIn(word, form);
  }

  /** Takes a word into account; false: with it the column's form is another one. */
  #look(word: string): boolean {
    const { evidence, form } = this.#reading!;
    evidence.add(word);
    const verdict = evidence.judge();
    if (verdict.kind === 'no numbers') return false;
    if (verdict.kind === 'ambiguous') return true;
    this.#isOpen = verdict.open || verdict.form.plus === true;
    if (!this.#isOpen) this.#chooseReader();
    return isSameForm(verdict.form, form);
  }

  /** Of a column whose form is open only whole numbers are plain: other words are looked at. */
  #chooseReader(): void {
    const reading = this.#reading!;
    if (reading.reader === NO_READER) return;
    const { form } = reading;
    const reader = createNumberReader(this.#isOpen ? { ...form, decimal: undefined } : form);
    reading.reader = reader;
    if (!(reader instanceof NumberReader)) return;
    this.#numbers = reader;
    this.#point = reader.point;
  }

  /** What the next reading of the file is to know. */
  #giveUp(kind: 'numbers' | 'dates', word: string): NotNumbersError {
    if (kind === 'dates') return new NotNumbersError(this.#position, { noDate: word });
    const { evidence, form } = this.#reading!;
    evidence.add(word);
    const verdict = evidence.judge();
    const isOther =
      verdict.kind === 'ambiguous' || (verdict.kind === 'numbers' && !isSameForm(verdict.form, form));
    return new NotNumbersError(this.#position, isOther ? evidence : { noNumber: word });
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
    this.#codesHeld = wider === Uint16Array ? MOST_WORDS : EVERY_CODE;
    this.#limitCodes();
  }

  /** Beyond them the column's array is too narrow, or the column may become another kind. */
  #limitCodes(): void {
    this.#limit = Math.min(
      this.#codesHeld,
      this.#triedNumbers ? EVERY_CODE : MOST_NUMBER_WORDS,
      this.#triedDates ? EVERY_CODE : MOST_WORDS,
    );
  }

  /** Once, when the words have become many. */
  #becomeNumbers({ dictionary, codes }: State & { kind: 'words' }, rows: number): void {
    this.#triedNumbers = true;
    this.#limitCodes();
    const { words, told, tried } = this.#rules;
    const evidence = tried instanceof NumberEvidence ? tried : new NumberEvidence(hintsOf(words, told));
    const missing = dictionary.words.map((word) => isMissingWord(word, words));
    dictionary.words.forEach((word, code) => {
      if (!missing[code]) evidence.add(word);
    });
    const verdict = evidence.judge();
    if (verdict.kind === 'no numbers') return;
    const form = verdict.kind === 'numbers' ? verdict.form : verdict.readings[0].form;
    const byCode = dictionary.words.map((word, code) =>
      missing[code] ? Number.NaN : parseNumberIn(word, form)!,
    );
    const values = new Float64Array(codes.length);
    for (let i = 0; i < rows; i++) values[i] = byCode[codes[i]!]!;
    release(codes);
    // With a plus sign before some numbers, or a number that means “missing”, each has to be looked at.
    const isEachSeen = form.plus === true || someMeanMissing(words.missingWords, form);
    this.#isOpen = verdict.kind === 'ambiguous' || verdict.open || form.plus === true;
    this.#reading = { form, reader: isEachSeen ? NO_READER : this.#numbers, evidence };
    this.#chooseReader();
    this.#state = { kind: 'numbers', values };
  }

  /** Once, when the words are more than a category has. */
  #becomeDates({ dictionary, codes }: State & { kind: 'words' }, rows: number): void {
    this.#triedDates = true;
    this.#limitCodes();
    const counts = new Int32Array(dictionary.words.length);
    for (let i = 0; i < rows; i++) counts[codes[i]!]! += 1;
    const dates = new DateValues(this.#rules.words, this.#rules.told?.dateForm);
    const byCode = dates.begin(dictionary.words, counts, (code) => codes.indexOf(code) + 1);
    if (byCode === undefined) return;
    const values = new Float64Array(codes.length);
    for (let i = 0; i < rows; i++) values[i] = byCode[codes[i]!]!;
    release(codes);
    this.#state = { kind: 'dates', values, dates };
  }
}

/** @param row from 0 */
function readDate({ dates, values }: DatesState, word: string, row: number): number | undefined {
  return dates.read(word, row + 1, (change) => {
    for (let i = 0; i < row; i++) values[i] = change(values[i]!);
  });
}

const NO_READER: CellNumberReader = { read: () => Number.NaN };

const isSameForm = (a: NumberForm, b: NumberForm): boolean =>
  Object.entries({ ...a, ...b }).every(
    ([key, value]) => a[key as keyof NumberForm] === value && b[key as keyof NumberForm] === value,
  );

type Numbers = Float64Array | Codes;

/** The old memory is given back at once: nothing is left behind for the garbage collector. */
function resize<T extends Numbers>(array: T, length: number): T {
  const Kind = array.constructor as new (buffer: ArrayBuffer) => T;
  return new Kind(resizeBuffer(array.buffer as ArrayBuffer, length * array.BYTES_PER_ELEMENT));
}

/** Of what is cut off, so little is kept rather than moving all the rest. */
const LITTLE = 0.05;

const cut = <T extends Numbers>(array: T, length: number): T =>
  (length < (1 - LITTLE) * array.length ? resize(array, length) : array.subarray(0, length)) as T;
