import type { OUTCOME_EVENTS, OUTCOMES } from '../contract/words.ts';

/** What became of a lead. `open` takes an earlier outcome back: nothing became of it yet. */
export type OutcomeKind = (typeof OUTCOMES)[number];
/** What callers report: an outcome, or `contacted`, which is kept beside the outcomes and changes none. */
export type OutcomeEventKind = (typeof OUTCOME_EVENTS)[number];

/** What became of a lead, and when it did. */
export interface LeadOutcome {
  readonly kind: OutcomeKind;
  readonly occurredAt: Date;
  /** What the conversion is worth, in the currency of the team: not negative; only with `converted`. */
  readonly value?: number;
}

/** What a caller reported of a lead. */
export interface OutcomeEvent {
  readonly kind: OutcomeEventKind;
  readonly occurredAt: Date;
  readonly value?: number;
  readonly receivedAt: Date;
  /** The id of the key that sent it; undefined where none is asked for. */
  readonly sentBy?: string;
}

/** How far ahead of the clock an event may lie, milliseconds: the clocks of others differ, and a day ends later elsewhere. */
export const MOST_AHEAD_MS = 86_400_000;

/** Of outcomes at the same time the one of the highest rank holds. */
export const OUTCOME_RANK: Readonly<Record<OutcomeKind, number>> = { converted: 0, lost: 1, open: 2 };

/**
 * Which of two outcomes of a lead holds: a total order, so that the same events give the same outcome in whatever order they
 * arrive. The later one holds; of two at the same millisecond `open` before `lost` before `converted`, so that a doubt never
 * counts as a conversion; of two conversions then the one of the larger value.
 *
 * @returns above 0: `one` holds; below 0: `other` does; 0: they say the same
 */
export const compareOutcomes = (one: LeadOutcome, other: LeadOutcome): number =>
  one.occurredAt.getTime() - other.occurredAt.getTime() ||
  OUTCOME_RANK[one.kind] - OUTCOME_RANK[other.kind] ||
  (one.value ?? -1) - (other.value ?? -1);

/** The outcome that holds after these events, in any order; undefined: none of them is an outcome. */
export function holdingOutcome(events: Iterable<OutcomeEvent>): LeadOutcome | undefined {
  let holds: LeadOutcome | undefined;
  for (const event of events) {
    const outcome = outcomeOf(event);
    if (outcome !== undefined && (holds === undefined || compareOutcomes(outcome, holds) > 0))
      holds = outcome;
  }
  return holds;
}

function outcomeOf({ kind, occurredAt, value }: OutcomeEvent): LeadOutcome | undefined {
  if (kind === 'contacted') return undefined;
  return { kind, occurredAt, ...(value === undefined ? {} : { value }) };
}
