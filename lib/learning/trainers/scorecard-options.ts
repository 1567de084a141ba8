import type { BinningOptions, Monotone } from '../binning/coarse-bins.ts';
import { recordOptions, type Trainer } from './trainer.ts';

export interface ScorecardOptions extends BinningOptions {
  /** Of all numbers; levels have no order of their own. */
  readonly monotone: Monotone;
  /** Field → its own rule in place of `monotone`. */
  readonly monotoneBy: Readonly<Record<string, Monotone>>;
  /** Features with less information value are left out; noise among very many leads has about none. */
  readonly minIv: number;
  /** Parts of the cross-fit; 1: the regression sees the weights of evidence that its own leads made. */
  readonly crossFitParts: number;
  /** Ridge penalty l2 ÷ 2 · Σ coefficient². */
  readonly l2: number;
  readonly basePoints: number;
  readonly pointsToDoubleOdds: number;
  /** Odds (converted : not converted) of a lead with `basePoints`; unless given, those of all training leads. */
  readonly baseOdds?: number;
}

/**
 * Siddiqi advises bins of 5 % of the leads or more; at 2 % a level such as "bought before", in 3 % of the
 * leads but with five times the average's conversions, keeps a bin. The penalty is Akaike's.
 */
export const SCORECARD_DEFAULTS: ScorecardOptions = {
  fineClasses: 50,
  minShare: 0.02,
  minExpected: 5,
  maxBins: 10,
  penalty: 1,
  smoothing: 2,
  rareLevelRows: 5,
  monotone: 'none',
  monotoneBy: {},
  minIv: 0.001,
  crossFitParts: 5,
  l2: 1,
  basePoints: 600,
  pointsToDoubleOdds: 20,
};

/** As the artifact records them. */
export function recordScorecardOptions(options: ScorecardOptions): Trainer['options'] {
  const { monotoneBy, ...others } = options;
  const rules = Object.entries(monotoneBy).sort(([a], [b]) => (a < b ? -1 : 1));
  if (rules.length === 0) return recordOptions(others);
  return recordOptions({ ...options, monotoneBy: rules.map(([f, rule]) => `${f}:${rule}`).join(',') });
}
