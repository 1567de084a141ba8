import type { Monotone } from '../../binning/coarse-bins.ts';
import type { NumberFeature } from '../../table/encode-leads.ts';
import type { BinnedColumn } from './grow/tree-grower.ts';

/** Whether scores may only rise (1) or only fall (−1) with a number; `auto`: as the training leads do on the whole. */
export function directionOf(
  { field, part, ofLevels, values }: NumberFeature,
  rows: Int32Array,
  labels: Uint8Array,
  rules: { readonly monotone: Monotone; readonly monotoneBy: Readonly<Record<string, Monotone>> },
): BinnedColumn['monotone'] {
  void part;
  if (ofLevels === true) return 0;
  // A field may be named like a property of Object.prototype.
  const rule = Object.hasOwn(rules.monotoneBy, field) ? rules.monotoneBy[field]! : rules.monotone;
  if (rule === 'none') return 0;
  if (rule !== 'auto') return rule === 'ascending' ? 1 : -1;
  let [sum, known, converted] = [0, 0, 0];
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!]!;
    if (Number.isNaN(value)) continue;
    known++;
    sum += value;
    converted += labels[i]!;
  }
  const [mean, rate] = [sum / known, converted / known];
  let covariance = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!]!;
    if (!Number.isNaN(value)) covariance += (value - mean) * (labels[i]! - rate);
  }
  return covariance >= 0 ? 1 : -1;
}
