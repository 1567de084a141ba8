import { createHash } from 'node:crypto';
import { keepUntil } from '../acceptance/keeping.ts';
import { forAll } from '../for-all.ts';
import { joinHolding } from './join-holding.ts';
import { noteLateChange } from './note-scored.ts';
import { AT_ONCE, checkTime, type RecordDeps } from './record-events.ts';
import { ELSEWHERE, leadKeyOf, type ScoredLead } from './scored-lead.ts';

/** A lead that was scored at another time, or by another system. */
export interface EarlierScored extends Pick<ScoredLead, 'probability' | 'score' | 'grade' | 'scoredAt'> {
  readonly reference: string;
  /** Undefined: another system scored it. */
  readonly version?: string;
}

/**
 * Adds leads that were scored before their outcomes were reported here. Safe to repeat: the same lead, version and time
 * is the same scored lead.
 *
 * @returns how many of them are measured now; of the others an earlier score of the same version is
 */
export async function addScoredLeads(
  deps: RecordDeps,
  model: string,
  leads: readonly EarlierScored[],
): Promise<number> {
  const { outcomes } = deps;
  // Those of a lead one after the other: an earlier one takes the place of a later one.
  const byLead = [...Map.groupBy(leads, ({ reference }) => reference)];
  const counts = await forAll(byLead, AT_ONCE, async ([reference, ofLead]) => {
    const leadKey = leadKeyOf(reference);
    const before = (await outcomes.readLead(leadKey)).scored;
    const rows = ofLead.map((lead) => rowOf(deps, model, leadKey, lead));
    for (const row of rows) {
      checkTime(deps.timeLeft);
      await outcomes.addScored([row]);
    }
    const now = await joinHolding(outcomes, leadKey);
    for (const place of [...before, ...now]) await noteLateChange(deps, place);
    const measured = new Set(now.map(({ id }) => id));
    return rows.filter(({ id }) => measured.has(id)).length;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

function rowOf(
  { outcomeDays }: Pick<RecordDeps, 'outcomeDays'>,
  model: string,
  leadKey: string,
  { reference: _, version = ELSEWHERE, scoredAt, ...figures }: EarlierScored,
): Omit<ScoredLead, 'outcome'> {
  const id = createHash('sha256')
    .update(JSON.stringify([model, version, leadKey, scoredAt.toISOString()]))
    .digest('hex');
  return { id, model, version, leadKey, scoredAt, expiresAt: keepUntil(scoredAt, outcomeDays), ...figures };
}
