/**
 * The sum of numbers, added in their order. A loop: `reduce` would call back once per number, a million times per column.
 *
 * @example sum([1, 2, 3.5]) // 6.5
 */
export function sum(values: ArrayLike<number>): number {
  let all = 0;
  for (let i = 0; i < values.length; i++) all += values[i]!;
  return all;
}
