import { logFactorial } from './log-factorial.ts';

/** Of what is drawn without replacement. */
export interface Draw {
  /** Balls in the urn. */
  readonly all: number;
  /** Those of them that are marked. */
  readonly marked: number;
  /** Balls drawn, at most `all`. */
  readonly drawn: number;
}

/**
 * The natural logarithm of the probability that a draw without replacement holds at least so many marked balls: the
 * upper tail of the hypergeometric distribution, Fisher's exact test to one side. As a logarithm, so that it does
 * not vanish where the probability is below 1e-308. From the mean downwards, where the tail says nothing, it is 0.
 *
 * @example
 * // All 12 leads of a level converted, as 76 of 1,000 do.
 * Math.exp(hypergeometricTail(12, { all: 1000, marked: 76, drawn: 12 })) // 1.59e-14
 */
export function hypergeometricTail(atLeast: number, { all, marked, drawn }: Draw): number {
  if (atLeast <= (drawn * marked) / all) return 0;
  const most = Math.min(drawn, marked);
  if (atLeast > most) return Number.NEGATIVE_INFINITY;
  const first = logChoose(marked, atLeast) + logChoose(all - marked, drawn - atLeast) - logChoose(all, drawn);
  // Above the mean every term is smaller than the one before.
  let [term, total] = [1, 1];
  for (let x = atLeast; x < most && term > 1e-17 * total; x++) {
    term *= ((marked - x) * (drawn - x)) / ((x + 1) * (all - marked - drawn + x + 1));
    total += term;
  }
  return Math.min(0, first + Math.log(total));
}

const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);
