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
  const stride = rules.length;
  const way = makeWay(edges.deepest + 1, stride);
  return {
    fields,
    explain(tree, went, effects, from) {
      effects.fill(0, from, from + fields[tree]!.length);
      // Looked up once: it is a third of the time.
      const { depth, turn, player, before, own, share, leaf } = edges;
      const { on, playerOn, product, below, taken, inverse, term } = way;
      const q = points[tree]!;
      const { a, b, w, wb } = rules[q]!;
      const end = first[tree + 1]!;
      // Trees of other points had their edges where this one's beginning is.
      product.fill(1, 0, q);
      inverse.fill(1, 0, q);
      term.fill(0, 0, q);
      // Depth of the lowest edge that is not done.
      let open = 0;
      for (let e = first[tree]!; e < end; e++) {
        const d = depth[e]!;
        while (open >= d) close(way, open--, q, stride, effects);
        const at = d * stride;
        const above = at - stride;
        const earlier = before[e]!;
        const p = earlier * stride;
        const z = share[e]!;
        const was = on[earlier]!;
        const follows = was & (went[turn[e]! >> 1]! ^ (turn[e]! & 1));
        on[d] = follows;
        const v = leaf[e]!;
        if (Number.isNaN(v)) {
          playerOn[d] = from + player[e]!;
          open = d;
          if (follows === 1) {
            for (let i = 0; i < q; i++) {
              const factor = a[i]! + b[i]! * z;
              const one = 1 / factor;
              const next = w[i]! * (1 - z) * one;
              product[at + i] = product[above + i]! * factor * inverse[p + i]!;
              taken[at + i] = next - term[p + i]!;
              inverse[at + i] = one;
              term[at + i] = next;
              below[at + i] = 0;
            }
          } else if (was === 1) {
            for (let i = 0; i < q; i++) {
              product[at + i] = product[above + i]! * b[i]! * z * inverse[p + i]!;
              taken[at + i] = -wb[i]! - term[p + i]!;
              below[at + i] = 0;
            }
          } else {
            const ratio = own[e]!;
            for (let i = 0; i < q; i++) {
              product[at + i] = product[above + i]! * ratio;
              taken[at + i] = 0;
              below[at + i] = 0;
            }
          }
        } else {
          let sum = 0;
          if (follows === 1) {
            for (let i = 0; i < q; i++) {
              const factor = a[i]! + b[i]! * z;
              const part = v * product[above + i]! * inverse[p + i]!;
              sum += part * (w[i]! * (1 - z) - term[p + i]! * factor);
              below[above + i]! += part * factor;
            }
          } else if (was === 1) {
            for (let i = 0; i < q; i++) {
              const part = v * product[above + i]! * b[i]! * z * inverse[p + i]!;
              sum += part * (-wb[i]! - term[p + i]!);
              below[above + i]! += part;
            }
          } else {
            const ratio = v * own[e]!;
            for (let i = 0; i < q; i++) below[above + i]! += product[above + i]! * ratio;
          }
          effects[from + player[e]!]! += sum;
        }
      }
      while (open > 0) close(way, open--, q, stride, effects);
    },
  };
}

/** By depth: of the edges on the way to the one in hand. Depth 0 stands for no edge. */
interface Way {
  readonly on: Uint8Array;
  readonly playerOn: Int32Array;
  /** By depth and point: the product over the fields, and what the leaves below share. */
  readonly product: Float64Array;
  readonly below: Float64Array;
  readonly taken: Float64Array;
  readonly inverse: Float64Array;
  readonly term: Float64Array;
}

function makeWay(depths: number, points: number): Way {
  const none = () => new Float64Array(depths * points);
  return {
    on: new Uint8Array(depths).fill(1),
    playerOn: new Int32Array(depths),
    product: none(),
    below: none(),
    taken: none(),
    inverse: none(),
    term: none(),
  };
}

/** What lies below an edge is complete: it takes its part, and hands the whole on to the edge above. */
function close(
  { below, taken, playerOn }: Way,
  d: number,
  q: number,
  stride: number,
  effects: Float64Array,
): void {
  const at = d * stride;
  let sum = 0;
  for (let i = at; i < at + q; i++) {
    const part = below[i]!;
    sum += part * taken[i]!;
    below[i - stride]! += part;
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
  /** Splits on the way, this one's included. */
  readonly depth: Uint16Array;
  /** Twice the split of the tree that it leaves from, and 1 more to the right. */
  readonly turn: Int32Array;
  /** Its field, by its place among those of the tree. */
  readonly player: Int32Array;
  /** Depth of the nearest edge above by the same field; 0: none. */
  readonly before: Uint16Array;
  /** Of the training leads at its split, those that come this way. */
  readonly own: Float64Array;
  /** The same where only splits by this field are looked at: its own times those of the edges above by the same field. */
  readonly share: Float64Array;
  /** What its leaf adds; NaN: it ends in a split. */
  readonly leaf: Float64Array;
}

function layOutEdges(trees: FlatTrees, fieldOf: Int32Array): Edges {
  const { roots, input, left, right, value } = trees;
  const count = 2 * input.length;
  const first = new Int32Array(roots.length + 1);
  const points = new Int32Array(roots.length);
  const [depth, before] = [new Uint16Array(count), new Uint16Array(count)];
  const [turn, player] = [new Int32Array(count), new Int32Array(count)];
  const [own, share, leaf] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const fields: Int32Array[] = [];
  let deepest = 0;
  let e = 0;
  roots.forEach((root, tree) => {
    const players: number[] = [];
    const places = new Map<number, number>();
    let most = 0;
    /** The edges on the way, each with how many fields it and those above are by. */
    const way: { readonly edge: number; readonly distinct: number }[] = [];
    const visit = (split: number): void => {
      const field = fieldOf[input[split]!]!;
      if (!places.has(field)) places.set(field, players.push(field) - 1);
      const place = places.get(field)!;
      const earlier = way.findLastIndex(({ edge }) => player[edge] === place);
      const distinct = (way.at(-1)?.distinct ?? 0) + (earlier < 0 ? 1 : 0);
      most = Math.max(most, distinct);
      deepest = Math.max(deepest, way.length + 1);
      [left[split]!, right[split]!].forEach((side, isRight) => {
        turn[e] = 2 * (split - root) + isRight;
        player[e] = place;
        depth[e] = way.length + 1;
        before[e] = earlier + 1;
        own[e] = coverOf(trees, side) / trees.splitCover[split]!;
        share[e] = own[e]! * (earlier < 0 ? 1 : share[way[earlier]!.edge]!);
        leaf[e] = side < 0 ? value[~side]! : Number.NaN;
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
  return { first, points, fields, deepest, depth, turn, player, before, own, share, leaf };
}
