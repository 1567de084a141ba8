import { fill } from '../../typed-arrays.ts';
import type { Feature } from './encode-leads.ts';

/** The feature of some leads. */
export function takeFeature(feature: Feature, rows: Int32Array): Feature {
  if (feature.kind === 'number')
    return { ...feature, values: fill(new Float64Array(rows.length), (i) => feature.values[rows[i]!]!) };
  const { codes } = feature;
  const taken = codes instanceof Uint8Array ? new Uint8Array(rows.length) : new Uint16Array(rows.length);
  return { ...feature, codes: fill(taken, (i) => codes[rows[i]!]!) };
}
