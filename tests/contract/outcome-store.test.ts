import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { createDynamoDbOutcomeStore } from '../../lib/adapters/aws/dynamodb-outcome-store.ts';
import { orderOf } from '../../lib/adapters/aws/outcome-item.ts';
import {
  compareOutcomes,
  holdingOutcome,
  type LeadOutcome,
  type OutcomeEvent,
} from '../../lib/outcomes/outcome.ts';
import type { OutcomeStore } from '../../lib/outcomes/ports.ts';
import { leadKeyOf, placeOf, type ScoredLead, weekOf } from '../../lib/outcomes/scored-lead.ts';
import { createMemoryOutcomeStore } from '../support/memory/memory-outcome-store.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

const START = Date.UTC(2026, 1, 2, 10, 11, 12, 345);
const WEEK = '2026-02-02';
const EXPIRES = new Date('2027-03-02T10:11:12.000Z');
const at = (minute: number) => new Date(START + 60_000 * minute);

const scored = (changes: Partial<ScoredLead> = {}): ScoredLead => ({
  id: randomUUID(),
  model: `m-${randomUUID()}`,
  version: 'v1',
  leadKey: leadKeyOf(randomUUID()),
  scoredAt: at(0),
  probability: 0.1234567890123456,
  score: 61,
  grade: 'B',
  challenger: { version: 'v2', probability: 1e-200 },
  expiresAt: EXPIRES,
  ...changes,
});
const event = (minute: number, changes: Partial<OutcomeEvent> = {}): OutcomeEvent => ({
  kind: 'converted',
  occurredAt: at(minute),
  receivedAt: at(100),
  ...changes,
});

