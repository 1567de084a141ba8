/** Evenly spaced entries, in their order; all of them when they are no more than `most`. */
export function takeSample(entries: Int32Array, most: number): Int32Array {
  if (entries.length <= most) return entries;
  const stride = entries.length / most;
  return Int32Array.from({ length: most }, (_, i) => entries[Math.floor(i * stride)]!);
}
