import { hashText, mix32 } from '../random.ts';
import type { Dataset } from './build-dataset.ts';
import type { Column } from './table.ts';

/**
 * The leads in a pseudo-random order that depends on the seed and on what the leads are, not on the order of
 * the rows in the file: sorted by a 53-bit hash of the row's words and outcome. Equal leads are told apart by
 * how many came before, so that they spread like others (which one is which does not matter). Everything
 * after this, the split and the order of every sum, is then the same for a shuffled file.
 *
 * @param columns the columns that count; the others may differ between equal leads
 * @returns the dataset with `rows` and `labels` in the new order
 */
export function orderLeads(dataset: Dataset, columns: readonly Column[], seed: number): Dataset {
  const { rows, labels } = dataset;
  const high = Uint32Array.from(labels, (label) => mix32(seed ^ label));
  const low = Uint32Array.from(labels, (label) => mix32(~seed ^ label));
  for (const { words, codes } of columns) {
    const highs = words.map((word) => hashText(word));
    const lows = words.map((word) => hashText(word, 0x9e3779b9));
    for (let i = 0; i < rows.length; i++) {
      const code = codes[rows[i]!]!;
      // The rotation makes the hash depend on the column a word stands in.
      high[i] = mix32(((high[i]! << 5) | (high[i]! >>> 27)) ^ highs[code]!);
      low[i] = mix32(((low[i]! << 7) | (low[i]! >>> 25)) ^ lows[code]!);
    }
  }
  const seen = new Map<number, number>();
  const keys = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const content = join(high[i]!, low[i]!);
    const before = seen.get(content) ?? 0;
    seen.set(content, before + 1);
    const salt = mix32(before);
    keys[i] = join(mix32(high[i]! ^ salt), mix32(low[i]! ^ mix32(~salt)));
  }
  const order = Uint32Array.from(rows.keys()).sort((a, b) => keys[a]! - keys[b]!);
  return {
    ...dataset,
    rows: Int32Array.from(order, (i) => rows[i]!),
    labels: Uint8Array.from(order, (i) => labels[i]!),
  };
}

/** 32 + 21 bits as one exact double. */
const join = (high: number, low: number): number => high * 2 ** 21 + (low >>> 11);
