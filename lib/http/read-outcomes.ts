import type * as z from 'zod/mini';
import { DAY_MS } from '../acceptance/keeping.ts';
import { EventByPrediction, EventByReference, ScoredLead as ScoredLeadSchema } from '../contract/outcome.ts';
import { MOST_OUTCOMES, MOST_REFERENCE, MOST_VALUE, OUTCOME_EVENTS } from '../contract/words.ts';
import type { ItemError } from '../lead/validate-leads.ts';
import { MOST_AHEAD_MS } from '../outcomes/outcome.ts';
import { explainIssues } from '../trainings/training-options.ts';
import { HttpProblem } from './problem.ts';

/** An event as it came: checked, but for whose it is. */
export type SentEvent = EventByReference | EventByPrediction;

/** Years before are typed wrong. */
const EARLIEST = 0;

const SAID = {
  reference: `expected text of 1 to ${MOST_REFERENCE} characters without control characters`,
  time: 'expected a date with time and offset, such as 2026-11-30T09:00:00Z or 2026-11-30T10:00:00+01:00',
};
const EVENT = {
  reference: SAID.reference,
  prediction_id: 'expected the id of a prediction, as text',
  outcome: `expected one of ${OUTCOME_EVENTS.join(', ')}`,
  occurred_at: SAID.time,
  value: `expected a number from 0 to ${MOST_VALUE.toLocaleString('en-US')}`,
};
const SCORED_LEAD = {
  reference: SAID.reference,
  scored_at: SAID.time,
  probability: 'expected a number from 0 to 1',
  version: 'expected a version such as v3',
  score: 'expected a whole number from 1 to 99',
  grade: 'expected one of A, B, C, D',
};

/**
 * One event, or a list of them.
 *
 * @param body parsed JSON, untrusted
 * @throws {HttpProblem} 422 naming everything that is wrong, with the place in the list; then nothing is to be done
 */
export function readEvents(body: unknown, now: Date): readonly SentEvent[] {
  const latest = now.getTime() + MOST_AHEAD_MS;
  return readEach(listOf(body, 'events'), EVENT, (item) => {
    const byPrediction = 'prediction_id' in item;
    if (byPrediction && 'reference' in item)
      return [
        { field: 'prediction_id', message: 'expected either “reference” or “prediction_id”, got both' },
      ];
    return (
      check(byPrediction ? EventByPrediction : EventByReference, item, EVENT) ?? [
        ...(Date.parse(String(item.occurred_at)) < EARLIEST
          ? [{ field: 'occurred_at', message: 'expected a time since 1970' }]
          : []),
        ...laterThan(latest, 'occurred_at', item),
        ...(item.value !== undefined && item.outcome !== 'converted'
          ? [{ field: 'value', message: `expected only with “converted”, got it with “${item.outcome}”` }]
          : []),
      ]
    );
  });
}

/** The leads of `POST /scored_leads`. @throws {HttpProblem} as `readEvents` does */
export function readScoredLeads(leads: unknown, now: Date, keptDays: number): readonly ScoredLeadSchema[] {
  const earliest = now.getTime() - keptDays * DAY_MS;
  return readEach(listOf(leads, 'leads'), SCORED_LEAD, (item) => {
    const wrong = check(ScoredLeadSchema, item, SCORED_LEAD) ?? laterThan(now.getTime(), 'scored_at', item);
    if (wrong.length > 0 || Date.parse(String(item.scored_at)) > earliest) return wrong;
    const message = `expected a time of the last ${keptDays} days: so long scored leads are kept`;
    return [{ field: 'scored_at', message }];
  });
}

type Item = Readonly<Record<string, unknown>>;
type Wrong = readonly { readonly field: string; readonly message: string }[];

const laterThan = (latest: number, field: string, item: Item): Wrong =>
  Date.parse(String(item[field])) <= latest
    ? []
    : [{ field, message: 'expected a time that is not in the future' }];

/** @returns undefined: nothing is wrong */
function check(schema: z.ZodMiniType, item: Item, said: Readonly<Record<string, string>>): Wrong | undefined {
  const parsed = schema.safeParse(item);
  if (parsed.success) return undefined;
  // A value may be wrong in more than one way.
  const wrong = explainIssues(parsed.error.issues as never, said).map(
    (issue) => [issue.field, issue] as const,
  );
  return [...new Map(wrong).values()];
}

function listOf(body: unknown, what: 'events' | 'leads'): readonly unknown[] {
  const list = what === 'events' && !Array.isArray(body) ? [body] : body;
  if (Array.isArray(list) && list.length > 0 && list.length <= MOST_OUTCOMES) return list;
  const got = Array.isArray(list) ? list.length.toLocaleString('en-US') : 'something else';
  throw new HttpProblem(
    'invalid-request',
    `expected ${what === 'events' ? 'an event or ' : ''}a list of 1 to ${MOST_OUTCOMES.toLocaleString('en-US')} ${what}, got ${got}`,
  );
}

function readEach<T>(
  list: readonly unknown[],
  said: Readonly<Record<string, string>>,
  explain: (item: Item) => Wrong,
): readonly T[] {
  const errors = list.flatMap((item, index): ItemError[] => {
    const wrong =
      typeof item === 'object' && item !== null && !Array.isArray(item)
        ? explain(item as Item)
        : [{ field: 'body', message: `expected an object of ${Object.keys(said).join(', ')}` }];
    return wrong.map((each) => ({ index, ...each }));
  });
  if (errors.length > 0) throw invalidItems(errors);
  return list as readonly T[];
}

/** Of a list: which item, which member, what is wrong. */
export function invalidItems(errors: readonly ItemError[]): HttpProblem {
  const items = new Set(errors.map(({ index }) => index)).size;
  const detail = `${items === 1 ? '1 item is' : `${items.toLocaleString('en-US')} items are`} not valid, and nothing was kept`;
  return new HttpProblem('invalid-request', detail, {}, { errors });
}
