/**
 * How many of the sorted numbers are below x: the index of the first that is not, by bisection. Of ascending edges this is the
 * bin of x, if bin i holds edges[i-1] < x ≤ edges[i].
 *
 * @param sorted ascending
 * @example lowerBound([10, 20, 20, 30], 20) // 1
 */
export function lowerBound(sorted: ArrayLike<number>, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
