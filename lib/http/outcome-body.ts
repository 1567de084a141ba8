import type { LeadOutcome } from '../contract/outcome.ts';
import type { ReportedOutcome } from '../outcomes/read-lead-outcome.ts';

const MOST_EVENTS = 100;

/** What became of a lead, as answers say it. @param reported undefined: nothing was */
export function outcomeBody(reported: ReportedOutcome | undefined): LeadOutcome {
  const { holds, events = [] } = reported ?? {};
  return {
    outcome: holds?.kind ?? null,
    occurred_at: holds?.occurredAt.toISOString() ?? null,
    ...(holds?.value === undefined ? {} : { value: holds.value }),
    events: events.slice(0, MOST_EVENTS).map(({ kind, occurredAt, value, receivedAt, sentBy }) => ({
      outcome: kind,
      occurred_at: occurredAt.toISOString(),
      ...(value === undefined ? {} : { value }),
      received_at: receivedAt.toISOString(),
      sent_by: sentBy ?? null,
    })),
  };
}
