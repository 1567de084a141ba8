import { DAY_MS } from '../../acceptance/keeping.ts';
import type { GRADES } from '../../contract/words.ts';
import { compareOutcomes, type LeadOutcome } from '../outcome.ts';
import { type ScoredLead, weekOf } from '../scored-lead.ts';

/** A lead as performance is measured on it. */
export interface MeasuredLead {
  /** Of its scoring. */
  readonly week: string;
  readonly probability: number;
  readonly score: number | undefined;
  readonly grade: (typeof GRADES)[number] | undefined;
  readonly challenger: ScoredLead['challenger'];
  /** Days since it was scored, a fraction as well. */
  readonly age: number;
  /** 1: it converted. A lost lead is a 0 like an open one: either may still convert. */
  readonly label: 0 | 1;
  /** Days from the score to the conversion, at most the age. */
  readonly delay: number | undefined;
  /** Of the conversion. */
  readonly value: number | undefined;
}

export interface MeasuredLeads {
  /** By the time of the score: the same for the same rows in any order. */
  readonly leads: readonly MeasuredLead[];
  /** They add up to all leads of the range. */
  readonly outcomes: {
    readonly converted: number;
    readonly lost: number;
    readonly open: number;
    readonly before_scoring: number;
  };
}

export interface Selection {
  /** Only rows of it. */
  readonly version?: string | undefined;
  /** Scored from this time to that, both included. */
  readonly from: Date;
  readonly to: Date;
  readonly now: Date;
}

/**
 * Each lead of a range once, by its first row: later scores were made when part of the outcome was known. A lead whose conversion came
 * before that score is left out and counted, as the score says nothing about it. A conversion that is dated ahead of now counts
 * as one of now.
 *
 * @param rows in any order; the same row may be there twice
 */
export function selectLeads(rows: Iterable<ScoredLead>, selection: Selection): MeasuredLeads {
  const { version, from, to, now } = selection;
  const first = new Map<string, ScoredLead>();
  for (const row of rows) {
    if (version !== undefined && row.version !== version) continue;
    if (row.scoredAt < from || row.scoredAt > to) continue;
    const known = first.get(row.leadKey);
    if (known === undefined || compareRows(row, known) < 0) first.set(row.leadKey, row);
  }
  const outcomes = { converted: 0, lost: 0, open: 0, before_scoring: 0 };
  const leads: MeasuredLead[] = [];
  // The sums of the figures depend on the order to the last bit.
  for (const row of [...first.values()].sort(compareRows)) {
    const kind = row.outcome?.kind ?? 'open';
    if (kind === 'converted' && row.outcome!.occurredAt < row.scoredAt) {
      outcomes.before_scoring += 1;
      continue;
    }
    outcomes[kind] += 1;
    leads.push(measuredOf(row, now));
  }
  return { leads, outcomes };
}

/** Below 0: `one` comes first; of copies of a row the one whose outcome holds. */
const compareRows = (one: ScoredLead, other: ScoredLead): number =>
  one.scoredAt.getTime() - other.scoredAt.getTime() ||
  compareTexts(one.id, other.id) ||
  compareJoined(other.outcome, one.outcome);

const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function compareJoined(one: LeadOutcome | undefined, other: LeadOutcome | undefined): number {
  if (one === undefined || other === undefined)
    return Number(one !== undefined) - Number(other !== undefined);
  return compareOutcomes(one, other);
}

function measuredOf(row: ScoredLead, now: Date): MeasuredLead {
  const { scoredAt, probability, score, grade, challenger, outcome } = row;
  const daysUntil = (at: Date) => Math.max(0, (at.getTime() - scoredAt.getTime()) / DAY_MS);
  const age = daysUntil(now);
  const converts = outcome?.kind === 'converted';
  return {
    week: weekOf(scoredAt),
    probability,
    score,
    grade,
    challenger,
    age,
    label: converts ? 1 : 0,
    delay: converts ? Math.min(age, daysUntil(outcome.occurredAt)) : undefined,
    value: converts ? outcome.value : undefined,
  };
}
