import type { Performance } from '../../contract/performance.ts';
import type { Worth } from '../../contract/worth.ts';
import type { ScoredLead } from '../scored-lead.ts';
import { compareChallengers } from './compare-challengers.ts';
import { timeConversions } from './conversion-times.ts';
import { estimatePerformance } from './estimate-performance.ts';
import { measureCohorts } from './measure-cohorts.ts';
import { measureLive } from './measure-live.ts';
import { type CallCost, measureWorth, tellWrongPolicy } from './measure-worth.ts';
import { type MeasuredLead, type Selection, selectLeads } from './measured-leads.ts';

export interface PerformanceRequest extends Selection {
  readonly model: string;
  /** Of the model, in any order; those outside of the range or of another version are left out. */
  readonly rows: Iterable<ScoredLead>;
  /** By the policy file of the model, or what is wrong with it; without it nothing is said of worth. */
  readonly calls?: CallCost | { readonly problem: string } | undefined;
}

/**
 * What the scores of a model were worth, recomputed from the rows: the same rows give the same answer, in any order and however often
 * each is there. `docs/explanation/live-performance.md` says what each figure means. Every number is finite; what the leads do not
 * tell is null.
 *
 * @example measurePerformance({ model: 'default', from, to: now, now, rows })
 */
export function measurePerformance({ model, rows, calls, ...selection }: PerformanceRequest): Performance {
  const { version, from, to, now } = selection;
  const { leads, outcomes } = selectLeads(rows, selection);
  const times = timeConversions(leads);
  const cohorts = measureCohorts(leads, times);
  const mature = cohorts.flatMap((cohort) => (cohort.performance.is_mature ? cohort.leads : []));
  const live = measureLive(mature, times);
  return {
    model,
    version: version ?? null,
    from: from.toISOString(),
    to: to.toISOString(),
    computed_at: now.toISOString(),
    leads: leads.length + outcomes.before_scoring,
    outcomes,
    maturity: times.maturity,
    cohorts: cohorts.map(({ performance }) => performance),
    live,
    estimate: live === null ? estimatePerformance(leads) : null,
    challengers: compareChallengers(leads, mature),
    worth: calls === undefined ? null : worthOf(mature, calls),
  };
}

const worthOf = (mature: readonly MeasuredLead[], calls: CallCost | { readonly problem: string }): Worth =>
  'problem' in calls ? tellWrongPolicy(calls.problem) : measureWorth(mature, calls);
