const bits = new DataView(new ArrayBuffer(8));
const SIGN = 1n << 63n;

/** Doubles as whole numbers in the same order. */
function toOrder(x: number): bigint {
  bits.setFloat64(0, x);
  const raw = bits.getBigInt64(0);
  return raw < 0n ? -(raw + SIGN) : raw;
}

function fromOrder(order: bigint): number {
  bits.setBigInt64(0, order < 0n ? -order - SIGN : order);
  return bits.getFloat64(0);
}

/**
 * The largest double below a number.
 *
 * @example before(1) // 0.9999999999999999
 */
export const before = (x: number): number => fromOrder(toOrder(x) - 1n);

/** The smallest double above a number. */
export const after = (x: number): number => fromOrder(toOrder(x) + 1n);

/**
 * The largest double up to which a condition holds that holds below a point and not above it, by bisection over all doubles.
 *
 * @returns undefined: it holds for none
 */
export function lastWhere(holds: (x: number) => boolean): number | undefined {
  let low = toOrder(-Number.MAX_VALUE);
  let high = toOrder(Number.MAX_VALUE);
  if (!holds(fromOrder(low))) return undefined;
  if (holds(fromOrder(high))) return Number.MAX_VALUE;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (holds(fromOrder(middle))) low = middle;
    else high = middle;
  }
  return fromOrder(low);
}
