type Counts = readonly [others: number, converts: number];

/**
 * Deals groups out to parts such that no group stands in two of them. Largest first, each goes to the part whose
 * shares of either class it brings closest to what the part should hold, as in scikit-learn's StratifiedGroupKFold
 * (parts may differ in size here). Groups of one size go by where they first stand in `rows`, so their numbering
 * does not matter.
 *
 * @param groups a number per lead
 * @param rows the leads to deal out, ascending
 * @param shares of the leads that each part should hold; they add up to 1
 * @returns the part of each row; undefined when there are fewer groups than parts
 */
export function dealGroups(
  labels: Uint8Array,
  groups: Uint32Array,
  rows: Int32Array,
  shares: readonly number[],
): Int32Array | undefined {
  const { counts, groupOf } = countGroups(labels, groups, rows);
  if (counts.length < shares.length) return undefined;
  const totals: Counts = [sumOf(counts, 0), sumOf(counts, 1)];
  const filled = shares.map((): [number, number] => [0, 0]);
  const partOf = new Int32Array(counts.length);
  // Sorting is stable: equal groups stay in the order of their first lead.
  const largestFirst = [...counts.keys()].sort((a, b) => sizeOf(counts[b]!) - sizeOf(counts[a]!));
  for (const group of largestFirst) {
    const part = choosePart(filled, counts[group]!, totals, shares);
    filled[part]![0] += counts[group]![0];
    filled[part]![1] += counts[group]![1];
    partOf[group] = part;
  }
  return groupOf.map((group) => partOf[group]!);
}

/** The groups, numbered anew in the order of their first leads: their leads per class, and each row's group. */
function countGroups(
  labels: Uint8Array,
  groups: Uint32Array,
  rows: Int32Array,
): { counts: Counts[]; groupOf: Int32Array } {
  const numbers = new Map<number, number>();
  const counts: [number, number][] = [];
  const groupOf = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const id = groups[rows[i]!]!;
    let number = numbers.get(id);
    if (number === undefined) {
      number = counts.push([0, 0]) - 1;
      numbers.set(id, number);
    }
    counts[number]![labels[rows[i]!]!]! += 1;
    groupOf[i] = number;
  }
  return { counts, groupOf };
}

/**
 * The part that is best for the whole: with shares sᵢ wanted and fᵢ filled, of either class, the sum over parts
 * and classes of (fᵢ − sᵢ)² ÷ sᵢ grows least (or falls most). It grows by c (2 fᵢ + c) ÷ sᵢ when a part gets c of a
 * class more, but for what is the same for all parts.
 */
function choosePart(
  filled: readonly Counts[],
  counts: Counts,
  totals: Counts,
  shares: readonly number[],
): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let i = 0; i < filled.length; i++) {
    const part = filled[i]!;
    const growth = (growthOf(0, part, counts, totals) + growthOf(1, part, counts, totals)) / shares[i]!;
    // What differs by rounding only is equal: the first part then.
    if (growth < least * (1 - 1e-12)) [best, least] = [i, growth];
  }
  return best;
}

function growthOf(label: 0 | 1, part: Counts, counts: Counts, totals: Counts): number {
  const count = counts[label];
  return count === 0 ? 0 : (count * (2 * part[label] + count)) / totals[label] ** 2;
}

const sizeOf = (counts: Counts): number => counts[0] + counts[1];

const sumOf = (counts: readonly Counts[], label: 0 | 1): number =>
  counts.reduce((sum, group) => sum + group[label], 0);
