/** Pseudo-random numbers, uniform in [0, 1), the same on every machine for a seed. Not for secrets. */
export type Random = () => number;

/**
 * sfc32 (Chris Doty-Humphrey, PractRand; 128 bits of state), seeded through splitmix32, whose
 * finaliser is MurmurHash3's.
 *
 * @param seed any integer; only its low 32 bits count
 */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  const next32 = () => {
    state = (state + 0x9e3779b9) | 0;
    return mix32(state);
  };
  let [a, b, c, d] = [next32(), next32(), next32(), 1];
  return () => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
}

/** Spreads the bits of a 32-bit integer: MurmurHash3's fmix32 (Austin Appleby, public domain). Unsigned. */
export function mix32(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A 32-bit hash of a text: FNV-1a over its UTF-16 code units, finalised by mix32. Unsigned. */
export function hashText(text: string, seed = 0): number {
  let h = (0x811c9dc5 ^ seed) | 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix32(h);
}
