import { fill } from '../../typed-arrays.ts';

/**
 * Groups of two kinds as one: leads that share a group of either kind, if need be by way of others, belong together
 * (union–find with path halving).
 *
 * @returns a number per lead, the same for leads that belong together: that of their first lead
 */
export function joinGroups(first: Uint32Array, second: Uint32Array): Uint32Array {
  const parent = fill(new Uint32Array(first.length), (lead) => lead);
  const rootOf = (lead: number): number => {
    let at = lead;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  for (const groups of [first, second]) {
    const firstOf = new Map<number, number>();
    for (let lead = 0; lead < groups.length; lead++) {
      const other = firstOf.get(groups[lead]!);
      if (other === undefined) {
        firstOf.set(groups[lead]!, lead);
        continue;
      }
      const [a, b] = [rootOf(other), rootOf(lead)];
      if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
    }
  }
  return fill(parent, rootOf);
}

/** How many leads the largest group has. */
export function largestGroup(groups: Uint32Array): number {
  const sizes = new Map<number, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  let largest = 0;
  for (const size of sizes.values()) largest = Math.max(largest, size);
  return largest;
}
