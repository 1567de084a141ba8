import { hashText, mix32 } from '../statistics/random.ts';
import type { EncodedLeads, Feature } from './table/encode-leads.ts';

/** What tells the leads of one training apart, so that a later one knows which it has in common. Plain data. */
export interface Fingerprints {
  /** The features that count, in order. */
  readonly features: readonly FeatureName[];
  /** A whole number below 2⁵³ per lead. */
  readonly keys: Float64Array;
}

export type FeatureName = Pick<Feature, 'kind' | 'field' | 'part'>;

const nameOf = ({ kind, field, part }: Feature): FeatureName => ({
  kind,
  field,
  ...(part === undefined ? {} : { part }),
});

/**
 * Hashes of what the leads say in the features, as they were read and before any preparation. Equal leads have the same; the
 * file's order and form do not matter, nor which other leads there are, nor the outcome.
 *
 * @param names all features unless told otherwise
 * @returns undefined when the leads lack one of them
 */
export function fingerprintLeads(
  { features, count }: EncodedLeads,
  names: readonly FeatureName[] = features.map(nameOf),
): Fingerprints | undefined {
  const chosen: Feature[] = [];
  for (const { kind, field, part } of names) {
    const found = features.find((feature) => feature.field === field && feature.part === part);
    if (found?.kind !== kind) return undefined;
    chosen.push(found);
  }
  const high = new Uint32Array(count);
  const low = new Uint32Array(count);
  for (const feature of chosen) addFeature(feature, high, low);
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) keys[i] = (high[i]! & 0x1f_ffff) * 2 ** 32 + low[i]!;
  return { features: chosen.map(nameOf), keys };
}

/** The rotations make the hash depend on the feature that a value is of. */
function addFeature(feature: Feature, high: Uint32Array, low: Uint32Array): void {
  const add = (i: number, a: number, b: number) => {
    high[i] = mix32(((high[i]! << 5) | (high[i]! >>> 27)) ^ a);
    low[i] = mix32(((low[i]! << 7) | (low[i]! >>> 25)) ^ b);
  };
  if (feature.kind === 'level') {
    // The last one is that of a missing value; no level is empty.
    const a = Uint32Array.from([...feature.levels, ''], (level) => hashText(level));
    const b = Uint32Array.from([...feature.levels, ''], (level) => hashText(level, 0x9e3779b9));
    for (let i = 0; i < high.length; i++) add(i, a[feature.codes[i]!]!, b[feature.codes[i]!]!);
    return;
  }
  const value = new Float64Array(1);
  const halves = new Uint32Array(value.buffer);
  for (let i = 0; i < high.length; i++) {
    // Plus 0, because −0 equals 0; and the bits of NaN differ between processors.
    value[0] = feature.values[i]! + 0;
    const missing = Number.isNaN(value[0]);
    const first = missing ? 0x6d697373 : halves[0]!;
    const second = missing ? 0x696e6721 : halves[1]!;
    add(i, first ^ Math.imul(second, 0x9e3779b1), Math.imul(first, 0x85ebca77) ^ second);
  }
}
