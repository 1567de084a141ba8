/**
 * How many there are up to each entry and with it.
 *
 * @example runningSums([2, 0, 3]) // [2, 2, 5]
 */
export function runningSums(counts: ArrayLike<number>): Float64Array {
  const upTo = new Float64Array(counts.length);
  let sum = 0;
  for (let i = 0; i < upTo.length; i++) upTo[i] = sum += counts[i]!;
  return upTo;
}
