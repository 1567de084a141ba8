/**
 * The sum of the entries of each group; how many there are when they have no values.
 *
 * @param groupOf per entry, 0 … groups − 1
 * @param values one per entry
 * @example sumByGroup([0, 2, 0], 3, [5, 1, 2]) // [7, 0, 1]
 */
export function sumByGroup(
  groupOf: ArrayLike<number>,
  groups: number,
  values?: ArrayLike<number>,
): Float64Array {
  const sums = new Float64Array(groups);
  if (values === undefined) for (let i = 0; i < groupOf.length; i++) sums[groupOf[i]!]! += 1;
  else for (let i = 0; i < groupOf.length; i++) sums[groupOf[i]!]! += values[i]!;
  return sums;
}
