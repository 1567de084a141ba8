import type { Comparison } from './run.ts';
import type { TrainingPolicy } from './training-policy.ts';

export interface Judgement {
  readonly verdict: 'promote' | 'challenge' | 'keep';
  /** In a sentence. */
  readonly reason: string;
}

/**
 * What a policy makes of a comparison.
 *
 * @param champion its version; undefined: there is none
 * @param compared a text: why they cannot be compared
 */
export function judge(
  { promotion, standardErrors }: TrainingPolicy,
  champion: string | undefined,
  compared: Comparison | string,
): Judgement {
  const found = typeof compared === 'string' ? compared : describe(compared, champion ?? '');
  if (promotion === 'never') return { verdict: 'keep', reason: `the policy never moves an alias; ${found}` };
  if (champion === undefined) return { verdict: 'promote', reason: 'it is the first version of the model' };
  if (promotion === 'always') return { verdict: 'promote', reason: `the policy always promotes; ${found}` };
  if (typeof compared === 'string') return { verdict: 'challenge', reason: found };
  const needed = standardErrors * compared.standard_error;
  const margin = `${number(standardErrors)} standard ${standardErrors === 1 ? 'error' : 'errors'}`;
  return compared.difference > needed
    ? { verdict: 'promote', reason: `${found}: better by more than ${margin}` }
    : { verdict: 'challenge', reason: `${found}: not better by more than ${margin}` };
}

const number = (value: number): string => String(Number(value.toPrecision(3)));

function describe(
  {
    rows,
    champion_log_loss: theirs,
    candidate_log_loss: ours,
    difference,
    standard_error: error,
  }: Comparison,
  champion: string,
): string {
  return (
    `on ${rows.toLocaleString('en-US')} held-out leads that ${champion} has not seen, log-loss ${ours.toFixed(4)} ` +
    `against its ${theirs.toFixed(4)}, a difference of ${difference.toFixed(4)} ± ${error.toFixed(4)}`
  );
}
