import { createHash } from 'node:crypto';
import { DAY_MS } from '../acceptance/keeping.ts';
import type { GRADES } from '../contract/words.ts';
import type { LeadOutcome } from './outcome.ts';

/**
 * A lead as a version of a model first scored it, and what became of it: what performance is measured on. It holds no value
 * of the lead. A lead has one for each version that scored it: later scores of the same version would be measured after part
 * of the outcome is known.
 */
export interface ScoredLead extends ScoredPlace {
  /** 0 to 1, after calibration. */
  readonly probability: number;
  /** 1 to 99; absent of leads that were scored elsewhere. */
  readonly score?: number;
  readonly grade?: (typeof GRADES)[number];
  /** What the challenger of that time said. */
  readonly challenger?: { readonly version: string; readonly probability: number };
  /** From then on it may vanish. */
  readonly expiresAt: Date;
  /** The one that holds; absent: nothing was reported. */
  readonly outcome?: LeadOutcome;
}

/** Where a scored lead is kept. */
export interface ScoredPlace {
  /** Of the prediction. */
  readonly id: string;
  readonly model: string;
  /** `v3`; or `ELSEWHERE`. */
  readonly version: string;
  readonly leadKey: string;
  /** When the lead was accepted: the same for every delivery of its message, so that a lead never has two places. */
  readonly scoredAt: Date;
}

export const placeOf = ({ id, model, version, leadKey, scoredAt }: ScoredPlace): ScoredPlace => ({
  id,
  model,
  version,
  leadKey,
  scoredAt,
});

/** Whether a scored lead comes before another of the same lead and version; a total order. */
export const isScoredEarlier = (one: ScoredPlace, other: ScoredPlace): boolean =>
  one.scoredAt < other.scoredAt || (one.scoredAt.getTime() === other.scoredAt.getTime() && one.id < other.id);

/** The version of leads that another system scored. No version of a model can be called like it. */
export const ELSEWHERE = 'elsewhere';

/** What a lead is kept under: SHA-256 of the caller's reference, 64 hex digits. A pseudonym, so personal data as well. */
export const leadKeyOf = (reference: string): string => createHash('sha256').update(reference).digest('hex');

const WEEK_MS = 7 * DAY_MS;
/** A Monday: 1970-01-05. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

/** The cohort of a time: its week, by the date of its Monday in UTC, such as `2026-11-30`. */
export const weekOf = (at: Date): string =>
  new Date(Math.floor((at.getTime() - FIRST_MONDAY_MS) / WEEK_MS) * WEEK_MS + FIRST_MONDAY_MS)
    .toISOString()
    .slice(0, 10);

/** When a week begins. @param week as `weekOf` writes it */
export const startOfWeek = (week: string): Date => new Date(`${week}T00:00:00.000Z`);

/** When a week is over. */
export const endOfWeek = (week: string): Date => new Date(startOfWeek(week).getTime() + WEEK_MS);

/** The weeks of all times from one to another, both included, ascending; none when `to` is before `from`. */
export function weeksBetween(from: Date, to: Date): string[] {
  const weeks: string[] = [];
  for (let at = startOfWeek(weekOf(from)); at <= to; at = new Date(at.getTime() + WEEK_MS))
    weeks.push(weekOf(at));
  return weeks;
}
