import { sum } from './sum.ts';

/**
 * Cuts ordered classes into at most so many groups of neighbours with about as many leads each: a class belongs to the group in
 * which the middle of its leads lies. Groups that would be empty are skipped; a group per class if there are no more classes.
 *
 * @param counts leads per class, in order
 * @returns the group of each class: 0, 1, 2 …
 * @example groupByMass([5, 1, 1, 1, 4], 3) // [0, 1, 1, 1, 2]
 */
export function groupByMass(counts: ArrayLike<number>, most: number): Int32Array {
  const groups = new Int32Array(counts.length);
  const total = sum(counts);
  let [before, group, last] = [0, -1, -1];
  for (let i = 0; i < counts.length; i++) {
    const middle = before + counts[i]! / 2;
    const slot = counts.length <= most ? i : Math.min(most - 1, Math.floor((most * middle) / total));
    if (slot !== last) group += 1;
    last = slot;
    groups[i] = group;
    before += counts[i]!;
  }
  return groups;
}
