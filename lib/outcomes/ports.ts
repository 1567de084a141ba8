import type { Lead } from '../lead/schema.ts';
import type { LeadOutcome, OutcomeEvent } from './outcome.ts';
import type { ScoredLead, ScoredPlace } from './scored-lead.ts';

/** What outcomes ask of the world; what is written here holds for every adapter (ARCHITECTURE.md, “Ports”). */
export interface OutcomeStore {
  /**
   * Keeps scored leads. Of a lead and a version the earliest scored one is kept, equal times by the smaller id: one that comes later
   * changes nothing, one that is earlier takes the place. The same once more changes nothing, and never an outcome that was
   * joined to it.
   *
   * @returns those that are kept now, without those that another one keeps out
   */
  addScored(rows: readonly ScoredLead[]): Promise<ScoredPlace[]>;

  /** Removes scored leads, with what they were found by; those that are not there are no error. */
  removeScored(places: readonly ScoredPlace[]): Promise<void>;

  /** Removes scored leads, and leaves what they are found by: what else is to be erased is still found after a failure. */
  removeRows(places: readonly ScoredPlace[]): Promise<void>;

  /**
   * Keeps an event of a lead, whether the lead was scored or not. One with the same kind, time and value once more
   * changes nothing, also when another key sends it.
   *
   * @param expiresAt from then on it may vanish
   * @returns whether it is new
   */
  addEvent(lead: LeadName, event: OutcomeEvent, expiresAt: Date): Promise<boolean>;

  /** All events of a lead and where it is kept as scored, as of the last completed write; events by time, the latest first. */
  readLead(leadKey: string): Promise<{
    readonly events: readonly OutcomeEvent[];
    readonly scored: readonly ScoredPlace[];
  }>;

  /**
   * Joins an outcome to a scored lead where it holds before the one that is there (`compareOutcomes`), atomically.
   *
   * @returns whether it did; false also when there is no such scored lead
   */
  join(place: ScoredPlace, outcome: LeadOutcome): Promise<boolean>;

  /** Removes events of a lead; once more changes nothing. @returns whether all are gone; false: repeat the call */
  removeEvents(leadKey: string): Promise<boolean>;

  /** The scored leads of a model and a week, as of the last completed write, in no particular order. */
  readCohort(model: string, week: string): AsyncIterable<ScoredLead>;

  /** Notes that a week changed after it was over. It comes after the change. */
  noteChange(model: string, week: string): Promise<void>;

  /** How often each week of a model was noted as changed, as of the last completed write; absent: never. */
  countChanges(model: string): Promise<ReadonlyMap<string, number>>;
}

/** A lead that outcomes are reported of. */
export interface LeadName {
  readonly leadKey: string;
  readonly reference: string;
}

/**
 * Values of leads as they were scored; only in stages that ask for it (`leadDays`). There is one for each lead, model and
 * version, as of scored leads: when an earlier score takes the place of a later one, so do its values.
 */
export interface KeptLeadStore {
  /** Keeps the values of a lead; what was kept for the same lead, model and version is gone. */
  keep(lead: KeptLead): Promise<void>;

  /** Removes them where they are those of this prediction; where not, it changes nothing. */
  remove(place: Omit<ScoredPlace, 'scoredAt'>): Promise<void>;

  /** Removes all of a lead. @returns whether all are gone; false: repeat the call */
  removeLead(leadKey: string): Promise<boolean>;

  /** Those of these predictions, in their order; undefined: not there, or of another prediction. */
  getMany(places: readonly ScoredPlace[]): Promise<(KeptLead | undefined)[]>;
}

/** A lead as it was scored. */
export interface KeptLead extends ScoredPlace {
  readonly lead: Lead;
  /** From then on it may vanish. */
  readonly expiresAt: Date;
}
