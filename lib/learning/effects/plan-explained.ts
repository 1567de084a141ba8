import type { Trees } from '../../model/artifact.ts';
import { sum } from '../../statistics/sum.ts';

/** Leaves that are passed in all: some seconds. */
const MOST_LEAVES = 3e7;
const [FEWEST_LEADS, MOST_LEADS] = [500, 10_000];

/**
 * How many leads the effects of trees are described with: by the size of the model, not by the clock, so that the same training
 * gives the same figures on every machine.
 */
export function planExplained(trees: Trees): number {
  const leaves = sum(trees.members.map((member) => (member.kind === 'trees' ? member.value.length : 1)));
  return Math.min(MOST_LEADS, Math.max(FEWEST_LEADS, Math.floor(MOST_LEAVES / leaves)));
}
