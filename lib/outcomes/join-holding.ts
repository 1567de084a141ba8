import { holdingOutcome } from './outcome.ts';
import type { OutcomeStore } from './ports.ts';
import type { ScoredPlace } from './scored-lead.ts';

/**
 * Joins the outcome that holds to the lead as every version scored it. Whoever writes an event, and whoever writes a scored
 * lead, does this afterwards: one of two at the same time sees what the other wrote.
 *
 * @returns where the lead is kept as scored
 */
export async function joinHolding(outcomes: OutcomeStore, leadKey: string): Promise<readonly ScoredPlace[]> {
  const { events, scored } = await outcomes.readLead(leadKey);
  const holds = holdingOutcome(events);
  if (holds !== undefined) for (const place of scored) await outcomes.join(place, holds);
  return scored;
}
