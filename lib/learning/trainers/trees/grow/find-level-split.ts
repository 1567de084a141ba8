import type { Cells, Judge, Leaf, Scales, Split } from './find-split.ts';
import type { BinnedColumn, GrowRules } from './tree-grower.ts';

/** Levels in use, at most, of which each is tried alone instead of in an order. As LightGBM's max_cat_to_onehot. */
const FEW_LEVELS = 4;

/**
 * The best set of levels to go left. Sorted by their gradient against their hessian, the best set is one end of the order
 * (Fisher, On grouping for maximum homogeneity, 1958); a smoothed hessian keeps rare levels from its ends, as in LightGBM. What is
 * missing is a level as any other; levels that the leaf has no or few leads of go right.
 *
 * @param floor a gain that must be passed
 */
export function findLevelSplit(
  cells: Cells,
  { bins }: BinnedColumn,
  leaf: Leaf,
  judge: Judge,
  floor: number,
  scales: Scales,
  rules: GrowRules,
): Omit<Split, 'column'> | undefined {
  const used = Array.from({ length: bins }, (_, bin) => bin).filter((bin) => cells.hessians[bin] !== 0);
  return used.length <= FEW_LEVELS
    ? findOneLevel(cells, used, bins, leaf, judge, floor, rules)
    : findLevelSet(cells, used, bins, leaf, judge, floor, scales, rules);
}

function findOneLevel(
  { gradients, hessians }: Cells,
  used: readonly number[],
  bins: number,
  leaf: Leaf,
  judge: Judge,
  floor: number,
  { l2 }: GrowRules,
): Omit<Split, 'column'> | undefined {
  let best = floor;
  let found: number | undefined;
  for (const bin of used) {
    const hessian = hessians[bin]!;
    if (hessian < judge.least || leaf.hessian - hessian < judge.least) continue;
    const gain = judge.gain(gradients[bin]!, hessian, l2, 0);
    if (gain > best) {
      best = gain;
      found = bin;
    }
  }
  return found === undefined
    ? undefined
    : {
        gain: best,
        goesLeft: markBins([found], bins),
        gradient: gradients[found]!,
        hessian: hessians[found]!,
        l2,
      };
}

function findLevelSet(
  { gradients, hessians }: Cells,
  used: readonly number[],
  bins: number,
  leaf: Leaf,
  judge: Judge,
  floor: number,
  scales: Scales,
  rules: GrowRules,
): Omit<Split, 'column'> | undefined {
  const { levelSmoothing, levelL2, maxLevels, minLeadsPerStep } = rules;
  const l2 = rules.l2 + levelL2;
  const pull = (bin: number) =>
    (gradients[bin]! * scales.gradient) / (hessians[bin]! * scales.hessian + levelSmoothing);
  const order = used
    .filter((bin) => judge.countOf(hessians[bin]!) >= levelSmoothing)
    .map((bin) => ({ bin, pull: pull(bin) }))
    .sort((a, b) => a.pull - b.pull || a.bin - b.bin)
    .map(({ bin }) => bin);
  const most = Math.min(maxLevels, Math.ceil(order.length / 2));
  let best = floor;
  let found: { levels: readonly number[]; gradient: number; hessian: number } | undefined;
  for (const fromEnd of [false, true]) {
    const levels = fromEnd ? order.toReversed() : order;
    let [gradient, hessian, counted] = [0, 0, 0];
    for (let size = 1; size <= most; size++) {
      gradient += gradients[levels[size - 1]!]!;
      hessian += hessians[levels[size - 1]!]!;
      if (hessian < judge.least) continue;
      const rest = leaf.hessian - hessian;
      if (rest < judge.least || judge.countOf(rest) < minLeadsPerStep) break;
      if (judge.countOf(hessian - counted) < minLeadsPerStep) continue;
      counted = hessian;
      const gain = judge.gain(gradient, hessian, l2, 0);
      if (gain > best) {
        best = gain;
        found = { levels: levels.slice(0, size), gradient, hessian };
      }
    }
  }
  return found === undefined
    ? undefined
    : {
        gain: best,
        goesLeft: markBins(found.levels, bins),
        gradient: found.gradient,
        hessian: found.hessian,
        l2,
      };
}

function markBins(marked: readonly number[], bins: number): Uint8Array {
  const goesLeft = new Uint8Array(bins);
  for (const bin of marked) goesLeft[bin] = 1;
  return goesLeft;
}
