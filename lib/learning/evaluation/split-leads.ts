import { range } from '../../typed-arrays.ts';

/** Two disjoint sets of leads, as ascending indices. */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * The first `share` of either class is held out, at least one lead; the order of the leads is random already
 * (`orderLeads`).
 */
export function splitHoldout(labels: Uint8Array, share: number): Split {
  const all = range(labels.length);
  const converted = countConverted(labels, all);
  const held = [labels.length - converted, converted].map((count) => Math.max(1, Math.round(count * share)));
  const parts = rankInClass(labels, all).map((rank, i) => (rank < held[labels[i]!]! ? 1 : 0));
  return selectSplit(all, parts, 1);
}

/** Stratified folds: the leads of either class are dealt out in turn. Each of the rows is in one `test`. */
export function splitStratified(labels: Uint8Array, rows: Int32Array, folds: number): Split[] {
  const parts = rankInClass(labels, rows).map((rank) => rank % folds);
  return Array.from({ length: folds }, (_, fold) => selectSplit(rows, parts, fold));
}

/** Per row, how many of its class stand before it. */
function rankInClass(labels: Uint8Array, rows: Int32Array): Int32Array {
  const seen = [0, 0];
  return rows.map((row) => {
    const label = labels[row]!;
    const rank = seen[label]!;
    seen[label] = rank + 1;
    return rank;
  });
}

/**
 * The split that tests one part of the rows.
 *
 * @param parts the part of each row
 * @param isTrain tells the parts to learn from: all others, unless told
 */
export function selectSplit(
  rows: Int32Array,
  parts: Int32Array,
  test: number,
  isTrain: (part: number) => boolean = (part) => part !== test,
): Split {
  return { train: select(rows, parts, isTrain), test: select(rows, parts, (part) => part === test) };
}

/** As `rows.filter`, which is several times slower. */
function select(rows: Int32Array, parts: Int32Array, isWanted: (part: number) => boolean): Int32Array {
  const wanted = new Int32Array(rows.length);
  let count = 0;
  for (let i = 0; i < rows.length; i++) if (isWanted(parts[i]!)) wanted[count++] = rows[i]!;
  return wanted.slice(0, count);
}

export function countConverted(labels: Uint8Array, rows: Int32Array): number {
  let converted = 0;
  for (let i = 0; i < rows.length; i++) converted += labels[rows[i]!]!;
  return converted;
}

/** The split without the leads to learn from that belong to one of the test. @param groups a number per lead */
export function keepTogether({ train, test }: Split, groups: Uint32Array | undefined): Split {
  if (groups === undefined) return { train, test };
  const tested = new Set<number>();
  for (const lead of test) tested.add(groups[lead]!);
  return { train: train.filter((lead) => !tested.has(groups[lead]!)), test };
}

/**
 * The split with every lead on the side of the first lead of its group.
 *
 * @param groups per lead, the first lead that belongs to it
 */
export function joinRepeats({ train, test }: Split, groups: Uint32Array): Split {
  const tested = new Set(test);
  const all = Int32Array.from([...train, ...test]).sort();
  const first = new Map<number, number>();
  for (const lead of all) if (!first.has(groups[lead]!)) first.set(groups[lead]!, lead);
  const isTested = (lead: number) => tested.has(first.get(groups[lead]!)!);
  return { train: all.filter((lead) => !isTested(lead)), test: all.filter(isTested) };
}
