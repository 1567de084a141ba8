import { COLUMN_BYTES } from './grow-memory.ts';
import { type Kernel, ROUNDS } from './kernel.ts';

/** The kernel in plain TypeScript: where there is no WebAssembly, and what the other one is compared with. */
export function createScriptKernel(buffer: SharedArrayBuffer): Kernel {
  const bytes = new Uint8Array(buffer);
  const words = new Int32Array(buffer, 0, Math.floor(buffer.byteLength / 4));
  const doubles = new Float64Array(buffer, 0, Math.floor(buffer.byteLength / 8));

  return {
    gradient(scores, end, labels, packed, sigmoids, weights, gradientScale, hessianScale, sums) {
      let gradients = 0;
      let hessians = 0;
      const [table, weight] = [sigmoids / 8 + 512, weights / 8];
      for (let at = scores / 8, lead = 0; at < end / 8; at++, lead++) {
        const label = bytes[labels + lead]!;
        const p = sigmoid(Math.min(Math.max(doubles[at]!, -15.9), 15.9), doubles, table);
        const w = doubles[weight + label]!;
        const g = w * (p - label) * gradientScale + ROUNDS - ROUNDS;
        const h = w * (p * (1 - p)) * hessianScale + ROUNDS - ROUNDS;
        gradients += Math.abs(g);
        hessians += h;
        words[packed / 4 + 2 * lead] = h;
        words[packed / 4 + 2 * lead + 1] = g;
      }
      doubles[sums / 8] = gradients;
      doubles[sums / 8 + 1] = hessians;
    },

    histogram(order, end, byLead, wide, packed, columns, count, histograms) {
      for (let k = 0; k < count; k++) {
        const from = (histograms + words[columns / 4 + k]! * COLUMN_BYTES) / 4;
        words.fill(0, from, from + COLUMN_BYTES / 4);
      }
      for (let at = order / 4; at < end / 4; at++) {
        const lead = words[at]!;
        const h = words[packed / 4 + 2 * lead]!;
        const g = words[packed / 4 + 2 * lead + 1]!;
        for (let k = 0; k < count; k++) {
          const column = words[columns / 4 + k]!;
          const cell = (histograms + column * COLUMN_BYTES) / 4 + 2 * bytes[byLead + lead * wide + column]!;
          // A sum of hessians never passes 32 bits, so nothing is carried into that of gradients.
          words[cell] = words[cell]! + h;
          words[cell + 1] = words[cell + 1]! + g;
        }
      }
    },

    partition(order, end, spare, codes, routes) {
      let left = order / 4;
      let right = spare / 4;
      for (let at = order / 4; at < end / 4; at++) {
        const lead = words[at]!;
        if (bytes[routes + bytes[codes + lead]!]!) words[left++] = lead;
        else words[right++] = lead;
      }
      words.copyWithin(left, spare / 4, right);
      return left - order / 4;
    },

    add(histograms, end, other) {
      for (let i = 0; i < (end - histograms) / 4; i++)
        words[histograms / 4 + i] = words[histograms / 4 + i]! + words[other / 4 + i]!;
    },

    subtract(histograms, end, other) {
      for (let i = 0; i < (end - histograms) / 4; i++)
        words[histograms / 4 + i] = words[histograms / 4 + i]! - words[other / 4 + i]!;
    },

    raise(order, end, scores, value) {
      for (let at = order / 4; at < end / 4; at++) {
        const score = scores / 8 + words[at]!;
        doubles[score] = doubles[score]! + value;
      }
    },
  };
}

/**
 * 1 / (1 + e^−z) from a table in steps of 1/32 and three terms of Taylor's series: to 1e−9, and the same on every machine and in
 * every kernel, which `Math.exp` need not be.
 *
 * @param z from −15.9 to 15.9
 * @param zero index in `table` of the sigmoid of 0
 */
export function sigmoid(z: number, table: Float64Array, zero: number): number {
  const step = z * 32 + ROUNDS - ROUNDS;
  const d = (z * 32 - step) * (1 / 32);
  const p = table[zero + step]!;
  const q = p * (1 - p);
  return p + q * d * (1 + (0.5 - p) * d + (1 / 6 - q) * d * d);
}
