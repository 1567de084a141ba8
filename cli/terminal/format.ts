import { formatCount, formatNumber } from '../../lib/format-figures.ts';
import type { Metric } from '../../lib/model/artifact.ts';

/*
 * How numbers are written, one way for every command: counts `5,399`, shares `11.7 %`, durations `1.2 s`, sizes `3.4 MB`, times
 * `2026-11-21 07:12 UTC`, whatever the machine's locale. Counts, shares and numbers of a column are written as the report's:
 * lib/format-figures.ts, lib/count.ts.
 */

/** `2026-11-21 07:12 UTC`: the same for every reader. */
export const formatTime = (date: Date): string => `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** `07:12:30 UTC`: of today. */
export const formatClock = (date: Date): string => `${date.toISOString().slice(11, 19)} UTC`;

/** `85 ms`, `1.2 s`, `45 s`, `2 min 5 s`, `3 h 20 min`, `2 d 4 h`. @param ms none below 0 */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  return ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : formatSeconds(ms);
}

/** The same in whole seconds, for what changes while it is read: `1 s`, `45 s`, `2 min 5 s`. */
export function formatSeconds(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return twoUnits(seconds, 60, 'min', 1, 's');
  return seconds < 86_400
    ? twoUnits(seconds, 3600, 'h', 60, 'min')
    : twoUnits(seconds, 86_400, 'd', 3600, 'h');
}

function twoUnits(seconds: number, size: number, large: string, per: number, small: string): string {
  const rest = Math.floor((seconds % size) / per);
  return `${formatCount(Math.floor(seconds / size))} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`;
}

/** `512 B`, `3.4 MB`, `12 GB`: powers of 1000, two digits or more. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let size = bytes;
  let unit = 0;
  // What would be rounded to 1000 is one of the next unit.
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit > 0 && size < 9.95 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

/** `3.1`, `25`, `1,230`: of something a second. */
export const formatRate = (rate: number): string =>
  rate < 9.95 ? rate.toFixed(1) : formatNumber(Math.round(rate));

/** `+0.500`, `−0.500`, `0.000`: an effect. */
export function formatSigned(value: number, digits = 3): string {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : `${value > 0 ? '+' : '−'}${text}`;
}

/** `0.8123`: a figure to so many digits. */
export const formatDigits = (value: number, digits: number): string => value.toFixed(digits);

/** `102K`: a number in at most six characters, to three digits. */
export function formatCompact(x: number): string {
  const size = Math.abs(x);
  if (size < 10_000) return formatNumber(Number(x.toPrecision(size < 1000 ? 3 : 4)));
  return x.toLocaleString('en-US', { notation: 'compact', maximumSignificantDigits: 3 });
}

/** `1.3`, `0.85`, `12`: a factor on the odds, to two digits. */
export const formatFactor = (factor: number): string =>
  factor >= 100 ? formatCount(Math.round(factor)) : factor.toPrecision(2);

/** Figures that are read to the third digit; the others, errors of probabilities, to the fourth. */
const THREE_DIGITS: ReadonlySet<string> = new Set<Metric>(['roc_auc', 'pr_auc', 'ks', 'gini']);

/** How good a model is, by the name of the figure: `roc_auc` 0.812, `log_loss` 0.4321, `base_rate` 0.1170, `rows` 5,399. */
export const formatMetric = (name: string, value: number): string =>
  name === 'rows' ? formatCount(value) : value.toFixed(THREE_DIGITS.has(name) ? 3 : 4);
