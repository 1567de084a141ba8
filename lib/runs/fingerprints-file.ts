import type { Fingerprints } from '../training/lead-fingerprints.ts';
import { fromBase64, toBase64 } from './trial-file.ts';

export const encodeFingerprints = ({ features, keys }: Fingerprints): string =>
  JSON.stringify({ features, keys: toBase64(keys) });

export function decodeFingerprints(text: string): Fingerprints {
  const { features, keys } = JSON.parse(text);
  return { features, keys: new Float64Array(fromBase64(keys)) };
}
