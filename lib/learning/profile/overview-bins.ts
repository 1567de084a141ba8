import type { ColumnProfile, ProfileBin } from './profile.ts';

/** A bar of an overview: leads that share a value or lie in a range, and their conversion rate. */
export interface Bar {
  readonly rows: number;
  readonly converted: number;
}

/** What a line of an overview draws of a column; the same in the terminal and on the page. */
export interface OverviewBins {
  readonly distribution: readonly Bar[];
  /** Of numbers other bins than those of the distribution: about as many leads in each. */
  readonly rates: readonly Bar[];
}

const MOST_BARS = 10;

export const overviewBins = ({ histogram, bins }: ColumnProfile): OverviewBins => ({
  distribution: mergeBins((histogram ?? bins).filter(isKnown), MOST_BARS),
  rates: mergeBins(bins.filter(isKnown), MOST_BARS),
});

const isKnown = ({ kind }: ProfileBin): boolean => kind !== 'missing';

/**
 * At most so many bars: of what has an order, neighbours as one; of levels, which have none, the most frequent ones and all others
 * together.
 */
export function mergeBins(bins: readonly ProfileBin[], most: number): Bar[] {
  if (bins.length <= most) return bins.map((bin) => addUp([bin]));
  if (bins[0]!.kind === 'level')
    return [...bins.slice(0, most - 1).map((bin) => addUp([bin])), addUp(bins.slice(most - 1))];
  const size = Math.ceil(bins.length / most);
  return Array.from({ length: Math.ceil(bins.length / size) }, (_, i) =>
    addUp(bins.slice(i * size, (i + 1) * size)),
  );
}

const addUp = (bins: readonly ProfileBin[]): Bar =>
  bins.reduce<Bar>(
    (sum, { rows, converted = 0 }) => ({ rows: sum.rows + rows, converted: sum.converted + converted }),
    { rows: 0, converted: 0 },
  );

/** Share of a bar's leads that converted; undefined without leads. */
export const rateOf = ({ rows, converted }: Bar): number | undefined =>
  rows === 0 ? undefined : converted / rows;

/** `3–58 %`: the lowest and the highest rate; empty without leads. */
export function tellRates(bars: readonly Bar[]): string {
  const rates = bars.flatMap((bar) => rateOf(bar) ?? []);
  if (rates.length === 0) return '';
  const [low, high] = [Math.min(...rates), Math.max(...rates)].map((rate) => Math.round(100 * rate));
  return low === high ? `${low} %` : `${low}–${high} %`;
}
