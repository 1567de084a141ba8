import fc from 'fast-check';
import { TransientError } from '../../../lib/errors.ts';
import { createScoredNoter } from '../../../lib/outcomes/note-scored.ts';
import { holdingOutcome, type OutcomeEvent } from '../../../lib/outcomes/outcome.ts';
import { type EventOf, recordEvents } from '../../../lib/outcomes/record-events.ts';
import { leadKeyOf, type ScoredLead } from '../../../lib/outcomes/scored-lead.ts';
import { memberId } from '../../../lib/prediction/batch.ts';
import { cancelPrediction } from '../../../lib/prediction/cancel-prediction.ts';
import { eraseLead } from '../../../lib/prediction/erase-lead.ts';
import { giveUpPredictions } from '../../../lib/prediction/give-up-predictions.ts';
import type { Prediction } from '../../../lib/prediction/prediction.ts';
import { scorePredictions } from '../../../lib/prediction/score-predictions.ts';
import { submitBatch } from '../../../lib/prediction/submit-batch.ts';
import { submitPrediction } from '../../../lib/prediction/submit-prediction.ts';
import { cutOff } from '../../support/cut-off.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

const LEADS = ['a', 'b'];
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = Date.parse('2026-02-01T10:00:00.000Z');

const lead = fc.constantFrom(...LEADS);
const cut = fc.record({ after: fc.option(fc.nat(14), { nil: undefined, freq: 2 }), isDone: fc.boolean() });
const event = fc.record(
  {
    kind: fc.constantFrom('converted' as const, 'lost' as const, 'open' as const, 'contacted' as const),
    occurredAt: fc.nat(4).map((minutes) => new Date(START + minutes * MINUTE)),
    value: fc.nat(2),
  },
  { requiredKeys: ['kind', 'occurredAt'] },
);
const step = fc.oneof(
  fc.record({ do: fc.constant('submit' as const), lead, wait: fc.boolean(), cut }),
  fc.record({
    do: fc.constant('batch' as const),
    leads: fc.array(lead, { minLength: 1, maxLength: 3 }),
    cut,
  }),
  fc.record({ do: fc.constant('deliver' as const), at: fc.nat(), isTwice: fc.boolean(), cut }),
  fc.record({
    do: fc.constant('report' as const),
    events: fc.array(fc.tuple(lead, event), { maxLength: 4 }),
    cut,
  }),
  fc.record({ do: fc.constant('cancel' as const), at: fc.nat() }),
  fc.record({ do: fc.constant('erase' as const), lead, cut }),
  fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 8 * 24 * 60) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** A story of leads, and what has to hold of what was kept of them. */
