import { keepUntil } from '../acceptance/keeping.ts';
import type { Clock } from '../clock.ts';
import { TransientError } from '../errors.ts';
import { forAll } from '../for-all.ts';
import { joinHolding } from './join-holding.ts';
import type { OutcomeEvent } from './outcome.ts';
import type { OutcomeStore } from './ports.ts';
import { endOfWeek, leadKeyOf, weekOf } from './scored-lead.ts';

export interface EventOf extends Omit<OutcomeEvent, 'receivedAt'> {
  readonly reference: string;
}

/** How many of the events were new, were known before, and are new and of leads that were never scored. */
export interface Recorded {
  readonly recorded: number;
  readonly repeated: number;
  readonly neverScored: number;
}

export interface RecordDeps {
  readonly outcomes: OutcomeStore;
  readonly clock: Clock;
  readonly outcomeDays: number;
  /** Milliseconds that are left for the work; without it the time has no end. */
  readonly timeLeft?: () => number;
}

/** Leads at a time: a thousand take about two seconds. */
export const AT_ONCE = 20;
/** Milliseconds that one event may still take, with what follows from it, and the answer. */
const RESERVE = 3000;

/** A store that is slow must not end the function in the middle of its work. @throws {TransientError} */
export function checkTime(timeLeft: (() => number) | undefined): void {
  if (timeLeft !== undefined && timeLeft() < RESERVE)
    throw new TransientError(
      'the store takes longer than a request may; send fewer at a time, the same ones again',
    );
}

/**
 * Keeps events and joins what holds now to the leads as they were scored. Safe to repeat, and it must be repeated when it
 * fails: the events that came before the failure are known then, and the rest is done.
 *
 * @throws {TransientError} the time is over
 */
export async function recordEvents(
  { outcomes, clock, outcomeDays, timeLeft }: RecordDeps,
  events: readonly EventOf[],
): Promise<Recorded> {
  const receivedAt = clock.now();
  const expiresAt = keepUntil(receivedAt, outcomeDays);
  // The events of a lead one after the other, and what holds in the end is joined once.
  const leads = [...Map.groupBy(events, ({ reference }) => reference)];
  const changed = new Map<string, { readonly model: string; readonly week: string }>();
  const counts = await forAll(
    leads,
    AT_ONCE,
    async ([reference, ofLead]) => {
      const lead = { reference, leadKey: leadKeyOf(reference) };
      let recorded = 0;
      for (const { reference: _, ...event } of ofLead) {
        // Of each: a request may be a thousand events of one lead.
        checkTime(timeLeft);
        if (await outcomes.addEvent(lead, { ...event, receivedAt }, expiresAt)) recorded += 1;
      }
      const scored = await joinHolding(outcomes, lead.leadKey);
      for (const { model, scoredAt } of scored) {
        const week = weekOf(scoredAt);
        // Also of events that were known: the request that brought them may have ended before it noted this.
        if (endOfWeek(week) <= receivedAt) changed.set(`${model}#${week}`, { model, week });
      }
      return {
        recorded,
        repeated: ofLead.length - recorded,
        neverScored: scored.length === 0 ? recorded : 0,
      };
    },
    'stop',
  );
  await forAll([...changed.values()], AT_ONCE, ({ model, week }) => outcomes.noteChange(model, week));
  const sum = (name: keyof Recorded) => counts.reduce((total, count) => total + count[name], 0);
  return { recorded: sum('recorded'), repeated: sum('repeated'), neverScored: sum('neverScored') };
}
