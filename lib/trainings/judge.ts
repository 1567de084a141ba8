import {
  breaksCallers,
  describeFindings,
  fieldsOf,
  listOpenFindings,
  type PromotionFinding,
} from '../registry/promotion-finding.ts';
import type { Comparison } from './training.ts';
import type { TrainingPolicy } from './training-policy.ts';

export interface Judgement {
  readonly verdict: 'promote' | 'challenge' | 'keep';
  /** In a sentence. */
  readonly reason: string;
}

/** What is known of a new version when it is decided what becomes of it. */
export interface Case {
  readonly model: string;
  /** The new version. */
  readonly version: string;
  /** The version that serves; undefined: there is none. */
  readonly champion: string | undefined;
  /** A text: why they cannot be compared. */
  readonly compared: Comparison | string;
  readonly findings: readonly PromotionFinding[];
}

/**
 * What a policy makes of a new version. Whether it is better is asked last: one that callers cannot use stays where it is, and one
 * that may have seen the outcome does not serve, whatever the policy says of being better.
 */
export function judge(policy: TrainingPolicy, facts: Case): Judgement {
  const { champion, compared, findings } = facts;
  const found = typeof compared === 'string' ? compared : describe(compared, champion ?? '');
  const allowed = findings.filter((finding) => !listOpenFindings(findings).includes(finding));
  const { verdict, reason, advice } = judgeOpenly(policy, facts, found);
  const said = allowed.length === 0 ? reason : `${reason}; allowed: ${describeFindings(allowed)}`;
  return { verdict, reason: advice === undefined ? said : `${said}. ${advice}` };
}

function judgeOpenly(
  { promotion, standardErrors }: TrainingPolicy,
  { model, version, champion, compared, findings }: Case,
  found: string,
): Judgement & { readonly advice?: string } {
  const open = listOpenFindings(findings);
  const objection = describeFindings(open);
  if (promotion === 'never')
    return {
      verdict: 'keep',
      reason: `the policy never moves an alias; ${open.length === 0 ? '' : `${objection}; `}${found}`,
    };
  if (open.length > 0) {
    const verdict = breaksCallers(open) || champion === undefined ? 'keep' : 'challenge';
    return {
      verdict,
      reason: `${objection}. Compared: ${found}`,
      advice: adviseOn(open, `${model}@${version}`),
    };
  }
  if (champion === undefined) return { verdict: 'promote', reason: 'it is the first version of the model' };
  if (promotion === 'always') return { verdict: 'promote', reason: `the policy always promotes; ${found}` };
  if (typeof compared === 'string') return { verdict: 'challenge', reason: found };
  const needed = standardErrors * compared.standard_error;
  const margin = `${number(standardErrors)} standard ${standardErrors === 1 ? 'error' : 'errors'}`;
  return compared.difference > needed
    ? { verdict: 'promote', reason: `${found}: better by more than ${margin}` }
    : { verdict: 'challenge', reason: `${found}: not better by more than ${margin}` };
}

const MOST_NAMED = 8;

/** What to do about findings; the command ends the sentence, so that it can be selected. */
function adviseOn(open: readonly PromotionFinding[], reference: string): string {
  const fields = fieldsOf(open);
  const byHand = `scorelane models promote ${reference} --force`;
  const named = fields.slice(0, MOST_NAMED).map((field) => JSON.stringify(field));
  const list = [...named, ...(fields.length > named.length ? ['…'] : [])].join(', ');
  return fields.length === 0
    ? `To promote it nevertheless: ${byHand}`
    : `If callers are ready for that and the values are known when a lead comes in, add "allow_fields": [${list}] to the policy, or: ${byHand}`;
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
