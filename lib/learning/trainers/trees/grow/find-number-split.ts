import type { Cells, Judge, Leaf, Scales, Split } from './find-split.ts';
import type { BinnedColumn, GrowRules } from './tree-grower.ts';

/**
 * The best threshold of a number, with what is missing on the side where it helps more; where the leaf has nothing missing, on
 * the side that has more.
 *
 * @param floor a gain that must be passed
 */
export function findNumberSplit(
  { gradients, hessians }: Cells,
  { bins, monotone }: BinnedColumn,
  leaf: Leaf,
  judge: Judge,
  floor: number,
  _scales: Scales,
  { l2 }: GrowRules,
): Omit<Split, 'column'> | undefined {
  const [missingGradient, missingHessian] = [gradients[0]!, hessians[0]!];
  const hasMissing = missingGradient !== 0 || missingHessian !== 0;
  let best = floor;
  let found: { last: number; missingLeft: boolean; gradient: number; hessian: number } | undefined;
  for (const missingLeft of hasMissing ? [false, true] : [false]) {
    let gradient = missingLeft ? missingGradient : 0;
    let hessian = missingLeft ? missingHessian : 0;
    // Without what is missing, the last bin leaves nothing for the right side.
    const end = hasMissing && !missingLeft ? bins : bins - 1;
    for (let bin = 1; bin < end; bin++) {
      gradient += gradients[bin]!;
      hessian += hessians[bin]!;
      if (!judge.isEnough(hessian)) continue;
      if (!judge.isEnough(leaf.hessian - hessian)) break;
      const gain = judge.gain(gradient, hessian, l2, monotone);
      if (gain > best) {
        best = gain;
        found = { last: bin, missingLeft, gradient, hessian };
      }
    }
  }
  if (found === undefined) return undefined;
  const { last, gradient, hessian } = found;
  const missingLeft = hasMissing ? found.missingLeft : 2 * hessian > leaf.hessian;
  const goesLeft = new Uint8Array(bins).fill(1, 1, last + 1);
  goesLeft[0] = missingLeft ? 1 : 0;
  return { gain: best, goesLeft, gradient, hessian, l2 };
}
