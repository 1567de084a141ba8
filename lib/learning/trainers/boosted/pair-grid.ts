import type { Component } from './boost.ts';
import type { BoostedOptions } from './boosted-options.ts';
import type { BinGroups } from './group-bins.ts';

/** A pair of features on a grid; cell = first group · width + second group. */
export interface PairGrid {
  /** Positions among the binned features. */
  readonly sides: readonly [number, number];
  readonly groups: readonly [BinGroups, BinGroups];
  readonly height: number;
  readonly width: number;
  /** Per training lead. */
  readonly codes: Uint16Array;
  /** Training leads per cell. */
  readonly counts: Float64Array;
}

export function layGrid(sides: readonly [number, number], groups: readonly [BinGroups, BinGroups]): PairGrid {
  const [first, second] = groups;
  const [height, width] = [first.groups, second.groups];
  const [a, b] = [first.feature.codes, second.feature.codes];
  const codes = new Uint16Array(a.length);
  const counts = new Float64Array(height * width);
  for (let i = 0; i < codes.length; i++) {
    const cell = first.groupOf[a[i]!]! * width + second.groupOf[b[i]!]!;
    codes[i] = cell;
    counts[cell]! += 1;
  }
  return { sides, groups, height, width, codes, counts };
}

/** Sums over all cells above and left of a corner, `(height + 1) × (width + 1)`. */
function accumulate(cells: Float64Array, height: number, width: number): Float64Array {
  const sums = new Float64Array((height + 1) * (width + 1));
  for (let i = 0; i < height; i++) {
    let row = 0;
    for (let j = 0; j < width; j++) {
      row += cells[i * width + j]!;
      sums[(i + 1) * (width + 1) + j + 1] = sums[i * (width + 1) + j + 1]! + row;
    }
  }
  return sums;
}

/**
 * The cut of a grid into four quadrants that lowers the loss most.
 *
 * @param write receives the quadrants' values, −G ÷ (H + l2). Without it, the cut that gains most beyond what the two
 * one-sided cuts would, so that a main effect is not taken for an interaction (FAST: Lou et al. 2013, §4.1)
 * @returns by how much the loss falls
 */
export function cutQuadrants(
  { height, width }: Pick<PairGrid, 'height' | 'width'>,
  g: Float64Array,
  h: Float64Array,
  counts: Float64Array,
  { minRowsPerLeaf: minRows, pairL2: l2 }: BoostedOptions,
  write?: Float64Array,
): number {
  const [G, H, N] = [g, h, counts].map((cells) => accumulate(cells, height, width));
  const stride = width + 1;
  const quadrants = (sums: Float64Array, i: number, j: number): [number, number, number, number] => {
    const corner = sums[i * stride + j]!;
    const above = sums[i * stride + width]!;
    const left = sums[height * stride + j]!;
    return [corner, above - corner, left - corner, sums[height * stride + width]! - above - left + corner];
  };
  const worth = (a: number, b: number) => (a * a) / (b + l2);
  let best = { row: 0, column: 0, gain: 0 };
  for (let i = 1; i < height; i++) {
    for (let j = 1; j < width; j++) {
      const [n0, n1, n2, n3] = quadrants(N!, i, j);
      if (n0 < minRows || n1 < minRows || n2 < minRows || n3 < minRows) continue;
      const [g0, g1, g2, g3] = quadrants(G!, i, j);
      const [h0, h1, h2, h3] = quadrants(H!, i, j);
      const four = worth(g0, h0) + worth(g1, h1) + worth(g2, h2) + worth(g3, h3);
      const rows = worth(g0 + g1, h0 + h1) + worth(g2 + g3, h2 + h3);
      const columns = worth(g0 + g2, h0 + h2) + worth(g1 + g3, h1 + h3);
      const gain = write === undefined ? four - Math.max(rows, columns) : four;
      if (gain > best.gain) best = { row: i, column: j, gain };
    }
  }
  if (write !== undefined && best.gain > 0) {
    const [gs, hs] = [quadrants(G!, best.row, best.column), quadrants(H!, best.row, best.column)];
    for (let i = 0; i < height; i++) {
      for (let j = 0; j < width; j++) {
        const quadrant = (i < best.row ? 0 : 2) + (j < best.column ? 0 : 1);
        write[i * width + j] = -gs[quadrant]! / (hs[quadrant]! + l2);
      }
    }
  }
  return best.gain;
}

/** A pair as something to boost. */
export const pairComponent = (grid: PairGrid, options: BoostedOptions): Component => ({
  bins: grid.counts.length,
  codes: grid.codes,
  findStep: (g, h, counts, step) => cutQuadrants(grid, g, h, counts, options, step) > 0,
});
