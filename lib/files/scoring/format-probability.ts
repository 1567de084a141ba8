/** `000` … `999`. */
const THOUSAND = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, '0'));

/** Six decimals; `toFixed`, which is exact for any number, takes ten times as long. */
export function formatProbability(probability: number): string {
  const millionths = Math.round(1_000_000 * probability);
  if (millionths === 1_000_000) return '1.000000';
  return `0.${THOUSAND[Math.floor(millionths / 1000)]}${THOUSAND[millionths % 1000]}`;
}
