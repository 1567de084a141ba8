import type { Scale } from '../../model/artifact.ts';
import { MAX_SCORE, scoreOf } from '../../model/scale.ts';

/**
 * How many leads have each score: entry i is of the score i + 1. Leads of one probability have one score, so a score that
 * many more than a hundredth of the leads have is a tie that nothing parts.
 *
 * @param probabilities calibrated
 */
export function countScores(scale: Scale, probabilities: Float64Array): number[] {
  const counts = new Array<number>(MAX_SCORE).fill(0);
  for (const probability of probabilities) counts[scoreOf(scale, probability) - 1]! += 1;
  return counts;
}
