import { keepUntil } from '../acceptance/keeping.ts';
import type { Clock } from '../clock.ts';
import type { Lead } from '../lead/schema.ts';
import { joinHolding } from './join-holding.ts';
import { holdingOutcome } from './outcome.ts';
import type { KeptLeadStore, OutcomeStore } from './ports.ts';
import { endOfWeek, leadKeyOf, placeOf, type ScoredLead, type ScoredPlace, weekOf } from './scored-lead.ts';

/** A lead that was just scored. */
export interface NewlyScored
  extends Omit<ScoredLead, 'leadKey' | 'expiresAt' | 'outcome'>,
    Pick<NamedPrediction, 'reference'> {
  readonly lead: Lead;
}

/** What names a scored lead to those who know its reference. */
export interface NamedPrediction extends Omit<ScoredPlace, 'leadKey'> {
  readonly reference: string;
}

/** One that may be erased: its row does not say when it was accepted any more. */
export type ForgottenPrediction = Omit<NamedPrediction, 'scoredAt'> & {
  readonly scoredAt?: Date | undefined;
};

/** Keeps what performance is measured on; nothing of it can change a prediction. */
export interface ScoredNoter {
  /** Keeps a lead as it was scored, and joins what became of it, where that is known. Once more changes nothing. */
  note(scored: NewlyScored): Promise<void>;

  /** Takes back what `note` kept, if anything, of a prediction that was erased or never got a result. */
  forget(prediction: ForgottenPrediction): Promise<void>;
}

export interface NoterDeps {
  readonly outcomes: OutcomeStore;
  readonly keptLeads: KeptLeadStore;
  readonly clock: Clock;
  /** How long scored leads are kept, days. */
  readonly outcomeDays: number;
  /** How long their values are kept, days; 0: they are not. */
  readonly leadDays: number;
}

export function createScoredNoter(deps: NoterDeps): ScoredNoter {
  const { outcomes, keptLeads, outcomeDays, leadDays } = deps;
  return {
    async note({ reference, lead, ...scored }) {
      const leadKey = leadKeyOf(reference);
      const before = await outcomes.readLead(leadKey);
      const holds = holdingOutcome(before.events);
      const row = {
        ...scored,
        leadKey,
        expiresAt: keepUntil(scored.scoredAt, outcomeDays),
        ...(holds === undefined ? {} : { outcome: holds }),
      };
      const [kept] = await outcomes.addScored([row]);
      // An earlier score of the same version is the one that is measured.
      if (kept === undefined) return;
      // A later score gives way to this one: it may be in the file of another week.
      const later = before.scored.find(
        ({ id, model, version }) => id !== row.id && model === row.model && version === row.version,
      );
      if (later !== undefined) await noteLateChange(deps, later);
      if (leadDays > 0)
        await keptLeads.keep({ ...placeOf(row), lead, expiresAt: keepUntil(row.scoredAt, leadDays) });
      // What was reported in between.
      await joinHolding(outcomes, leadKey);
      await noteLateChange(deps, row);
    },

    async forget({ reference, scoredAt, ...prediction }) {
      const named = { ...prediction, leadKey: leadKeyOf(reference) };
      await keptLeads.remove(named);
      const place =
        scoredAt === undefined
          ? (await outcomes.readLead(named.leadKey)).scored.find(({ id }) => id === named.id)
          : { ...named, scoredAt };
      if (place === undefined) return;
      await outcomes.removeScored([place]);
      await noteLateChange(deps, place);
    },
  };
}

/** A week that is over may have been read already. */
export async function noteLateChange(
  { outcomes, clock }: Pick<NoterDeps, 'outcomes' | 'clock'>,
  { model, scoredAt }: Pick<ScoredPlace, 'model' | 'scoredAt'>,
): Promise<void> {
  const week = weekOf(scoredAt);
  if (endOfWeek(week) <= clock.now()) await outcomes.noteChange(model, week);
}