function tell() {
  const world = createMemoryWorld();
  /** What the service runs with, until it ends at a call. */
  const alive = ({ after, isDone }: { after: number | undefined; isDone: boolean }) => {
    const deps = cutOff(world, after, isDone);
    return { ...deps, scored: createScoredNoter({ ...deps, outcomeDays: 400, leadDays: 30 }) };
  };
  const waiting: { body: string; received: number }[] = [];
  const accepted = new Map<string, string>();
  /** What was reported since a lead was erased. */
  const reported = new Map<string, OutcomeEvent[]>();
  const takeMessages = () => waiting.push(...world.queue.takeAll().map((body) => ({ body, received: 0 })));

  /** As clients and queues do: again until it succeeds. */
  async function untilDone(
    work: (deps: ReturnType<typeof alive>) => Promise<unknown>,
    at: Step & { cut: { after: number | undefined; isDone: boolean } },
  ) {
    try {
      await work(alive(at.cut));
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      await work(alive({ after: undefined, isDone: false }));
    }
  }

  async function deliver(
    message: { body: string; received: number },
    at: { after: number | undefined; isDone: boolean },
  ) {
    message.received += 1;
    const deps = alive(at);
    try {
      if (message.received > 2) {
        const letter = {
          id: `letter-${waiting.indexOf(message)}`,
          receiveCount: 3,
          sentAt: world.clock.now(),
        };
        await giveUpPredictions(deps, { ...letter, body: message.body });
      } else await scorePredictions(deps, message.body);
      return true;
    } catch (error) {
      if (error instanceof TransientError) return false;
      throw error;
    }
  }

  async function act(at: Step, index: number): Promise<void> {
    world.passTime(1);
    switch (at.do) {
      case 'submit': {
        const input = { lead: EXAMPLE_LEAD, reference: at.lead };
        const options = { wait: at.wait, idempotency: { caller: 'c', key: `k${index}` } };
        return untilDone(async (deps) => {
          const submission = await submitPrediction(deps, 'leads', input, options);
          if (submission.ok) accepted.set(submission.prediction.id, at.lead);
        }, at);
      }
      case 'batch': {
        const inputs = at.leads.map((reference) => ({ lead: EXAMPLE_LEAD, reference }));
        const options = { wait: index % 2 === 0, idempotency: { caller: 'c', key: `k${index}` } };
        return untilDone(async (deps) => {
          const submission = await submitBatch(deps, 'leads', inputs, options);
          if (!submission.ok) return;
          for (const [i, reference] of at.leads.entries())
            accepted.set(memberId(submission.batch.id, i), reference);
        }, at);
      }
      case 'deliver': {
        takeMessages();
        const message = waiting[at.at % Math.max(1, waiting.length)];
        if (message === undefined) return;
        const isDone = await deliver(message, at.cut);
        if (isDone && !at.isTwice) waiting.splice(waiting.indexOf(message), 1);
        return;
      }
      case 'report':
        await untilDone(async (deps) => {
          const events = at.events.map(([reference, each]): EventOf => ({ ...each, reference }));
          await recordEvents({ ...deps, outcomeDays: 400 }, events);
        }, at);
        for (const [reference, each] of at.events)
          reported.set(reference, [
            ...(reported.get(reference) ?? []),
            { ...each, receivedAt: world.clock.now() },
          ]);
        return;
      case 'cancel': {
        const ids = [...accepted.keys()];
        const id = ids[at.at % Math.max(1, ids.length)];
        if (id !== undefined) await cancelPrediction(world, id, () => true);
        return;
      }
      case 'erase':
        await untilDone(async (deps) => {
          // A minute later: a request that is not over yet keeps an entry from being erased.
          world.passTime(2 * MINUTE);
          while (!(await eraseLead(deps, at.lead)).complete);
        }, at);
        reported.delete(at.lead);
        return;
      default:
        world.passTime(at.minutes * MINUTE);
    }
  }

  async function settle() {
    for (takeMessages(); waiting.length > 0; takeMessages()) {
      const message = waiting[0]!;
      if (await deliver(message, { after: undefined, isDone: false })) waiting.shift();
    }
  }
  return { world, act, settle, accepted, reported };
}

async function check({ world, accepted, reported }: ReturnType<typeof tell>) {
  const predictions = await world.store.getMany([...accepted.keys()], { asOfLastWrite: true });
  const known = predictions.filter(
    (each): each is Prediction => each !== undefined && each.status !== 'erased',
  );
  const rows = [...world.outcomes.rows.values()];
  for (const reference of LEADS) {
    const ofLead = known.filter(({ id }) => accepted.get(id) === reference).toSorted(byTime);
    const ofRows = rows.filter(({ leadKey }) => leadKey === leadKeyOf(reference));
    const first = ofLead.find(({ status }) => status === 'succeeded');
    expectRow(ofRows, first, ofLead[0]?.status === 'succeeded');
    const holds = holdingOutcome(reported.get(reference) ?? []);
    for (const row of ofRows) expect(row.outcome).toEqual(holds);
    const kept = [...world.keptLeads.leads.values()].filter(
      ({ leadKey }) => leadKey === leadKeyOf(reference),
    );
    const keptIds = kept.map(({ id }) => id);
    expect(keptIds).toEqual(expect.arrayContaining(ofRows.map(({ id }) => id)));
    // Of what was erased, nothing; values may stay until they expire of a lead that lost its row to a canceled prediction.
    expect(ofLead.map(({ id }) => id)).toEqual(expect.arrayContaining(keptIds));
  }
  expect(rows.every(({ leadKey }) => LEADS.some((reference) => leadKeyOf(reference) === leadKey))).toBe(true);
}

