import { NumberReader } from './parse-number.ts';

const MINUS = 45;
const PERCENT = 37;
const ZERO = 48;
/** Powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const MOST_DIGITS = 15;
const encoder = new TextEncoder();
/** U+0020, U+00A0, U+2009, U+202F, as bytes of UTF-8. */
const SPACES = [' ', '\u00a0', '\u2009', '\u202f'].map((space) => encoder.encode(space));
const APOSTROPHES = ["'", '’'].map((sign) => encoder.encode(sign));

/** A `NumberForm`, as far as bytes are read by it. */
interface Form {
  /** Undefined: only whole numbers are plain. */
  readonly decimal: '.' | ',' | undefined;
  readonly thousands?: ',' | '.' | ' ' | "'";
  readonly currency?: string;
  readonly percent?: true;
}

/** Reads numbers from bytes where that is plain to see. */
export interface CellNumberReader {
  /** The number in bytes[start] … bytes[end − 1]; NaN: not plain, which `parseNumber` judges. */
  read(bytes: Uint8Array, start: number, end: number): number;
}

/** The reader for a form: the quickest there is. */
export const createNumberReader = (form: Form): CellNumberReader =>
  form.thousands === undefined && form.currency === undefined && form.percent === undefined
    ? new NumberReader(form.decimal)
    : new FormReader(form);

/**
 * Reads bytes such as `$1,234.50` by a form, where that is plain to see: a minus, the form's currency before or after,
 * digits in groups of three or in none, a percent sign. Everything else is left to the caller. What is read is what
 * `parseNumber` reads, to the last bit (as in `NumberReader`).
 */
class FormReader implements CellNumberReader {
  readonly #point: number;
  readonly #thousands: readonly Uint8Array[];
  readonly #currency: Uint8Array;
  readonly #percent: boolean;

  constructor({ decimal, thousands, currency = '', percent }: Form) {
    this.#point = decimal?.charCodeAt(0) ?? 0;
    this.#thousands =
      thousands === undefined
        ? []
        : thousands === ' '
          ? SPACES
          : thousands === "'"
            ? APOSTROPHES
            : [encoder.encode(thousands)];
    this.#currency = encoder.encode(currency);
    this.#percent = percent === true;
  }

  read(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    let negative = at < end && bytes[at] === MINUS;
    if (negative) at += 1;
    const before = startsWith(bytes, at, end, this.#currency);
    if (before > 0) {
      at = skip(bytes, at + before, end, SPACES);
      if (!negative && at < end && bytes[at] === MINUS) {
        negative = true;
        at += 1;
      }
    }
    const first = at;
    let [mantissa, digits, inGroup, grouped] = [0, 0, 0, false];
    while (at < end) {
      const digit = bytes[at]! - ZERO;
      if (digit >= 0 && digit <= 9) {
        mantissa = 10 * mantissa + digit;
        digits += 1;
        inGroup += 1;
        at += 1;
        continue;
      }
      const next = skip(bytes, at, end, this.#thousands);
      if (next === at || next === end || bytes[next]! < ZERO || bytes[next]! > ZERO + 9) break;
      if (grouped ? inGroup !== 3 : inGroup === 0 || inGroup > 3) return Number.NaN;
      [grouped, inGroup, at] = [true, 0, next];
    }
    if (digits === 0 || (digits > 1 && bytes[first] === ZERO) || (grouped && inGroup !== 3))
      return Number.NaN;
    let decimals = 0;
    if (at < end && bytes[at] === this.#point) {
      for (at += 1; at < end; at++, decimals++) {
        const digit = bytes[at]! - ZERO;
        if (digit < 0 || digit > 9) break;
        mantissa = 10 * mantissa + digit;
      }
      if (decimals === 0) return Number.NaN;
    }
    if (digits + decimals > MOST_DIGITS || !this.#endsAt(bytes, at, end, before > 0)) return Number.NaN;
    const value = mantissa / POWERS[decimals]!;
    return negative ? -value : value;
  }

  /** Whether behind the digits stands what the form has there, and nothing else. */
  #endsAt(bytes: Uint8Array, at: number, end: number, hasCurrency: boolean): boolean {
    if (this.#percent) {
      const sign = skip(bytes, at, end, SPACES);
      return bytes[sign] === PERCENT && sign + 1 === end;
    }
    if (at === end) return true;
    if (hasCurrency) return false;
    const sign = skip(bytes, at, end, SPACES);
    const length = startsWith(bytes, sign, end, this.#currency);
    return length > 0 && sign + length === end;
  }
}

/** How long the text is that bytes[at] … begins with; 0: another. */
function startsWith(bytes: Uint8Array, at: number, end: number, text: Uint8Array): number {
  if (at + text.length > end) return 0;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return 0;
  return text.length;
}

/** The place behind one of some signs; `at`, when none stands there. */
function skip(bytes: Uint8Array, at: number, end: number, signs: readonly Uint8Array[]): number {
  for (const sign of signs) {
    const length = startsWith(bytes, at, end, sign);
    if (length > 0) return at + length;
  }
  return at;
}
