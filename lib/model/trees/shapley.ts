import { gaussLegendre } from '../../statistics/gauss-legendre.ts';
import { coverOf, type FlatTrees } from './flat-trees.ts';

/** The fields' Shapley values, tree by tree. */
export interface TreeReasons {
  /** Per tree the places of the fields that it splits by, in the order in which they first appear. */
  readonly fields: readonly Int32Array[];
  /**
   * Fills a part of `effects`, one per field of the tree: how far each moves the tree's number from its mean.
   *
   * @param went per split of the tree, in order, whether the lead goes left: 1 or 0
   * @param from where the part begins
   */
  explain(tree: number, went: Uint8Array, effects: Float64Array, from: number): void;
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
 * At each point the product over the fields of a way is kept edge by edge: an edge by a field that the way has met before replaces
 * its factor. What the leaves below an edge share, v · Π, is added up on the way back, and each edge takes from it what it changed of
 * its field's (oⱼ − zⱼ) ÷ (a·oⱼ + (1 − a)·zⱼ). So the work is edges × points, all numbers stay between 0 and those of the leaves, and
 * nothing is taken out of a product by dividing by what may be near 0 (the divisor is at least a).
 *
 * @param fieldOf per input the place of its field
 */
export function compileShapley(trees: FlatTrees, fieldOf: Int32Array): TreeReasons {
  const edges = layOutEdges(trees, fieldOf);
  const { first, points, fields } = edges;
  const rules = Array.from({ length: Math.max(0, ...points) + 1 }, (_, n) => makeRule(n));
  const most = rules.length;
  const way = makeWay(edges.deepest + 1, most);
  return {
    fields,
    explain(tree, went, effects, from) {
      effects.fill(0, from, from + fields[tree]!.length);
      // Looked up once: it is a third of the time.
      const { places, shares } = edges;
      const { on, playerOn, rows } = way;
      const q = points[tree]!;
      const { a, b, w, wb } = rules[q]!;
      const end = first[tree + 1]!;
      const [inverse, term, below, taken, row] = [q, 2 * q, 3 * q, 4 * q, 5 * q];
      // Trees of other points had their edges where this one's beginning is.
      rows.fill(1, 0, 2 * q).fill(0, term, row);
      // Depth of the lowest edge that is not done.
      let open = 0;
      for (let e = first[tree]!; e < end; e++) {
        const d = places[4 * e]!;
        const turn = places[4 * e + 1]!;
        const earlier = places[4 * e + 3]!;
        while (open >= d) close(way, open--, q, effects);
        const at = d * row;
        const above = at - row;
        const p = earlier * row;
        const z = shares[3 * e + 1]!;
        const was = on[earlier]!;
        const follows = was & (went[turn >> 1]! ^ (turn & 1));
        on[d] = follows;
        const v = shares[3 * e + 2]!;
        if (Number.isNaN(v)) {
          playerOn[d] = from + places[4 * e + 2]!;
          open = d;
          if (follows === 1) {
            for (let i = 0; i < q; i++) {
              const factor = a[i]! + b[i]! * z;
              const one = 1 / factor;
              const next = w[i]! * (1 - z) * one;
              rows[at + i] = rows[above + i]! * factor * rows[p + inverse + i]!;
              rows[at + taken + i] = next - rows[p + term + i]!;
              rows[at + inverse + i] = one;
              rows[at + term + i] = next;
              rows[at + below + i] = 0;
            }
          } else if (was === 1) {
            for (let i = 0; i < q; i++) {
              rows[at + i] = rows[above + i]! * b[i]! * z * rows[p + inverse + i]!;
              rows[at + taken + i] = -wb[i]! - rows[p + term + i]!;
              rows[at + below + i] = 0;
            }
          } else {
            const ratio = shares[3 * e]!;
            for (let i = 0; i < q; i++) {
              rows[at + i] = rows[above + i]! * ratio;
              rows[at + taken + i] = 0;
              rows[at + below + i] = 0;
            }
          }
        } else {
          let sum = 0;
          if (follows === 1) {
            for (let i = 0; i < q; i++) {
              const factor = a[i]! + b[i]! * z;
              const part = v * rows[above + i]! * rows[p + inverse + i]!;
              sum += part * (w[i]! * (1 - z) - rows[p + term + i]! * factor);
              rows[above + below + i]! += part * factor;
            }
          } else if (was === 1) {
            for (let i = 0; i < q; i++) {
              const part = v * rows[above + i]! * b[i]! * z * rows[p + inverse + i]!;
              sum += part * (-wb[i]! - rows[p + term + i]!);
              rows[above + below + i]! += part;
            }
          } else {
            const ratio = v * shares[3 * e]!;
            for (let i = 0; i < q; i++) rows[above + below + i]! += rows[above + i]! * ratio;
          }
          effects[from + places[4 * e + 2]!]! += sum;
        }
      }
      while (open > 0) close(way, open--, q, effects);
    },
  };
}

/** By depth: of the edges on the way to the one in hand. Depth 0 stands for no edge. */
interface Way {
  readonly on: Uint8Array;
  readonly playerOn: Int32Array;
  /**
   * By depth, q numbers each, one per point: the product over the fields; of the edge's field the inverse factor and what it would take;
   * what the leaves below share; what the edge takes of it. One array, as each costs a look-up at every access.
   */
  readonly rows: Float64Array;
}

const makeWay = (depths: number, points: number): Way => ({
  on: new Uint8Array(depths).fill(1),
  playerOn: new Int32Array(depths),
  rows: new Float64Array(depths * 5 * points),
});

/** What lies below an edge is complete: it takes its part, and hands the whole on to the edge above. */
function close({ rows, playerOn }: Way, d: number, q: number, effects: Float64Array): void {
  const below = d * 5 * q + 3 * q;
  let sum = 0;
  for (let i = below; i < below + q; i++) {
    const part = rows[i]!;
    sum += part * rows[i + q]!;
    rows[i - 5 * q]! += part;
  }
  effects[playerOn[d]!]! += sum;
}

/** The points between 0 and 1 and what is needed of them at every edge. */
function makeRule(n: number) {
  const { points, weights } = gaussLegendre(n);
  const b = points.map((a) => 1 - a);
  return { a: points, b, w: weights, wb: weights.map((w, i) => w / b[i]!) };
}

/** The edges of all trees, each before those below it. */
interface Edges {
  /** Per tree its first edge, and the end. */
  readonly first: Int32Array;
  /** Per tree how many points it takes. */
  readonly points: Int32Array;
  readonly fields: readonly Int32Array[];
  readonly deepest: number;
  /**
   * Four numbers an edge: splits on the way, this one's included; twice the split of the tree that it leaves from, and 1 more to the
   * right; its field, by its place among those of the tree; depth of the nearest edge above by the same field, 0: none.
   */
  readonly places: Int32Array;
  /**
   * Three numbers an edge: of the training leads at its split, the share that comes this way; the same where only splits by this field
   * are looked at, its own times those of the edges above by it; what its leaf adds, NaN: it ends in a split.
   */
  readonly shares: Float64Array;
}

function layOutEdges(trees: FlatTrees, fieldOf: Int32Array): Edges {
  const { roots, input, left, right, value } = trees;
  const count = 2 * input.length;
  const first = new Int32Array(roots.length + 1);
  const points = new Int32Array(roots.length);
  const places = new Int32Array(4 * count);
  const shares = new Float64Array(3 * count);
  const fields: Int32Array[] = [];
  let deepest = 0;
  let e = 0;
  roots.forEach((root, tree) => {
    const players: number[] = [];
    const placeOf = new Map<number, number>();
    let most = 0;
    /** The edges on the way, each with how many fields it and those above are by. */
    const way: { readonly edge: number; readonly distinct: number }[] = [];
    const visit = (split: number): void => {
      const field = fieldOf[input[split]!]!;
      if (!placeOf.has(field)) placeOf.set(field, players.push(field) - 1);
      const place = placeOf.get(field)!;
      const earlier = way.findLastIndex(({ edge }) => places[4 * edge + 2] === place);
      const distinct = (way.at(-1)?.distinct ?? 0) + (earlier < 0 ? 1 : 0);
      most = Math.max(most, distinct);
      deepest = Math.max(deepest, way.length + 1);
      [left[split]!, right[split]!].forEach((side, isRight) => {
        const own = coverOf(trees, side) / trees.splitCover[split]!;
        const share = own * (earlier < 0 ? 1 : shares[3 * way[earlier]!.edge + 1]!);
        places.set([way.length + 1, 2 * (split - root) + isRight, place, earlier + 1], 4 * e);
        shares.set([own, share, side < 0 ? value[~side]! : Number.NaN], 3 * e);
        e += 1;
        if (side < 0) return;
        way.push({ edge: e - 1, distinct });
        visit(side);
        way.pop();
      });
    };
    if (root >= 0) visit(root);
    fields.push(Int32Array.from(players));
    points[tree] = Math.ceil(most / 2);
    first[tree + 1] = e;
  });
  return { first, points, fields, deepest, places, shares };
}