describePort<OutcomeStore>(
  'OutcomeStore',
  [
    inMemory(createMemoryOutcomeStore),
    onAws(({ dynamoDb, resource }) => createDynamoDbOutcomeStore(dynamoDb, resource('OutcomesTable'))),
  ],
  (store) => {
    const cohort = async (model: string, week = WEEK) => {
      const rows: ScoredLead[] = [];
      for await (const row of store().readCohort(model, week)) rows.push(row);
      return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    };

    test('gives back what was added, to the last bit, and what is added twice once', async () => {
      const full = scored({ outcome: { kind: 'converted', occurredAt: at(9), value: 0.1 + 0.2 } });
      const bare: ScoredLead = {
        ...placeOf(scored({ model: full.model, version: 'elsewhere' })),
        probability: 0,
        expiresAt: EXPIRES,
      };
      for (const _ of ['once', 'again'])
        expect(await store().addScored([full, bare])).toEqual([placeOf(full), placeOf(bare)]);
      expect(await cohort(full.model)).toEqual([full, bare].toSorted((a, b) => (a.id < b.id ? -1 : 1)));
      expect(await store().readLead(full.leadKey)).toEqual({ events: [], scored: [placeOf(full)] });
    });

    test('of a lead and a version the earliest is kept, in whatever order they come, also across weeks', () =>
      fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(fc.nat(12), { minLength: 2, maxLength: 4 }),
          fc.boolean(),
          async (days, atOnce) => {
            const { model, leadKey } = scored();
            const rows = days.map((day) => scored({ model, leadKey, scoredAt: at(day * 24 * 60) }));
            const first = rows.toSorted((a, b) => Number(a.scoredAt) - Number(b.scoredAt))[0]!;
            if (atOnce) await Promise.all(rows.map((row) => store().addScored([row])));
            else for (const row of rows) await store().addScored([row]);
            const left = [...(await cohort(model)), ...(await cohort(model, '2026-02-09'))];
            expect(left).toEqual([first]);
            expect((await store().readLead(leadKey)).scored).toEqual([placeOf(first)]);
            // Once more changes nothing.
            await Promise.all(rows.map((row) => store().addScored([row])));
            expect([...(await cohort(model)), ...(await cohort(model, '2026-02-09'))]).toEqual([first]);
          },
        ),
        { numRuns: 12 },
      ));

    test('of two that were scored at the same time the smaller id is kept', async () => {
      const [one, other] = [scored({ id: `a${randomUUID()}` }), scored({ id: `b${randomUUID()}` })];
      const second = { ...other, model: one.model, leadKey: one.leadKey };
      expect(await store().addScored([second])).toEqual([placeOf(second)]);
      expect(await store().addScored([one])).toEqual([placeOf(one)]);
      expect(await store().addScored([second])).toEqual([]);
      expect(await cohort(one.model)).toEqual([one]);
    });

    test('a lead has one for each version and model', async () => {
      const one = scored();
      const others = [
        scored({ leadKey: one.leadKey, model: one.model, version: 'v10' }),
        scored({ leadKey: one.leadKey, model: `${one.model}-b` }),
      ];
      await store().addScored([one, ...others]);
      const { scored: places } = await store().readLead(one.leadKey);
      expect(places).toHaveLength(3);
      expect(places).toEqual(expect.arrayContaining([one, ...others].map(placeOf)));
      expect(await cohort(one.model)).toHaveLength(2);
      expect(await cohort(`${one.model}-b`)).toEqual([others[1]]);
    });

    test('adding it again leaves the outcome that was joined', async () => {
      const row = scored();
      await store().addScored([row]);
      const outcome: LeadOutcome = { kind: 'lost', occurredAt: at(3) };
      expect(await store().join(placeOf(row), outcome)).toBe(true);
      await store().addScored([row]);
      expect(await cohort(row.model)).toEqual([{ ...row, outcome }]);
    });

    test('what is removed is gone, and only that; once more is no error', async () => {
      const one = scored();
      const other = scored({ model: one.model });
      await store().addScored([one, other]);
      for (const _ of ['once', 'again']) await store().removeScored([placeOf(one)]);
      expect(await cohort(one.model)).toEqual([other]);
      expect((await store().readLead(one.leadKey)).scored).toEqual([]);
      // Of a prediction that another one keeps out, nothing is removed of the other.
      await store().removeScored([{ ...placeOf(other), id: randomUUID() }]);
      expect(await cohort(one.model)).toEqual([other]);
      expect((await store().readLead(other.leadKey)).scored).toEqual([placeOf(other)]);
    });

    test('rows can be removed before what they are found by', async () => {
      const one = scored();
      await store().addScored([one]);
      for (const _ of ['once', 'again']) await store().removeRows([placeOf(one)]);
      expect(await cohort(one.model)).toEqual([]);
      expect((await store().readLead(one.leadKey)).scored).toEqual([placeOf(one)]);
      expect(await store().join(placeOf(one), { kind: 'lost', occurredAt: at(1) })).toBe(false);
      expect(await cohort(one.model)).toEqual([]);
    });

    test('keeps events of leads, whether they were scored or not, the latest first, each once', async () => {
      const lead = { reference: 'Ü/%2F “💡”', leadKey: leadKeyOf(randomUUID()) };
      const events = [
        event(5, { kind: 'lost', sentBy: 'key' }),
        event(2, { value: 0.30000000000000004 }),
        event(2, { value: 12 }),
        event(2),
        event(1, { kind: 'contacted' }),
      ];
      for (const each of events.toReversed()) expect(await store().addEvent(lead, each, EXPIRES)).toBe(true);
      const again = events.map((each) => ({ ...each, receivedAt: at(200), sentBy: 'another' }));
      for (const each of again) expect(await store().addEvent(lead, each, EXPIRES)).toBe(false);
      const { events: found } = await store().readLead(lead.leadKey);
      expect(found).toHaveLength(events.length);
      expect(found).toEqual(expect.arrayContaining(events));
      const times = found.map(({ occurredAt }) => occurredAt.getTime());
      expect(times).toEqual(times.toSorted((a, b) => b - a));
    });

    test('a value of -0, which JSON can say, is 0', async () => {
      const row = scored();
      await store().addScored([row]);
      const lead = { reference: 'r', leadKey: row.leadKey };
      expect(await store().addEvent(lead, event(1, { value: 0 }), EXPIRES)).toBe(true);
      expect(await store().addEvent(lead, event(1, { value: -0 }), EXPIRES)).toBe(false);
      const zero: LeadOutcome = { kind: 'converted', occurredAt: at(1), value: 0 };
      expect(await store().join(placeOf(row), { ...zero, value: 1 })).toBe(true);
      expect(await store().join(placeOf(row), { ...zero, value: -0 })).toBe(false);
      expect((await cohort(row.model))[0]!.outcome).toEqual({ ...zero, value: 1 });
    });

    test('events can be removed, and others stay', async () => {
      const [lead, other] = [randomUUID(), randomUUID()].map((reference) => ({
        reference,
        leadKey: leadKeyOf(reference),
      }));
      const row = scored({ leadKey: lead!.leadKey });
      await store().addScored([row]);
      for (let i = 0; i < 30; i++) await store().addEvent(lead!, event(i), EXPIRES);
      await store().addEvent(other!, event(1), EXPIRES);
      while (!(await store().removeEvents(lead!.leadKey)));
      expect(await store().removeEvents(lead!.leadKey)).toBe(true);
      expect(await store().readLead(lead!.leadKey)).toEqual({ events: [], scored: [placeOf(row)] });
      expect((await store().readLead(other!.leadKey)).events).toHaveLength(1);
    });

    const outcome = fc.record(
      {
        kind: fc.constantFrom('converted' as const, 'lost' as const, 'open' as const),
        occurredAt: fc.nat(2).map(at),
        value: fc.oneof(
          fc.double({ min: 0, max: 1e12, noNaN: true }).map((value) => value + 0),
          fc.nat(3),
        ),
      },
      { requiredKeys: ['kind', 'occurredAt'] },
    );

    test('the outcome that holds is joined, in whatever order they come, at once or one by one', () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(outcome, { minLength: 1, maxLength: 5 }),
          fc.boolean(),
          async (outcomes, atOnce) => {
            const row = scored();
            await store().addScored([row]);
            const join = (each: LeadOutcome) => store().join(placeOf(row), each);
            if (atOnce) await Promise.all(outcomes.map(join));
            else for (const each of outcomes) await join(each);
            const holds = holdingOutcome(outcomes.map((each) => ({ ...each, receivedAt: at(9) })));
            expect(await cohort(row.model)).toEqual([{ ...row, outcome: holds }]);
            expect(await join(holds!)).toBe(false);
          },
        ),
        { numRuns: 20 },
      ));

    test('a cohort has all of its leads, however many there are, and no other', async () => {
      const { model } = scored();
      const rows = Array.from({ length: 1200 }, () => scored({ model }));
      for (let from = 0; from < rows.length; from += 200)
        await store().addScored(rows.slice(from, from + 200));
      const others = [scored({ model: `${model}1` }), scored({ model, scoredAt: at(7 * 24 * 60) })];
      await store().addScored(others);
      const found = await cohort(model);
      expect(found.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).toSorted());
      expect(await cohort(model, weekOf(at(7 * 24 * 60)))).toEqual([others[1]]);
    });

    test('counts the changes of weeks', async () => {
      const { model } = scored();
      expect(await store().countChanges(model)).toEqual(new Map());
      await Promise.all(Array.from({ length: 5 }, () => store().noteChange(model, WEEK)));
      await store().noteChange(model, '2026-02-09');
      await store().noteChange(`${model}-b`, WEEK);
      expect(await store().countChanges(model)).toEqual(
        new Map([
          [WEEK, 5],
          ['2026-02-09', 1],
        ]),
      );
    });

    test('nothing to add and nothing to remove is no call', async () => {
      expect(await store().addScored([])).toEqual([]);
      await store().removeScored([]);
      await store().removeRows([]);
    });
  },
);

test('the order of the text that DynamoDB compares is that of outcomes', () => {
  const outcome = fc.record(
    {
      kind: fc.constantFrom('converted' as const, 'lost' as const, 'open' as const),
      occurredAt: fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
      value: fc.oneof(fc.constantFrom(0, -0, 5e-324), fc.double({ min: -0, max: 1e12, noNaN: true })),
    },
    { requiredKeys: ['kind', 'occurredAt'] },
  );
  const alike = fc
    .tuple(outcome, outcome, fc.boolean())
    .map(([one, other, same]) =>
      same ? [one, { ...other, kind: one.kind, occurredAt: one.occurredAt }] : [one, other],
    );
  fc.assert(
    fc.property(alike, ([one, other]) => {
      const [a, b] = [orderOf(one!), orderOf(other!)];
      expect(a < b ? -1 : a > b ? 1 : 0).toBe(Math.sign(compareOutcomes(one!, other!)) + 0);
    }),
  );
});
