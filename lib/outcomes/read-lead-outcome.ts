import { holdingOutcome, type LeadOutcome, type OutcomeEvent } from './outcome.ts';
import type { OutcomeStore } from './ports.ts';
import { leadKeyOf } from './scored-lead.ts';

/** What was reported of a lead. */
export interface ReportedOutcome {
  /** Undefined: no event is an outcome. */
  readonly holds: LeadOutcome | undefined;
  /** The latest first. */
  readonly events: readonly OutcomeEvent[];
}

/** What became of a lead by the caller's own id of it; undefined: nothing was reported. */
export async function readLeadOutcome(
  { outcomes }: { readonly outcomes: OutcomeStore },
  reference: string,
): Promise<ReportedOutcome | undefined> {
  const { events } = await outcomes.readLead(leadKeyOf(reference));
  return events.length === 0 ? undefined : { holds: holdingOutcome(events), events };
}
