import type { TreesMember } from '../../model/artifact.ts';
import { coverOf, type FlatTrees, flattenTrees, goesLeft } from '../../model/trees/flat-trees.ts';
import { gaussLegendre } from '../../statistics/gauss-legendre.ts';

/** The trees of a member, made ready to tell what pairs of players do together. */
export interface CompiledInteractions {
  /** What one lead costs: pairs on the ways to the leaves, times the points of the quadrature. */
  readonly work: number;
  /** Adds `factor` times the interaction of each pair to `sums`, by the pair's number. */
  explain(inputs: ArrayLike<number>, factor: number, sums: Float64Array): void;
}

/** The way to a leaf. */
interface Way {
  readonly value: number;
  /** Per player on it the share of the training leads that go this way, were only its splits looked at. */
  readonly shares: Float64Array;
  /** Per player its splits on the way, each as twice its number, and one more where the way goes left. */
  readonly splits: readonly Int32Array[];
  /** The numbers of its pairs: 1 and 0, 2 and 0, 2 and 1, 3 and 0 … */
  readonly pairs: Int32Array;
}

/**
 * Shapley interaction indices of pairs (Grabisch & Roubens 1999, An axiomatic approach to the concept of interaction; of trees
 * Lundberg et al. 2020), path-dependent and exact as the reasons are: what two players add together beyond what each adds alone,
 * on average over the sets of others that are known. With the names of `compileShapley`, players j and k of a way get
 *
 * vᵢ · (oⱼ − zⱼ) · (oₖ − zₖ) · ∫₀¹ Π over the others (a·o + (1 − a)·z) da
 *
 * for ∫ aˢ(1−a)ᵐ⁻²⁻ˢ da is that index's weight s!(m−2−s)!/(m−1)!. Players that share no way have none.
 *
 * @param playerOf per input the number of its player
 * @param numberPair the number of a pair of players, in either order; asked for pairs that share a way only
 */
export function compileInteractions(
  member: TreesMember,
  playerOf: Int32Array,
  numberPair: (one: number, other: number) => number,
): CompiledInteractions {
  const trees = flattenTrees(member);
  const ways = listWays(trees, playerOf, numberPair);
  const most = Math.max(0, ...ways.map(({ shares }) => shares.length));
  const [follows, slopes] = [new Float64Array(most), new Float64Array(most)];
  const rounded = new Float32Array(member.float32 === true ? playerOf.length : 0);
  /** Per split whether the lead goes left. */
  const goes = new Uint8Array(trees.input.length);
  const addWay = ({ value, shares, splits, pairs }: Way, factor: number, sums: Float64Array): void => {
    const size = shares.length;
    for (let k = 0; k < size; k++) {
      let follow = 1;
      for (const step of splits[k]!) if (goes[step >> 1] !== (step & 1)) follow = 0;
      follows[k] = follow;
    }
    const { points, weights } = gaussLegendre(Math.ceil((size - 1) / 2));
    for (let q = 0; q < points.length; q++) {
      const a = points[q]!;
      let product = factor * value * weights[q]!;
      for (let k = 0; k < size; k++) {
        const own = a * follows[k]! + (1 - a) * shares[k]!;
        product *= own;
        slopes[k] = (follows[k]! - shares[k]!) / own;
      }
      for (let j = 1, at = 0; j < size; j++) {
        const half = product * slopes[j]!;
        for (let k = 0; k < j; k++) sums[pairs[at++]!]! += half * slopes[k]!;
      }
    }
  };
  return {
    work: ways.reduce((sum, { pairs, shares }) => sum + pairs.length * Math.ceil((shares.length - 1) / 2), 0),
    explain(inputs, factor, sums) {
      let seen = inputs;
      if (member.float32 === true) {
        rounded.set(inputs);
        seen = rounded;
      }
      for (let split = 0; split < goes.length; split++)
        goes[split] = goesLeft(trees, split, seen[trees.input[split]!]!) ? 1 : 0;
      for (const way of ways) addWay(way, factor, sums);
    },
  };
}

/** The ways with two players or more. */
function listWays(
  trees: FlatTrees,
  playerOf: Int32Array,
  numberPair: (one: number, other: number) => number,
): Way[] {
  const ways: Way[] = [];
  const walk = (node: number, path: readonly number[]): void => {
    if (node >= 0) {
      walk(trees.left[node]!, [...path, 2 * node + 1]);
      walk(trees.right[node]!, [...path, 2 * node]);
      return;
    }
    const playerAt = (step: number) => playerOf[trees.input[step >> 1]!]!;
    const players = [...new Set(path.map(playerAt))];
    if (players.length < 2) return;
    const shareOf = (step: number) =>
      coverOf(trees, (step & 1 ? trees.left : trees.right)[step >> 1]!) / coverOf(trees, step >> 1);
    const splits = players.map((player) => Int32Array.from(path.filter((step) => playerAt(step) === player)));
    ways.push({
      value: trees.value[~node]!,
      shares: Float64Array.from(splits, (own) => own.reduce((share, step) => share * shareOf(step), 1)),
      splits,
      pairs: Int32Array.from(
        players.flatMap((one, j) => players.slice(0, j).map((other) => numberPair(one, other))),
      ),
    });
  };
  for (const root of trees.roots) walk(root, []);
  return ways;
}
