/** `8,000`, whatever the machine's locale. */
export const formatCount = (n: number): string => n.toLocaleString('en-US');

/** `12.3 %`; `formatShare` is for shares that may be next to nothing or to all. */
export const formatPercent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`;

/** `1,234`, `0.1235`, `1.2e+21`: a number as people read it, to about four digits, whatever the machine's locale. */
export function formatNumber(x: number): string {
  if (x === 0) return '0';
  const size = Math.abs(x);
  if (size >= 1e15 || size < 1e-4) return x.toExponential(2).replace(/\.?0+e/, 'e');
  return x.toLocaleString(
    'en-US',
    size >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 4 },
  );
}

/** `12.3 %`; `< 0.1 %` for what would be rounded to nothing, `> 99.9 %` for what would be rounded to all. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.0005) return '< 0.1 %';
  if (share < 1 && share > 0.9995) return '> 99.9 %';
  const text = (100 * share).toFixed(1);
  return `${share === 0 || share === 1 ? text.slice(0, -2) : text} %`;
}
