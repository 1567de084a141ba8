import type { Calibration } from '../../model/artifact.ts';
import { rankScores } from '../../statistics/rank-scores.ts';

/** Leads between two log-odds that get one probability. */
interface Block {
  readonly from: number;
  readonly to: number;
  /** Σ log-odds. */
  readonly sum: number;
  readonly rows: number;
  readonly converted: number;
}

/** Each block is a point of the calibration. */
const MOST_BLOCKS = 200;

/**
 * Isotonic calibration: the non-decreasing probabilities nearest to what happened in least squares, by pooling
 * adjacent violators (Ayer et al. 1955; for calibration: Zadrozny & Elkan 2002), leads of equal log-odds being one
 * observation. The steps so found become a curve through the blocks' centres (centred isotonic regression, Oron &
 * Flournoy 2017), which is nearer to a smooth truth and, unlike steps, hardly ever gives leads that the model tells
 * apart one probability.
 *
 * One lead that converted is added at the lowest log-odds and one that did not at the highest (Laplace's rule of
 * succession, where it matters), so that every probability is strictly inside 0 and 1 and one surprise cannot
 * cost an infinite log-loss.
 *
 * @param z raw log-odds of leads that were not fitted
 * @returns at most 200 points, both strictly ascending
 */
export function fitIsotonic(
  z: Float64Array,
  labels: Uint8Array,
): Extract<Calibration, { method: 'isotonic' }> {
  const blocks = mergeNearest(poolViolators(z, labels), MOST_BLOCKS);
  return { method: 'isotonic', z: blocks.map(centreOf), p: blocks.map(rateOf) };
}

/** Ascending in log-odds and strictly ascending in rate. */
function poolViolators(z: Float64Array, labels: Uint8Array): Block[] {
  const { scores, rows, converted } = rankScores(z, labels);
  const lowest = scores.length - 1;
  const blocks: Block[] = [];
  for (let i = lowest; i >= 0; i--) {
    const score = scores[i]!;
    const added = Number(i === lowest) + Number(i === 0);
    let block: Block = {
      from: score,
      to: score,
      sum: score * (rows[i]! + added),
      rows: rows[i]! + added,
      converted: converted[i]! + Number(i === lowest),
    };
    while (blocks.length > 0 && rateOf(blocks.at(-1)!) >= rateOf(block)) block = join(blocks.pop()!, block);
    blocks.push(block);
  }
  return blocks;
}

/** Joins the neighbours whose joining adds least to the squared error, until there are few enough. */
function mergeNearest(pooled: readonly Block[], most: number): Block[] {
  const blocks = [...pooled];
  const costs = blocks.slice(1).map((block, i) => joiningCost(blocks[i]!, block));
  while (blocks.length > most) {
    let cheapest = 0;
    for (let i = 1; i < costs.length; i++) if (costs[i]! < costs[cheapest]!) cheapest = i;
    blocks.splice(cheapest, 2, join(blocks[cheapest]!, blocks[cheapest + 1]!));
    costs.splice(cheapest, 1);
    for (const i of [cheapest - 1, cheapest]) {
      if (i >= 0 && i < costs.length) costs[i] = joiningCost(blocks[i]!, blocks[i + 1]!);
    }
  }
  return blocks;
}

/** Kept inside the block, whatever rounding does. */
const centreOf = ({ from, to, sum, rows }: Block): number => Math.min(Math.max(sum / rows, from), to);

const rateOf = ({ converted, rows }: Block): number => converted / rows;

const joiningCost = (a: Block, b: Block): number =>
  ((a.rows * b.rows) / (a.rows + b.rows)) * (rateOf(a) - rateOf(b)) ** 2;

const join = (a: Block, b: Block): Block => ({
  from: a.from,
  to: b.to,
  sum: a.sum + b.sum,
  rows: a.rows + b.rows,
  converted: a.converted + b.converted,
});
