import { count } from '../../count.ts';
import { formatNumber } from '../../format-figures.ts';
import { FEWEST_NAMED } from '../../lead/rare-levels.ts';
import { binNumbers } from '../../statistics/quantile-edges.ts';
import { sum } from '../../statistics/sum.ts';
import { sumByGroup } from '../../statistics/sum-by-group.ts';
import { wilsonInterval } from '../../statistics/wilson-interval.ts';
import type { ProfileBin } from './profile.ts';
import { type Count, countAt, type LevelTally, type NumberTally } from './tally.ts';

/** What the bins are shares of, and whether the outcome is known. */
export interface BinBase {
  readonly rows: number;
  readonly hasOutcome: boolean;
}

export function makeBin(
  kind: ProfileBin['kind'],
  label: string,
  { total, converted }: Count,
  { rows, hasOutcome }: BinBase,
): ProfileBin {
  const bin = { kind, label, rows: total, share: rows === 0 ? 0 : total / rows };
  if (!hasOutcome) return bin;
  if (total === 0) return { ...bin, converted };
  return { ...bin, converted, rate: converted / total, ...wilsonInterval(converted, total) };
}

/** The bin of the leads without a value, as a list of one or none. */
export const makeMissingBin = (missing: Count, base: BinBase): ProfileBin[] =>
  missing.total === 0 ? [] : [makeBin('missing', 'missing', missing, base)];

/** The counts of a tally's numbers in the bins between the edges; bin i holds edges[i-1] < x ≤ edges[i]. */
export function countRanges({ values, total, converted }: NumberTally, edges: Float64Array) {
  const bins = binNumbers(values, edges);
  const sumPerBin = (counts: Int32Array) => sumByGroup(bins, edges.length + 1, counts);
  return { total: sumPerBin(total), converted: sumPerBin(converted) };
}

/** A number's leads in the bins between the edges, empty ones too, and the missing ones behind. */
export function makeRanges(tally: NumberTally, edges: Float64Array, base: BinBase): ProfileBin[] {
  const counts = countRanges(tally, edges);
  const labels = tally.values.length === 0 ? [] : labelRanges(edges, tally.values);
  const bins = labels.map((label, i) => makeBin('range', label, countAt(counts, i), base));
  return [...bins, ...makeMissingBin(tally.missing, base)];
}

/**
 * `≤ 5`, `5 – 7.5`, `> 7.5`; whole numbers are told apart as such: `≤ 5`, `6`, `7 – 9`, `≥ 10`.
 *
 * @param edges ascending
 * @param values the distinct numbers, ascending, at least one
 */
export function labelRanges(edges: Float64Array, values: Float64Array): string[] {
  const integer = values.every(Number.isInteger);
  const [min, max] = [values[0]!, values.at(-1)!];
  return Array.from({ length: edges.length + 1 }, (_, i) => {
    const [from, to] = [edges[i - 1], edges[i]];
    if (from === undefined && to === undefined)
      return min === max ? formatNumber(min) : `${formatNumber(min)} – ${formatNumber(max)}`;
    if (from === undefined) return to === min ? formatNumber(min) : `≤ ${formatNumber(to!)}`;
    const first = integer ? Math.floor(from) + 1 : from;
    if (to === undefined) {
      if (!integer) return `> ${formatNumber(from)}`;
      return first === max ? formatNumber(max) : `≥ ${formatNumber(first)}`;
    }
    const last = integer ? Math.floor(to) : to;
    return first === last ? formatNumber(last) : `${formatNumber(first)} – ${formatNumber(last)}`;
  });
}

/** More levels than this are told as one. */
const MOST_LEVELS = 20;

/** The most frequent levels of at least 20 leads, then the others together, then the missing ones. */
export function makeLevels(tally: LevelTally, base: BinBase): ProfileBin[] {
  const { levels, total, converted } = tally;
  const shown = Math.min(MOST_LEVELS, total.filter((leads) => leads >= FEWEST_NAMED).length);
  const bins = levels.slice(0, shown).map((level, i) => makeBin('level', level, countAt(tally, i), base));
  const others = levels.length - shown;
  if (others > 0) {
    const rest = { total: sum(total.subarray(shown)), converted: sum(converted.subarray(shown)) };
    bins.push(makeBin('other', count(others, shown === 0 ? 'value' : 'more value'), rest, base));
  }
  return [...bins, ...makeMissingBin(tally.missing, base)];
}
