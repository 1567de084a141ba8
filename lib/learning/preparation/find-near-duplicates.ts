import type { Feature, LevelFeature, NumberFeature } from '../table/encode-leads.ts';

/** Two features that tell the same. */
export interface NearDuplicate {
  readonly first: Feature;
  readonly second: Feature;
  /** `correlation 1.0000`, `the same levels in 100.0 % of the leads`. */
  readonly figure: string;
}

const LEAST_CORRELATION = 0.9999;
const LEAST_AGREEMENT = 0.999;
/** A first look at so many leads rules nearly all pairs out. */
const FIRST_LOOK = 2_000;

/**
 * Pairs of features that tell the same: numbers whose correlation is at least ±.9999 and that are missing in the
 * same leads, levels that stand for each other one to one in at least 99.9 % of the leads.
 */
export function findNearDuplicates(features: readonly Feature[], rows: Int32Array): NearDuplicate[] {
  const step = Math.max(1, Math.floor(rows.length / FIRST_LOOK));
  const some = rows.filter((_, i) => i % step === 0);
  const found: NearDuplicate[] = [];
  features.forEach((first, i) => {
    for (const second of features.slice(i + 1)) {
      // Parts of one date are not each other's copies; they are there to be told apart.
      if (first.field === second.field) continue;
      const figure = compare(first, second, some) && compare(first, second, rows);
      if (figure !== undefined) found.push({ first, second, figure });
    }
  });
  return found;
}

function compare(first: Feature, second: Feature, rows: Int32Array): string | undefined {
  if (first.kind === 'number' && second.kind === 'number') {
    const r = correlation(first, second, rows);
    return Math.abs(r) >= LEAST_CORRELATION ? `correlation ${r.toFixed(4)}` : undefined;
  }
  if (first.kind === 'level' && second.kind === 'level') {
    const share = agreement(first, second, rows);
    return share >= LEAST_AGREEMENT ? `one to one in ${(100 * share).toFixed(1)} % of the leads` : undefined;
  }
  return undefined;
}

/** Pearson's; 0 when they are missing in different leads, or one is constant. */
function correlation(first: NumberFeature, second: NumberFeature, rows: Int32Array): number {
  let [n, meanX, meanY, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (const row of rows) {
    const [x, y] = [first.values[row]!, second.values[row]!];
    if (Number.isNaN(x) !== Number.isNaN(y)) return 0;
    if (Number.isNaN(x)) continue;
    n += 1;
    // Welford's update.
    const [dx, dy] = [x - meanX, y - meanY];
    meanX += dx / n;
    meanY += dy / n;
    xx += dx * (x - meanX);
    yy += dy * (y - meanY);
    xy += dx * (y - meanY);
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}

/** The share of the leads whose level in either feature is the other's most frequent partner; 0 for one level. */
function agreement(first: LevelFeature, second: LevelFeature, rows: Int32Array): number {
  const pairs = new Map<number, number>();
  const width = second.levels.length + 1;
  for (const row of rows) {
    const key = first.codes[row]! * width + second.codes[row]!;
    pairs.set(key, (pairs.get(key) ?? 0) + 1);
  }
  const partners = (codeOf: (key: number) => number) => {
    const most = new Map<number, number>();
    for (const [key, count] of pairs) most.set(codeOf(key), Math.max(count, most.get(codeOf(key)) ?? 0));
    return most;
  };
  const byFirst = partners((key) => Math.floor(key / width));
  const bySecond = partners((key) => key % width);
  if (byFirst.size < 2 || bySecond.size < 2) return 0;
  const total = (most: Map<number, number>) => [...most.values()].reduce((sum, count) => sum + count, 0);
  return Math.min(total(byFirst), total(bySecond)) / rows.length;
}
