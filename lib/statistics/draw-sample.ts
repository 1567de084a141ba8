import { createRandom } from './random.ts';

/**
 * Draws entries without replacement, each set of them as likely as another, and keeps their order (Knuth, The Art of Computer
 * Programming, vol. 2, §3.4.2, algorithm S); all of them when they are no more than `most`.
 *
 * @param seed the same one draws the same entries
 * @example drawSample(Int32Array.of(3, 5, 8, 9), 2, 7).length // 2
 */
export function drawSample(entries: Int32Array, most: number, seed: number): Int32Array {
  if (entries.length <= most) return entries;
  const random = createRandom(seed);
  let wanted = most;
  return entries.filter((_, i) => {
    const isDrawn = random() * (entries.length - i) < wanted;
    if (isDrawn) wanted -= 1;
    return isDrawn;
  });
}
