/** What the values of a column are, where a format has types. */
export type CellType = 'whole' | 'number' | 'boolean' | 'date' | 'time' | 'text';

/** A value of a row: of CSV always a text, or null where the cell is empty; of JSON what `JSON.parse` gives. */
export type RowValue = string | number | boolean | null | object;

/** A number that is written as programs write it: no sign before a positive one, no leading zero, no comma. */
const NUMBER = /^-?(?:0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i;
/** A number with a decimal comma: told from a text only where a number is expected. */
const COMMA_NUMBER = /^-?(?:0|[1-9]\d*)(?:,\d{1,15})?$/;
const BOOLEAN = /^(?:true|false|True|False|TRUE|FALSE)$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** To the millisecond, in UTC: what a timestamp of Parquet keeps without loss. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/;
/** A double keeps so many decimal digits, whatever the number (IEEE 754; C's DBL_DIG). */
const SAFE_DIGITS = 15;

/** Types from the narrowest on; each of them is a text, too. */
const TYPES: readonly CellType[] = ['boolean', 'whole', 'number', 'date', 'time'];

/**
 * Finds out which type all values of a column have, so that none loses anything by it: `00123`, `1,5`, `12345678901234567890` and
 * `31.12.2026` stay texts.
 *
 * @example
 * const column = new ColumnTypes();
 * for (const value of ['1', null, '2.5']) column.observe(value);
 * column.choose(); // 'number'
 */
export class ColumnTypes {
  #possible: readonly CellType[] = TYPES;
  #seen = false;
  #commas = true;
  readonly #isWritten: boolean;

  /** @param isWritten every value is a text, as in CSV; a text of JSON that looks like a number is none */
  constructor(isWritten = true) {
    this.#isWritten = isWritten;
  }

  observe(value: RowValue): void {
    if (value === null) return;
    this.#seen = true;
    if (this.#commas && !(typeof value === 'string' && COMMA_NUMBER.test(value))) this.#commas = false;
    if (this.#possible.length === 0) return;
    const found = typesOf(value);
    const fitting = this.#isWritten || typeof value !== 'string' ? found : found.filter(isOfTime);
    if (this.#possible.some((type) => !fitting.includes(type)))
      this.#possible = this.#possible.filter((type) => fitting.includes(type));
  }

  /** @param wanted the type that the column has where it comes from: taken where all values fit */
  choose(wanted?: CellType): CellType {
    if (wanted === 'number' && this.#seen && this.#commas) return wanted;
    if (wanted === 'text' || (wanted !== undefined && this.#possible.includes(wanted))) return wanted;
    return this.#seen ? (this.#possible[0] ?? 'text') : 'text';
  }
}

const isOfTime = (type: CellType): boolean => type === 'date' || type === 'time';

const NONE: readonly CellType[] = [];
const WHOLE: readonly CellType[] = ['whole', 'number'];
const FRACTION: readonly CellType[] = ['number'];

function typesOf(value: Exclude<RowValue, null>): readonly CellType[] {
  if (typeof value === 'number') return isSafe(value) ? WHOLE : FRACTION;
  if (typeof value === 'boolean') return ['boolean'];
  return typeof value === 'string' ? typesOfText(value) : NONE;
}

/** −0 is no whole number: its sign would be lost. */
const isSafe = (value: number): boolean => Number.isSafeInteger(value) && !Object.is(value, -0);

function typesOfText(text: string): readonly CellType[] {
  const number = NUMBER.exec(text);
  if (number !== null) {
    const value = Number(text);
    if (!Number.isFinite(value) || Object.is(value, -0)) return NONE;
    const [, fraction, exponent] = number;
    if (fraction === undefined && exponent === undefined) return isSafe(value) ? WHOLE : NONE;
    const digits = digitsOf(text);
    return digits.length <= SAFE_DIGITS || digits === digitsOf(String(value)) ? FRACTION : NONE;
  }
  if (BOOLEAN.test(text)) return ['boolean'];
  if (DATE.test(text)) return isReal(`${text}T00:00:00.000Z`) ? ['date'] : NONE;
  return TIME.test(text) && isReal(text) ? ['time'] : NONE;
}

/** `1.50e3` → `15`: what tells two numbers of one size apart. */
const digitsOf = (text: string): string =>
  text
    .replace(/e.*$/i, '')
    .replace(/\D/g, '')
    .replace(/^0+|0+$/g, '');

/** Whether there is such a day and time: `Date` makes 2 March of 30 February. */
function isReal(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 19) === text.slice(0, 19);
}

/** The value as its type has it; of a text what stood there, of objects and lists their JSON. */
export function toTyped(value: RowValue, type: CellType): string | number | boolean | Date | null {
  if (value === null) return null;
  if (type === 'text') return typeof value === 'string' ? value : JSON.stringify(value);
  if (type === 'whole' || type === 'number')
    return Number(typeof value === 'string' ? value.replace(',', '.') : value);
  if (type === 'boolean') return typeof value === 'boolean' ? value : String(value).toLowerCase() === 'true';
  return new Date(String(value));
}
