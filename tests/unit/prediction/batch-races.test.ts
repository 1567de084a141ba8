import fc from 'fast-check';
import { memberId } from '../../../lib/prediction/batch.ts';
import { cancelBatch, eraseBatch } from '../../../lib/prediction/cancel-batch.ts';
import { cancelPrediction, erasePrediction } from '../../../lib/prediction/cancel-prediction.ts';
import { giveUpPredictions } from '../../../lib/prediction/give-up-predictions.ts';
import { decodeLeadMessage, encodeLeadMessage } from '../../../lib/prediction/lead-message.ts';
import type { DeadLetterStore } from '../../../lib/prediction/ports.ts';
import { scorePredictions } from '../../../lib/prediction/score-predictions.ts';
import { submitBatch } from '../../../lib/prediction/submit-batch.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

const LEADS = [0, 1, 2].map((visits) => ({ ...EXAMPLE_LEAD, visits }));
const IDEMPOTENCY = { caller: 'k', key: 'night-1' };
const ANYONE = () => true;

/** Who may work on a batch at the same time. */
const ACTORS = [
  'worker',
  'worker of one',
  'give up',
  'cancel',
  'cancel one',
  'erase',
  'erase one',
  'again',
] as const;
type Actor = (typeof ACTORS)[number];

/** Runs actors on a batch, every call of a store in an order that the scheduler chooses. */
async function race(scheduler: fc.Scheduler, actors: readonly Actor[]) {
  const world = createMemoryWorld();
  await world.publish();
  const submit = (deps: typeof world) => submitBatch(deps, 'leads', LEADS, { idempotency: IDEMPOTENCY });
  const submission = await submit(world);
  if (!submission.ok) throw new Error('expected leads that fit');
  const { id } = submission.batch;
  const [message] = world.queue.takeAll() as [string];
  const ids = LEADS.map((_, index) => memberId(id, index));
  /** What became of each member, in the order of the writes. */
  const history = new Map<string, string[]>(ids.map((member) => [member, []]));
  const note = async (member: string) => {
    const status = (await world.store.get(member))?.status;
    const known = history.get(member);
    if (status !== undefined && known !== undefined && known.at(-1) !== status) known.push(status);
  };
  const scheduled = <T extends object>(port: T): T =>
    new Proxy(port, {
      get:
        (target, name) =>
        async (...args: unknown[]) => {
          await scheduler.schedule(Promise.resolve(), String(name));
          const method = target[name as keyof T] as (...given: unknown[]) => Promise<unknown>;
          try {
            return await method.apply(target, args);
          } finally {
            for (const member of ids) await note(member);
          }
        },
    });
  const deps = {
    ...world,
    store: scheduled(world.store),
    deadLetters: scheduled<DeadLetterStore>(world.deadLetters),
  };
  const letter = { id: 'letter', body: message, receiveCount: 5, sentAt: world.clock.now() };
  const one = decodeLeadMessage(message);
  const act: Record<Actor, () => Promise<unknown>> = {
    worker: () => scorePredictions(deps, message),
    'worker of one': () =>
      scorePredictions(deps, encodeLeadMessage({ ...one, items: one.items.slice(1, 2) })),
    'give up': () => giveUpPredictions(deps, letter),
    cancel: () => cancelBatch(deps, id, ANYONE),
    'cancel one': () => cancelPrediction(deps, ids[1]!, ANYONE),
    erase: () => eraseBatch(deps, id),
    'erase one': () => erasePrediction(deps, ids[1]!),
    again: () => submit(deps).catch(() => undefined),
  };
  const done = Promise.all(actors.map((actor) => act[actor]()));
  await scheduler.waitFor(done);
  return { world, id, ids, history, message, letter };
}

const actors = fc.uniqueArray(fc.constantFrom(...ACTORS), { minLength: 2, maxLength: 5 });

test('the first final state of a lead stays, until it is erased, and nothing comes back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), actors, async (scheduler, chosen) => {
      const { world, id, ids, history, message, letter } = await race(scheduler, chosen);
      for (const states of history.values()) {
        expect(states.length).toBeLessThanOrEqual(2);
        if (states.length === 2) expect([states[0] !== 'erased', states[1]]).toEqual([true, 'erased']);
      }
      const stateOf = async (member: string) => (await world.store.get(member))?.status;
      if (chosen.includes('cancel') || chosen.includes('erase'))
        for (const member of ids) expect(await stateOf(member)).toBeDefined();
      const before = await Promise.all(ids.map(stateOf));
      // Everything is delivered, and asked for, once more.
      await scorePredictions(world, message);
      for (const body of world.queue.takeAll()) await scorePredictions(world, body);
      await giveUpPredictions(world, letter);
      await submitBatch(world, 'leads', LEADS, { idempotency: IDEMPOTENCY, wait: true }).catch(
        () => undefined,
      );
      const after = await Promise.all(ids.map(stateOf));
      expect(after.map((state, i) => before[i] ?? state)).toEqual(after);
      // A letter holds the leads of those that it failed, and of no other.
      const held = JSON.parse((await world.deadLetters.get('letter'))!.body).items as { id: string }[];
      for (const { id: member } of held)
        expect(await world.store.get(member)).toMatchObject({ status: 'failed', deadLetter: 'letter' });
      if (chosen.includes('erase')) {
        expect(after).toEqual(['erased', 'erased', 'erased']);
        expect(held).toEqual([]);
        expect(await world.store.getBatch(id)).toBeUndefined();
        expect(await world.store.get(id)).toMatchObject({ status: 'erased' });
      }
    }),
    { numRuns: 400 },
  );
});

test('once everything has run, no letter holds what was erased, without another delivery', async () => {
  const others = fc.uniqueArray(fc.constantFrom('erase', 'erase one', 'cancel', 'worker' as const), {
    minLength: 1,
    maxLength: 3,
  }) as fc.Arbitrary<Actor[]>;
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), others, async (scheduler, chosen) => {
      const { world } = await race(scheduler, ['give up', ...chosen]);
      const held = JSON.parse((await world.deadLetters.get('letter'))!.body).items as { id: string }[];
      for (const { id } of held)
        expect(await world.store.get(id)).toMatchObject({ status: 'failed', deadLetter: 'letter' });
    }),
    { numRuns: 400 },
  );
});