const byTime = (one: Prediction, other: Prediction) =>
  Number(one.createdAt) - Number(other.createdAt) || (one.id < other.id ? -1 : 1);

/** A lead has the row of its first prediction with a result; it may have none where an earlier one ended without. */
function expectRow(rows: readonly ScoredLead[], first: Prediction | undefined, isFirstOfAll: boolean) {
  if (first === undefined || first.status !== 'succeeded') {
    expect(rows).toEqual([]);
    return;
  }
  if (!isFirstOfAll && rows.length === 0) return;
  const { probability, score, grade } = first.result;
  expect(rows).toMatchObject([{ model: 'leads', version: first.model.version, probability, score, grade }]);
  if (isFirstOfAll) expect(rows[0]).toMatchObject({ id: first.id, scoredAt: first.createdAt });
}

test('whatever order, duplicates and ends of processes: what is kept is what a replay of everything gives', () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      const story = tell();
      await story.world.publish();
      for (const [i, each] of steps.entries()) await story.act(each, i);
      await story.settle();
      await check(story);
    }),
    { numRuns: 400 },
  ));

test('a worker that notes a lead while it is erased, and ends, leaves nothing once its message comes again', async () => {
  const { world } = tell();
  await world.publish();
  await submitPrediction(world, 'leads', { lead: EXAMPLE_LEAD, reference: 'a' });
  const [body] = world.queue.takeAll();
  const away = () => Promise.reject(new TransientError('the process has ended'));
  const outcomes: typeof world.outcomes = {
    ...world.outcomes,
    async addScored(rows) {
      world.passTime(2 * MINUTE);
      expect(await eraseLead(world, 'a')).toMatchObject({ complete: true });
      return world.outcomes.addScored(rows);
    },
  };
  const ending = { ...world, outcomes, store: { ...world.store, complete: away } };
  const withValues = { outcomeDays: 400, leadDays: 30 };
  const scored = createScoredNoter({ ...ending, ...withValues });
  await expect(scorePredictions({ ...ending, scored }, body!)).rejects.toThrow(TransientError);
  expect(world.outcomes.rows.size).toBe(1);
  await scorePredictions({ ...world, scored: createScoredNoter({ ...world, ...withValues }) }, body!);
  expect([...world.outcomes.rows.values(), ...world.keptLeads.leads.values()]).toEqual([]);
  expect((await world.outcomes.readLead(leadKeyOf('a'))).scored).toEqual([]);
});

test('an outcome that is reported while its lead is noted is joined, whoever is first', () =>
  fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { world } = tell();
      const slow = (port: object) =>
        new Proxy(port, {
          get: (target, name) => {
            const member = Reflect.get(target, name);
            return typeof member === 'function'
              ? scheduler.scheduleFunction(async (...given: unknown[]) => member.apply(target, given))
              : member;
          },
        });
      const outcomes = slow(world.outcomes) as MemoryWorld['outcomes'];
      const deps = { ...world, outcomes, outcomeDays: 400, leadDays: 0 };
      const scored = { model: 'leads', version: 'v1', probability: 0.2, lead: EXAMPLE_LEAD, reference: 'a' };
      const at = (day: number) => new Date(START + day * DAY);
      const report = (day: number): EventOf[] => [{ reference: 'a', kind: 'converted', occurredAt: at(day) }];
      const noter = createScoredNoter(deps);
      await scheduler.waitFor(
        Promise.all([
          noter.note({ ...scored, id: '1', scoredAt: at(0) }),
          noter.note({ ...scored, id: '2', scoredAt: at(0), version: 'v2' }),
          recordEvents(deps, report(3)),
          recordEvents(deps, report(5)),
        ]),
      );
      const rows = [...world.outcomes.rows.values()];
      expect(rows.map(({ outcome }) => outcome?.occurredAt)).toEqual([at(5), at(5)]);
    }),
  ));
