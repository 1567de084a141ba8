/** Numbers as docs/scale.md writes them. */

export const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

/** To the cent, small amounts to a hundredth of it: 0.0004, 0.12, 3.40, 123.45. */
export function dollars(value: number): string {
  const digits = value > 0 && value < 0.01 ? 4 : 2;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Bytes by powers of 1,000: 158 KB, 1.6 TB. */
export function bytes(value: number): string {
  const [scale, unit] =
    value < 999_500
      ? [1e3, 'KB']
      : value < 999.5e6
        ? [1e6, 'MB']
        : value < 999.5e9
          ? [1e9, 'GB']
          : [1e12, 'TB'];
  return `${Number((value / scale).toPrecision(value / scale < 10 ? 2 : 3))} ${unit}`;
}

/** Seconds: 1.6 s, 18 s, 5 min 50 s, 8 h 37 min. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const all = Math.round(seconds);
  if (all < 60) return `${all} s`;
  if (all < 3600) return `${Math.floor(all / 60)} min ${all % 60} s`;
  const minutes = Math.round(all / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Less than a thousandth is none. */
export function percent(share: number): string {
  const value = 100 * share;
  if (value < 0.1) return '<0.1 %';
  return `${value < 9.95 ? value.toFixed(1) : whole(value)} %`;
}

/** 1 thousand, 100 million, 10 billion. */
export function rowsOf(rows: number): string {
  const [scale, name] = rows < 1e6 ? [1e3, 'thousand'] : rows < 1e9 ? [1e6, 'million'] : [1e9, 'billion'];
  return `${Number((rows / scale).toFixed(1))} ${name}`;
}
