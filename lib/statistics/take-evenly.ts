/**
 * Evenly spaced entries, in their order; all of them when they are no more than `most`.
 *
 * @example takeEvenly(Int32Array.of(1, 2, 3, 4), 2) // [1, 3]
 */
export function takeEvenly<T extends Int32Array | Uint8Array | Float64Array>(entries: T, most: number): T {
  if (entries.length <= most) return entries;
  const stride = entries.length / most;
  const taken = entries.slice(0, most) as T;
  for (let i = 0; i < most; i++) taken[i] = entries[Math.floor(i * stride)]!;
  return taken;
}
