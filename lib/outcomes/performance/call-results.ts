import type { MeasuredLead } from './measured-leads.ts';

/** What worth is measured on: leads that had time to convert. */
export type ValuedLead = Pick<MeasuredLead, 'probability' | 'label' | 'value'>;

/** Sums over called leads; of those that are called in part, that part. */
export interface CallResults {
  readonly calls: number;
  readonly lowestProbability: number;
  /** Of the probabilities. */
  readonly promised: number;
  readonly conversions: number;
  /** Conversions whose value was reported, the sum of the values and of their squares. */
  readonly valued: number;
  readonly value: number;
  readonly squares: number;
}

/** Leads by probability, the highest first; an entry holds all leads of a probability, which nothing orders. */
export function rankResults(leads: readonly ValuedLead[], unit: number): CallResults[] {
  const ranked = new Map<number, { -readonly [K in keyof CallResults]: number }>();
  for (const { probability, label, value } of leads) {
    const known = ranked.get(probability);
    const tied = known ?? { ...NOBODY, lowestProbability: probability };
    if (known === undefined) ranked.set(probability, tied);
    tied.calls += 1;
    tied.promised += probability;
    tied.conversions += label;
    if (label === 0 || value === undefined) continue;
    tied.valued += 1;
    tied.value += value / unit;
    tied.squares += (value / unit) ** 2;
  }
  return [...ranked.values()].sort((one, other) => other.lowestProbability - one.lowestProbability);
}

const NOBODY: CallResults = {
  calls: 0,
  lowestProbability: 1,
  promised: 0,
  conversions: 0,
  valued: 0,
  value: 0,
  squares: 0,
};

/**
 * What came of calling the leads with the highest probabilities. Where calls end among leads of one probability, each of these
 * counts in part: what is expected when they are called in a random order.
 *
 * @param ranked as `rankResults` gives them
 * @param calls a whole number, at most as many as there are leads
 */
export function takeCalls(ranked: readonly CallResults[], calls: number): CallResults {
  const taken = { ...NOBODY };
  for (const tied of ranked) {
    if (taken.calls === calls) break;
    const part = Math.min(1, (calls - taken.calls) / tied.calls);
    taken.calls += Math.min(tied.calls, calls - taken.calls);
    taken.lowestProbability = tied.lowestProbability;
    taken.promised += part * tied.promised;
    taken.conversions += part * tied.conversions;
    taken.valued += part * tied.valued;
    taken.value += part * tied.value;
    taken.squares += part * tied.squares;
  }
  return taken;
}
