import type { Bucket } from '../bucket/ports.ts';
import type { Clock } from '../clock.ts';
import { noteLateChange } from './note-scored.ts';
import type { KeptLeadStore, OutcomeStore } from './ports.ts';
import { removeCohort } from './read-cohorts.ts';
import { leadKeyOf, weekOf } from './scored-lead.ts';

interface Deps {
  readonly outcomes: OutcomeStore;
  readonly keptLeads: KeptLeadStore;
  readonly files: Bucket;
  readonly clock: Clock;
}

/**
 * Erases what became of a lead, and the lead as it was scored, by the caller's own id of it. What it is found by goes last, so
 * that the call can be repeated after a failure.
 *
 * @returns false: there is more; repeat the call
 */
export async function eraseOutcomes(deps: Deps, reference: string): Promise<boolean> {
  const { outcomes, keptLeads, files } = deps;
  const leadKey = leadKeyOf(reference);
  const { scored } = await outcomes.readLead(leadKey);
  await outcomes.removeRows(scored);
  for (const place of scored) {
    // Whoever has read the row before is noticed, and what was read is removed.
    await noteLateChange(deps, place);
    await removeCohort(files, place.model, weekOf(place.scoredAt));
  }
  await outcomes.removeScored(scored);
  const [valuesAreGone, eventsAreGone] = [
    await keptLeads.removeLead(leadKey),
    await outcomes.removeEvents(leadKey),
  ];
  return valuesAreGone && eventsAreGone;
}
