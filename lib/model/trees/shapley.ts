import { gaussLegendre } from '../../statistics/gauss-legendre.ts';
import { coverOf, type FlatTrees, goesLeft } from './flat-trees.ts';

/** What is known of a field on the way to a node. */
interface Step {
  readonly field: number;
  /** Whether the lead goes this way at every split by the field. */
  readonly follows: boolean;
  /** The share of the training leads that do, were only the field's splits looked at. */
  readonly share: number;
}

/**
 * Path-dependent Shapley values of the fields (Lundberg et al. 2020, algorithm 1), exactly: with mᵢ fields on the way to leaf i, of
 * which field k is followed or not (oₖ, 1 or 0) and has the share zₖ, field j gets
 *
 * vᵢ · (oⱼ − zⱼ) · ∫₀¹ Πₖ≠ⱼ (a·oₖ + (1 − a)·zₖ) da
 *
 * summed over the leaves, for ∫ aˢ(1−a)ᵐ⁻¹⁻ˢ da is Shapley's weight s!(m−1−s)!/m!. The integrand is a polynomial of degree m − 1,
 * which ⌈m/2⌉ points of Gauss and Legendre integrate without error. Inputs of one field are one player.
 *
 * @param fieldOf per input the place of its field in `effects`
 * @returns a function that adds to `effects`
 */
export function compileShapley(
  trees: FlatTrees,
  fieldOf: Int32Array,
): (inputs: ArrayLike<number>, effects: Float64Array, factor: number) => void {
  return (inputs, effects, factor) => {
    const visit = (node: number, path: readonly Step[]): void => {
      if (node < 0) {
        addLeaf(path, factor * trees.value[~node]!, effects);
        return;
      }
      const input = trees.input[node]!;
      const field = fieldOf[input]!;
      const left = goesLeft(trees, node, inputs[input]!);
      const before = path.find((step) => step.field === field);
      const others = before === undefined ? path : path.filter((step) => step !== before);
      const cover = trees.splitCover[node]!;
      for (const [side, follows] of [
        [trees.left[node]!, left],
        [trees.right[node]!, !left],
      ] as const) {
        visit(side, [
          ...others,
          {
            field,
            follows: follows && (before?.follows ?? true),
            share: (coverOf(trees, side) / cover) * (before?.share ?? 1),
          },
        ]);
      }
    };
    for (const root of trees.roots) visit(root, []);
  };
}

function addLeaf(path: readonly Step[], value: number, effects: Float64Array): void {
  const { points, weights } = gaussLegendre(Math.ceil(path.length / 2));
  points.forEach((a, q) => {
    const factors = path.map(({ follows, share }) => (follows ? a : 0) + (1 - a) * share);
    const product = factors.reduce((all, factor) => all * factor, 1);
    path.forEach(({ field, follows, share }, k) => {
      effects[field]! += value * weights[q]! * (product / factors[k]!) * ((follows ? 1 : 0) - share);
    });
  });
}
