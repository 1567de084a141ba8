import type { Feature, LevelFeature } from '../table/encode-leads.ts';
import { type BinTable, tabulateBins } from './bin-table.ts';
import { binNumbers, quantileEdges } from './quantile-edges.ts';

const NUMBER_BINS = 20;
/** Levels in fewer leads share a bin. */
const FEWEST_ROWS = 20;

/**
 * Information value of a feature: how far the converted and the unconverted leads differ in it (Siddiqi,
 * Credit Risk Scorecards, 2006, ch. 6; Kullback's symmetric divergence). Numbers are cut into 20 quantile
 * bins, rare levels share one, missing is a bin of its own; smoothed, so always finite.
 *
 * @param labels 1: converted, 0: not; per lead of the feature
 * @param rows the leads to measure on; 0 when they are all of one class
 */
export function informationValue(feature: Feature, labels: Uint8Array, rows: Int32Array): number {
  return tabulateFeature(feature, labels, rows).iv;
}

function tabulateFeature(feature: Feature, labels: Uint8Array, rows: Int32Array): BinTable {
  if (feature.kind === 'number') {
    const edges = quantileEdges(feature.values, rows, NUMBER_BINS);
    return tabulateBins(binNumbers(feature.values, edges), edges.length + 2, labels, rows);
  }
  return tabulateBins(poolRareLevels(feature, rows), feature.levels.length + 2, labels, rows);
}

/** The levels' own codes, rare ones in a bin behind missing. */
function poolRareLevels({ codes, levels }: LevelFeature, rows: Int32Array): Uint16Array {
  const counts = new Int32Array(levels.length + 1);
  for (const row of rows) counts[codes[row]!]! += 1;
  const pooled = levels.length + 1;
  const binOf = counts.map((count, code) => (code < levels.length && count < FEWEST_ROWS ? pooled : code));
  return Uint16Array.from(codes, (code) => binOf[code]!);
}
