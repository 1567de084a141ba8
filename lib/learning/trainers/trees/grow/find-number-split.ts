import type { Cells, Judge, Leaf, Scales, Split } from './judge-split.ts';
import type { ColumnShape, GrowRules } from './tree-grower.ts';

/**
 * The best threshold of a number, with what is missing on the side where it helps more; where the leaf has nothing missing, on
 * the side that has more.
 *
 * @param floor a gain that must be passed
 */
export function findNumberSplit(
  { gradients, hessians }: Cells,
  { bins, monotone }: ColumnShape,
  leaf: Leaf,
  judge: Judge,
  floor: number,
  scales: Scales,
  { l2 }: GrowRules,
): Omit<Split, 'column'> | undefined {
  const [missingGradient, missingHessian] = [gradients[0]!, hessians[0]!];
  const hasMissing = missingGradient !== 0 || missingHessian !== 0;
  const { least, whole } = judge;
  const isFree = judge.isFree && monotone === 0;
  const [wholeGradient, wholeHessian] = [leaf.gradient, leaf.hessian];
  const [gradientScale, hessianScale] = [scales.gradient, scales.hessian];
  let best = floor;
  let last = 0;
  let missingLeft = false;
  for (let turn = 0; turn < (hasMissing ? 2 : 1); turn++) {
    let gradient = turn === 1 ? missingGradient : 0;
    let hessian = turn === 1 ? missingHessian : 0;
    // Without what is missing, the last bin leaves nothing for the right side.
    const end = hasMissing && turn === 0 ? bins : bins - 1;
    for (let bin = 1; bin < end; bin++) {
      gradient += gradients[bin]!;
      hessian += hessians[bin]!;
      if (hessian < least) continue;
      const otherHessian = wholeHessian - hessian;
      if (otherHessian < least) break;
      let gain: number;
      if (isFree) {
        // As the judge does, where most of the time goes.
        const left = gradient * gradientScale;
        const right = (wholeGradient - gradient) * gradientScale;
        gain =
          (left * left) / (hessian * hessianScale + l2) +
          (right * right) / (otherHessian * hessianScale + l2) +
          whole;
      } else gain = judge.gain(gradient, hessian, l2, monotone);
      if (gain > best) {
        best = gain;
        last = bin;
        missingLeft = turn === 1;
      }
    }
  }
  if (last === 0) return undefined;
  let gradient = missingLeft ? missingGradient : 0;
  let hessian = missingLeft ? missingHessian : 0;
  for (let bin = 1; bin <= last; bin++) {
    gradient += gradients[bin]!;
    hessian += hessians[bin]!;
  }
  if (!hasMissing) missingLeft = 2 * hessian > leaf.hessian;
  const goesLeft = new Uint8Array(bins).fill(1, 1, last + 1);
  goesLeft[0] = missingLeft ? 1 : 0;
  return { gain: best, goesLeft, gradient, hessian, l2 };
}
