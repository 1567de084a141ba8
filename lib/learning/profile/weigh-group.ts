import { hypergeometricTail } from '../../statistics/hypergeometric-tail.ts';
import type { Count } from './tally.ts';

export type Class = 'converted' | 'not converted';

/** How far the leads of a group lean towards a class. */
export interface Lean {
  /** The class that they have more of than all leads. */
  readonly wanted: Class;
  /** Share of the group that belongs to the class, and share of the class that is in the group. */
  readonly purity: number;
  readonly ofClass: number;
  /** Whether (nearly) none of the group is of the other class. */
  readonly isPure: boolean;
  /**
   * How many times as often a lead of the class is in the group as another one, by the lower end of the 90 % interval
   * (Katz et al. 1978, with ½ added to the counts).
   */
  readonly leastRatio: number;
  /** Natural logarithm of the probability that so many leads, drawn of all, lean so far. */
  readonly logChance: number;
}

/** A group is (nearly) pure when the other class has no more than this share of the leads that it would have by chance. */
const NEARLY_NONE = 0.05;
/** The 95 % quantile of the standard normal distribution. */
const Z = 1.645;

/** @param all of both classes, the group among them; the group has a lead at least */
export function weighGroup(group: Count, all: Count): Lean {
  const converts = group.converted * all.total > all.converted * group.total;
  const inside = converts ? group.converted : group.total - group.converted;
  const marked = converts ? all.converted : all.total - all.converted;
  const [outside, unmarked] = [group.total - inside, all.total - marked];
  const [a, b] = [inside + 0.5, outside + 0.5];
  const error = Math.sqrt(1 / a - 1 / (marked + 1) + 1 / b - 1 / (unmarked + 1));
  return {
    wanted: converts ? 'converted' : 'not converted',
    purity: inside / group.total,
    ofClass: inside / marked,
    isPure: outside <= (NEARLY_NONE * group.total * unmarked) / all.total,
    leastRatio: Math.exp(Math.log(a / (marked + 1) / (b / (unmarked + 1))) - Z * error),
    logChance: hypergeometricTail(inside, { all: all.total, marked, drawn: group.total }),
  };
}
