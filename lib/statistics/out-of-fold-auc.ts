import { countPairs } from './count-pairs.ts';
import { createRandom, type Random } from './random.ts';

const FOLDS = 5;
/** Any will do: the area is a measurement, and the same counts give the same one. */
const SEED = 1;
/** Few leads are dealt several times, as the area depends on the deal: up to so many times, or leads in all. */
const MOST_DEALS = 10;
const ENOUGH_LEADS = 100_000;
/** Cells per value: unconverted and converted leads of every fold. */
const CELLS = 2 * FOLDS;
/**
 * A value's rate is drawn to the base rate as by this many leads (Micci-Barreca 2001, A preprocessing scheme
 * for high-cardinality categorical attributes): what occurs once or twice says little.
 */
const SMOOTHING = 20;

/**
 * How well a column separates when each of its values is scored by its own conversion rate: the area under
 * the ROC curve, out of fold. The leads are dealt at random into five folds (several times, when they are few); a lead's score is the smoothed
 * rate of its value in the other four, so that a column with a value per lead scores .5 and not 1. Pairs of
 * leads are compared within the folds only, as the folds' base rates differ.
 *
 * Leads of one value and outcome are exchangeable, so their counts are enough; a lead whose value no other
 * lead has gets the base rate.
 *
 * @param total leads per value, in an order that does not depend on that of the rows; missing is a value
 * @param converted how many of them converted
 * @returns .5 when the leads are of one class
 */
export function outOfFoldAuc(total: ArrayLike<number>, converted: ArrayLike<number>): number {
  const random = createRandom(SEED);
  let leads = 0;
  for (let value = 0; value < total.length; value++) leads += total[value]!;
  const deals = Math.min(Math.max(Math.floor(ENOUGH_LEADS / leads), 1), MOST_DEALS);
  let [won, pairs] = [0, 0];
  for (let deal = 0; deal < deals; deal++) {
    const dealt = dealFolds(total, converted, random);
    for (let fold = 0; fold < FOLDS; fold++) {
      const area = measureFold(fold, dealt);
      won += area.later;
      pairs += area.pairs;
    }
  }
  return pairs === 0 ? 0.5 : won / pairs;
}

interface Dealt {
  /** The cells of every value that two leads or more have, one value after the other. */
  readonly shared: Int32Array;
  /** The cells of all other leads together. */
  readonly single: Int32Array;
}

function dealFolds(total: ArrayLike<number>, converted: ArrayLike<number>, random: Random): Dealt {
  let size = 0;
  for (let value = 0; value < total.length; value++) if (total[value]! > 1) size += CELLS;
  const shared = new Int32Array(size);
  const single = new Int32Array(CELLS);
  let next = 0;
  for (let value = 0; value < total.length; value++) {
    const leads = total[value]!;
    const cells = leads > 1 ? shared.subarray(next, next + CELLS) : single;
    if (leads > 1) next += CELLS;
    for (let lead = 0; lead < leads; lead++) {
      const label = lead < converted[value]! ? 1 : 0;
      cells[2 * Math.floor(random() * FOLDS) + label]! += 1;
    }
  }
  return { shared, single };
}

/** Pairs of a converted and an unconverted lead in a fold, and in how many the first scores higher (ties: half). */
function measureFold(fold: number, { shared, single }: Dealt): { later: number; pairs: number } {
  const all = single.slice();
  for (let i = 0; i < shared.length; i++) all[i % CELLS]! += shared[i]!;
  const [others, converts] = sumOutside(all, 0, fold);
  const baseRate = others + converts === 0 ? 0 : converts / (others + converts);
  const byScore = new Map<number, [others: number, converts: number]>();
  const add = (score: number, cells: Int32Array, start: number) => {
    const n = cells[start + 2 * fold]!;
    const c = cells[start + 2 * fold + 1]!;
    const tie = byScore.get(score);
    if (tie === undefined) byScore.set(score, [n, c]);
    else {
      tie[0] += n;
      tie[1] += c;
    }
  };
  add(baseRate, single, 0);
  for (let start = 0; start < shared.length; start += CELLS) {
    const [n, c] = sumOutside(shared, start, fold);
    // Written so that a value that says nothing scores the base rate to the last bit.
    add(baseRate + (c - baseRate * (n + c)) / (n + c + SMOOTHING), shared, start);
  }
  const ascending = [...byScore].sort(([a], [b]) => a - b).map(([, counts]) => counts);
  return countPairs({ total: ascending.map(([n, c]) => n + c), converted: ascending.map(([, c]) => c) });
}

function sumOutside(
  cells: Int32Array,
  start: number,
  fold: number,
): readonly [others: number, converts: number] {
  let [others, converts] = [0, 0];
  for (let other = 0; other < FOLDS; other++) {
    if (other === fold) continue;
    others += cells[start + 2 * other]!;
    converts += cells[start + 2 * other + 1]!;
  }
  return [others, converts];
}
