import { findSplit } from './find-split.ts';
import { COLUMN_BYTES, CONTROL, type GrowLayout, SEARCH_BYTES, SEARCH_NUMBERS } from './grow-memory.ts';
import type { Cells, Leaf, Split } from './judge-split.ts';
import type { ColumnShape, GrowRules } from './tree-grower.ts';

/** What splits are searched by. Plain data, which threads get. */
export interface SearchRules {
  readonly columns: readonly ColumnShape[];
  readonly rules: GrowRules;
}

/**
 * The search for the best splits of up to two leaves, those that a split has just made: each leaf has a place in the shared memory
 * where any thread finds it and leaves its split.
 */
export interface LeafSearch {
  /** @param slot of its histograms; undefined: nothing is asked at this place */
  ask(place: number, leaf: Leaf | undefined, slot: number): void;
  search(place: number): void;
  /** Undefined: no split helps. */
  answer(place: number): Split | undefined;
}

/** Places of leaves. */
export const PLACES = 2;

export function createLeafSearch(
  buffer: SharedArrayBuffer,
  at: GrowLayout,
  { columns, rules }: SearchRules,
): LeafSearch {
  const control = new Int32Array(buffer, at.control, 32);
  const chosenColumns = new Int32Array(buffer, at.chosenColumns, at.columns);
  const multipliers = new Float64Array(buffer, at.scales, 2);
  const cells = new Int32Array(buffer, at.histograms, (at.leaves * at.columns * COLUMN_BYTES) / 4);
  const unsigned = new Uint32Array(buffer, at.histograms, cells.length);
  const places = Array.from({ length: PLACES }, (_, place) => {
    const from = at.searches + place * SEARCH_BYTES;
    return {
      asked: new Float64Array(buffer, from, SEARCH_NUMBERS),
      found: new Float64Array(buffer, from + 8 * SEARCH_NUMBERS, SEARCH_NUMBERS),
      goesLeft: new Uint8Array(buffer, from + 16 * SEARCH_NUMBERS, 256),
    };
  });
  const gradients = new Float64Array(256);
  const hessians = new Float64Array(256);

  function readCells(slot: number, column: number): Cells {
    const from = ((slot * at.columns + column) * COLUMN_BYTES) / 4;
    for (let bin = 0, cell = from; bin < columns[column]!.bins; bin++, cell += 2) {
      hessians[bin] = unsigned[cell]!;
      gradients[bin] = cells[cell + 1]!;
    }
    return { gradients, hessians };
  }

  return {
    ask(place, leaf, slot) {
      const { asked } = places[place]!;
      if (leaf === undefined) asked[0] = -1;
      else asked.set([slot, leaf.gradient, leaf.hessian, leaf.count, leaf.low, leaf.high, leaf.l2]);
    },
    search(place) {
      const { asked, found, goesLeft } = places[place]!;
      const [slot, gradient, hessian, count, low, high, l2] = asked;
      found[0] = -1;
      if (slot! < 0) return;
      const best = findSplit(
        { gradient: gradient!, hessian: hessian!, count: count!, low: low!, high: high!, l2: l2! },
        columns,
        chosenColumns.subarray(0, control[CONTROL.columns]),
        (column) => readCells(slot!, column),
        { gradient: 1 / multipliers[0]!, hessian: 1 / multipliers[1]! },
        rules,
      );
      if (best === undefined) return;
      found.set([best.column, best.gain, best.gradient, best.hessian, best.l2]);
      goesLeft.set(best.goesLeft);
    },
    answer(place) {
      const { found, goesLeft } = places[place]!;
      const [column, gain, gradient, hessian, l2] = found;
      if (column! < 0) return undefined;
      return {
        column: column!,
        gain: gain!,
        gradient: gradient!,
        hessian: hessian!,
        l2: l2!,
        goesLeft: goesLeft.slice(0, columns[column!]!.bins),
      };
    },
  };
}
