import fc from 'fast-check';
import {
  compareOutcomes,
  holdingOutcome,
  type LeadOutcome,
  type OutcomeEvent,
} from '../../../lib/outcomes/outcome.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const outcome = fc.record(
  {
    kind: fc.constantFrom('converted' as const, 'lost' as const, 'open' as const),
    occurredAt: fc.integer({ min: 0, max: 3 }).map(at),
    value: fc.integer({ min: 0, max: 2 }),
  },
  { requiredKeys: ['kind', 'occurredAt'] },
);

test('any two outcomes are in one order, whichever is named first', () => {
  const key = ({ kind, occurredAt, value }: LeadOutcome) => `${occurredAt.getTime()} ${kind} ${value}`;
  fc.assert(
    fc.property(outcome, outcome, outcome, (one, other, third) => {
      expect(Math.sign(compareOutcomes(one, other))).toBe(0 - Math.sign(compareOutcomes(other, one)));
      expect(compareOutcomes(one, other) === 0).toBe(key(one) === key(other));
      if (compareOutcomes(one, other) >= 0 && compareOutcomes(other, third) >= 0)
        expect(compareOutcomes(one, third)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('what holds does not depend on the order of the events, nor on how often one comes', () => {
  const event = fc.oneof(
    outcome,
    outcome.map((each) => ({ ...each, kind: 'contacted' as const })),
  );
  fc.assert(
    fc.property(fc.array(event), fc.integer(), (events, seed) => {
      const all = events.map((each): OutcomeEvent => ({ ...each, receivedAt: at(9) }));
      const others = [...all, ...all].toSorted(
        (a, b) => seed * (a.occurredAt.getTime() - b.occurredAt.getTime()),
      );
      expect(holdingOutcome(others)).toEqual(holdingOutcome(all));
    }),
  );
});

test.each([
  ['the later one', ['converted', 1], ['lost', 0], 0],
  ['of two at the same time the one that does not count', ['converted', 1], ['lost', 1], 1],
  ['one that takes back', ['lost', 1], ['open', 1], 1],
] as const)('holds: %s', (_, first, second, holds) => {
  const events = [first, second].map(
    ([kind, minute]): OutcomeEvent => ({ kind, occurredAt: at(minute), receivedAt: at(9) }),
  );
  expect(holdingOutcome(events)?.kind).toBe(events[holds]!.kind);
});

test('that a lead was contacted is no outcome', () => {
  expect(holdingOutcome([{ kind: 'contacted', occurredAt: at(0), receivedAt: at(9) }])).toBeUndefined();
});
