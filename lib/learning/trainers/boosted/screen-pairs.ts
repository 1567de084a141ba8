import { sumByGroup } from '../../../statistics/sum-by-group.ts';
import type { BinnedFeature } from './bin-features.ts';
import { type BoostLeads, differentiate, unseenOf } from './boost.ts';
import type { BoostedOptions } from './boosted-options.ts';
import { groupBins } from './group-bins.ts';
import { cutQuadrants, layGrid, type PairGrid } from './pair-grid.ts';

/** Bins of either side while pairs are screened. */
const COARSE_BINS = 8;

/** Positions of two features among the binned ones. */
export type Sides = readonly [number, number];

/**
 * The pairs whose joint cut lowers the loss of the mains' model most, strongest first (FAST: Lou et al. 2013, §4).
 *
 * @param values the main effects per bin
 * @param leads with the log-odds of the mains
 */
export function screenPairs(
  features: readonly BinnedFeature[],
  values: readonly Float64Array[],
  { labels, positiveWeight, maturity, start: logOdds }: BoostLeads,
  options: BoostedOptions,
): Sides[] {
  const gradient = new Float64Array(labels.length);
  const hessian = new Float64Array(labels.length);
  const young = maturity === undefined ? {} : { unseen: unseenOf(maturity) };
  differentiate({ labels, ...young, logOdds, gradient, hessian }, positiveWeight);
  const coarse = features.map((feature, j) => groupBins(feature, values[j]!, COARSE_BINS));
  const scored: { sides: Sides; gain: number }[] = [];
  for (let a = 0; a < features.length; a++) {
    for (let b = a + 1; b < features.length; b++) {
      // Parts of one date have no joint meaning that a salesperson could read.
      if (features[a]!.feature.field === features[b]!.feature.field) continue;
      // Nor have a level's few leads anything to tell of how it acts together with something else.
      if (isOfLevels(features[a]!) || isOfLevels(features[b]!)) continue;
      const grid = layGrid([a, b], [coarse[a]!, coarse[b]!]);
      const [g, h] = [gradient, hessian].map((perLead) =>
        sumByGroup(grid.codes, grid.counts.length, perLead),
      );
      const gain = cutQuadrants(grid, g!, h!, grid.counts, options);
      if (gain > 0) scored.push({ sides: [a, b], gain });
    }
  }
  scored.sort((x, y) => y.gain - x.gain || x.sides[0] - y.sides[0] || x.sides[1] - y.sides[1]);
  return scored.slice(0, options.pairs).map(({ sides }) => sides);
}

/** Pairs on grids to be boosted. @param values the main effects per bin */
export function layGrids(
  features: readonly BinnedFeature[],
  values: readonly Float64Array[],
  pairs: readonly Sides[],
  pairBins: number,
): PairGrid[] {
  const fine = features.map((feature, j) => groupBins(feature, values[j]!, pairBins));
  return pairs.map((sides) => layGrid(sides, [fine[sides[0]]!, fine[sides[1]]!]));
}

const isOfLevels = ({ feature }: BinnedFeature): boolean =>
  feature.kind === 'number' && feature.ofLevels === true;
