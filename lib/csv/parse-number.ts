/** What `parseNumberBytes` gives for bytes that only the slow way can judge. */
export const UNDECIDED = Symbol('undecided');

const MINUS = 45;
const ZERO = 48;
const NINE = 57;
/** Powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const MOST_DIGITS = 15;

/**
 * The number that bytes such as `-12.5` stand for, where that is plain to see: digits, at most one point and a
 * sign. With at most 15 digits both the digits and the power of ten are exact doubles, so their quotient is the
 * number nearest to the text (Clinger 1990, How to read floating point numbers accurately, §4). Everything else,
 * leading zeros and exponents too, is left to the caller.
 *
 * @param point the byte of the decimal sign
 */
export function parseNumberBytes(
  bytes: Uint8Array,
  start: number,
  end: number,
  point: number,
): number | typeof UNDECIDED {
  let at = start;
  const negative = bytes[at] === MINUS;
  if (negative) at += 1;
  const first = at;
  let digits = 0;
  let mantissa = 0;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if (byte < ZERO || byte > NINE) break;
    mantissa = 10 * mantissa + (byte - ZERO);
    digits += 1;
  }
  const whole = digits;
  if (whole === 0 || (whole > 1 && bytes[first] === ZERO)) return UNDECIDED;
  if (at < end) {
    if (bytes[at] !== point) return UNDECIDED;
    for (at += 1; at < end; at++) {
      const byte = bytes[at]!;
      if (byte < ZERO || byte > NINE) return UNDECIDED;
      mantissa = 10 * mantissa + (byte - ZERO);
      digits += 1;
    }
    if (digits === whole) return UNDECIDED;
  }
  if (digits > MOST_DIGITS) return UNDECIDED;
  const value = mantissa / POWERS[digits - whole]!;
  return negative ? -value : value;
}
