import { hashText, mix32 } from '../../statistics/random.ts';
import { fill, release } from '../../typed-arrays.ts';
import type { Dataset } from './build-dataset.ts';
import { forEachRun, type SortedByHash, sortByHash } from './sort-by-hash.ts';
import type { AnyColumn } from './table.ts';

/**
 * The leads in a pseudo-random order that depends on the seed and on what the leads are, not on the order of
 * the rows or columns in the file: sorted by a 64-bit hash of the row's values and outcome. Equal leads are told
 * apart by how many came before, so that they spread like others (which one is which does not matter). Everything
 * after this, the split and the order of every sum, is then the same for a shuffled file.
 *
 * @param columns the columns that count; the others may differ between equal leads
 * @returns the dataset with `rows` and `labels` in the new order
 */
export function orderLeads<C extends AnyColumn>(
  dataset: Dataset<C>,
  columns: readonly AnyColumn[],
  seed: number,
): Dataset<C> {
  const { rows, labels } = dataset;
  const high = fill(new Uint32Array(labels.length), (i) => mix32(seed ^ labels[i]!));
  const low = fill(new Uint32Array(labels.length), (i) => mix32(~seed ^ labels[i]!));
  const byName = [...columns].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const column of byName) {
    if (column.kind === 'words') addWords(column, rows, high, low);
    else if (column.kind === 'numbers') addNumbers(column, rows, high, low);
  }
  let sorted = sortByHash(high, low);
  const apart = tellEqualApart(sorted, low);
  if (apart !== undefined) {
    release(sorted.order, sorted.high);
    sorted = sortByHash(apart, low);
  }
  const { order } = sorted;
  release(sorted.high, low);
  const ordered = {
    ...dataset,
    rows: fill(new Int32Array(order.length), (i) => rows[order[i]!]!),
    labels: fill(new Uint8Array(order.length), (i) => labels[order[i]!]!),
  };
  release(order);
  return ordered;
}

/**
 * Gives equal leads hashes of their own, by how many came before.
 *
 * @param low is written to
 * @returns the high halves, as the leads stand; undefined when there are no equal leads
 */
function tellEqualApart({ order, high }: SortedByHash, low: Uint32Array): Uint32Array | undefined {
  let apart: Uint32Array | undefined;
  forEachRun(high, (from, to) => {
    let rank = 0;
    let last = low[order[from]!]!;
    for (let i = from + 1; i < to; i++) {
      const lead = order[i]!;
      rank = low[lead] === last ? rank + 1 : 0;
      last = low[lead]!;
      if (rank === 0) continue;
      apart ??= unsort(order, high);
      const salt = mix32(rank);
      apart[lead] = mix32(high[i]! ^ salt);
      low[lead] = mix32(last ^ mix32(~salt));
    }
  });
  return apart;
}

function unsort(order: Uint32Array, sorted: Uint32Array): Uint32Array {
  const values = new Uint32Array(sorted.length);
  for (let i = 0; i < sorted.length; i++) values[order[i]!] = sorted[i]!;
  return values;
}

/** The rotations make the hash depend on the column a value stands in. */
function addWords(
  { words, codes }: AnyColumn & { kind: 'words' },
  rows: Int32Array,
  high: Uint32Array,
  low: Uint32Array,
): void {
  const highs = Uint32Array.from(words, (word) => hashText(word));
  const lows = Uint32Array.from(words, (word) => hashText(word, 0x9e3779b9));
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i]!]!;
    high[i] = mix32(((high[i]! << 5) | (high[i]! >>> 27)) ^ highs[code]!);
    low[i] = mix32(((low[i]! << 7) | (low[i]! >>> 25)) ^ lows[code]!);
  }
}

function addNumbers(
  { values }: AnyColumn & { kind: 'numbers' },
  rows: Int32Array,
  high: Uint32Array,
  low: Uint32Array,
): void {
  const value = new Float64Array(1);
  const halves = new Uint32Array(value.buffer);
  for (let i = 0; i < rows.length; i++) {
    // Plus 0, because −0 equals 0; every NaN that is stored here is the same one.
    value[0] = values[rows[i]!]! + 0;
    const bits = halves[0]! ^ Math.imul(halves[1]!, 0x9e3779b1);
    high[i] = mix32(((high[i]! << 5) | (high[i]! >>> 27)) ^ bits);
    low[i] = mix32(((low[i]! << 7) | (low[i]! >>> 25)) ^ Math.imul(bits, 0x85ebca77) ^ halves[1]!);
  }
}
