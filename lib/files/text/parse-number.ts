const MINUS = 45;
const ZERO = 48;
const NINE = 57;
/** Powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const MOST_DIGITS = 15;

/**
 * Reads bytes such as `-12.5` as the number they stand for, where that is plain to see: digits, at most one point and
 * a sign. With at most 15 digits both the digits and the power of ten are exact doubles, so their quotient is the
 * number nearest to the text (Clinger 1990, How to read floating point numbers accurately, §4). Everything else,
 * leading zeros and exponents too, is left to the caller.
 */
export class NumberReader {
  /** Where the reading ended that `readFrom` did last. */
  end = 0;
  /** The byte of the decimal sign; 0, which no text has: none. */
  readonly point: number;

  /** @param decimal the decimal sign; without, only whole numbers are plain */
  constructor(decimal?: '.' | ',') {
    this.point = decimal?.charCodeAt(0) ?? 0;
  }

  /** The number in bytes[start] … bytes[end − 1]; NaN: not plain. */
  read(bytes: Uint8Array, start: number, end: number): number {
    const number = this.readFrom(bytes, start, end);
    return this.end === end ? number : Number.NaN;
  }

  /** The number from bytes[start] on, as far as it goes, at most to bytes[limit − 1]; NaN: not plain. */
  readFrom(bytes: Uint8Array, start: number, limit: number): number {
    const { point } = this;
    let at = start;
    const negative = at < limit && bytes[at] === MINUS;
    if (negative) at += 1;
    const first = at;
    let mantissa = 0;
    for (; at < limit; at++) {
      const digit = bytes[at]! - ZERO;
      if (digit < 0 || digit > NINE - ZERO) break;
      mantissa = 10 * mantissa + digit;
    }
    let digits = at - first;
    let decimals = 0;
    const plain = digits === 1 || (digits > 1 && bytes[first] !== ZERO);
    if (plain && at < limit && bytes[at] === point) {
      const from = at + 1;
      for (at = from; at < limit; at++) {
        const digit = bytes[at]! - ZERO;
        if (digit < 0 || digit > NINE - ZERO) break;
        mantissa = 10 * mantissa + digit;
      }
      decimals = at - from;
      digits = decimals === 0 ? 0 : digits + decimals;
    }
    this.end = at;
    if (!plain || digits === 0 || digits > MOST_DIGITS) return Number.NaN;
    const value = mantissa / POWERS[decimals]!;
    return negative ? -value : value;
  }
}
