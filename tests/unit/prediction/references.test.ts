import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { KeyReusedError } from '../../../lib/acceptance/idempotency.ts';
import { NotQueuedError } from '../../../lib/acceptance/not-queued-error.ts';
import { TransientError } from '../../../lib/errors.ts';
import { memberId } from '../../../lib/prediction/batch.ts';
import { findByReference } from '../../../lib/prediction/find-by-reference.ts';
import type { Prediction } from '../../../lib/prediction/prediction.ts';
import { redriveLetter } from '../../../lib/prediction/redrive-letter.ts';
import { scorePredictions } from '../../../lib/prediction/score-predictions.ts';
import { submitBatch } from '../../../lib/prediction/submit-batch.ts';
import { type SubmitDeps, submitPrediction } from '../../../lib/prediction/submit-prediction.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

let world: MemoryWorld;
beforeEach(async () => {
  world = createMemoryWorld();
  await world.publish();
});

const named = (reference: string | undefined, visits = 1) => ({
  lead: { ...EXAMPLE_LEAD, visits },
  ...(reference === undefined ? {} : { reference }),
});

async function historyOf({ store, references, clock }: MemoryWorld, reference: string, limit = 3) {
  const found: Prediction[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await findByReference({ store, references, clock }, { reference, limit, cursor });
    found.push(...page.predictions);
    cursor = page.next;
    if (cursor === undefined) return found;
  }
}

async function submit(deps: SubmitDeps, input: unknown, key?: string, wait = false): Promise<string> {
  const idempotency = key === undefined ? undefined : { caller: 'c', key };
  const submission = await submitPrediction(deps, 'leads', input, { idempotency, wait });
  if (!submission.ok) throw new Error(JSON.stringify(submission.errors));
  return submission.prediction.id;
}

const scoreAll = async () => {
  for (const body of world.queue.takeAll()) await scorePredictions(world, body);
};

const REFERENCES = ['a', 'b', 'A b/%2F', undefined];
const request = fc.record({
  members: fc.array(fc.constantFrom(...REFERENCES), { minLength: 1, maxLength: 4 }),
  isBatch: fc.boolean(),
  wait: fc.boolean(),
  key: fc.option(fc.constantFrom('k1', 'k2', 'k3'), { nil: undefined }),
  passed: fc.constantFrom(1, 1000),
  scored: fc.boolean(),
  fails: fc.constantFrom('no', 'no', 'before the row', 'before the queue'),
});

test('every accepted reference is found, and no other, however it was submitted and whatever failed', () =>
  fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 12 }), async (requests) => {
      world = createMemoryWorld();
      await world.publish();
      /** Id → reference, of what has a row, or is a member of a batch that has one. */
      const accepted = new Map<string, string | undefined>();
      for (const { members, isBatch, wait, key, passed, scored, fails } of requests) {
        world.passTime(passed);
        const away = () => Promise.reject(new TransientError('away'));
        const deps: SubmitDeps = {
          ...world,
          ...(fails === 'before the row' && { store: { ...world.store, create: away, createBatch: away } }),
          ...(fails === 'before the queue' && { queue: { ...world.queue, send: away } }),
        };
        const idempotency = key === undefined ? undefined : { caller: 'c', key };
        try {
          if (isBatch) {
            const inputs = members.map((reference) => named(reference));
            const submission = await submitBatch(deps, 'leads', inputs, { idempotency, wait });
            if (submission.ok)
              for (const [i, reference] of members.entries())
                accepted.set(memberId(submission.batch.id, i), reference);
          } else accepted.set(await submit(deps, named(members[0]), key, wait), members[0]);
        } catch (error) {
          if (!(error instanceof NotQueuedError)) {
            if (error instanceof TransientError || error instanceof KeyReusedError) continue;
            throw error;
          }
          // Stored, and not queued.
          const { id, kind } = error;
          if (kind === 'prediction') accepted.set(id, members[0]);
          else for (const [i, reference] of members.entries()) accepted.set(memberId(id, i), reference);
        }
        if (scored) await scoreAll();
      }
      for (const reference of ['a', 'b', 'A b/%2F', 'c']) {
        const found = await historyOf(world, reference);
        const expected = [...accepted].filter(([, of]) => of === reference).map(([id]) => id);
        expect(found.map(({ id }) => id).toSorted()).toEqual(expected.toSorted());
        for (const each of found) expect(each.reference).toBe(reference);
        const times = found.map(({ createdAt }) => createdAt.getTime());
        expect(times).toEqual(times.toSorted((x, y) => y - x));
      }
    }),
  ));

test('the entry comes first: when the table of references is away, nothing is accepted', async () => {
  const references = { ...world.references, add: () => Promise.reject(new TransientError('away')) };
  await expect(submit({ ...world, references }, named('a'), 'key')).rejects.toThrow('away');
  await expect(
    submitBatch({ ...world, references }, 'leads', [named('a')], { idempotency: { caller: 'c', key: 'k' } }),
  ).rejects.toThrow('away');
  expect(world.queue.takeAll()).toEqual([]);
  expect(
    (await world.store.list({ model: 'leads', order: 'newest', until: world.clock.now(), limit: 9 }))
      .predictions,
  ).toEqual([]);
});

test('a lead without a reference makes no entry', async () => {
  await submit(world, named(undefined));
  await submitBatch(world, 'leads', [EXAMPLE_LEAD, { lead: EXAMPLE_LEAD, metadata: { owner: 'jana' } }]);
  expect(world.references.entries.size).toBe(0);
});

test.each([
  ['another reference', { ...named('b') }],
  ['no reference', { ...named(undefined) }],
  ['metadata', { ...named('a'), metadata: { owner: 'jana' } }],
])('the same key with %s is another request, and no history of anybody', async (_, other) => {
  const id = await submit(world, named('a'), 'key');
  world.passTime(1);
  await expect(submit(world, other, 'key')).rejects.toThrow(KeyReusedError);
  const idempotency = { caller: 'c', key: 'of a batch' };
  const batch = await submitBatch(world, 'leads', [named('a')], { idempotency });
  world.passTime(1);
  await expect(submitBatch(world, 'leads', [other], { idempotency })).rejects.toThrow(KeyReusedError);
  const expected = [id, batch.ok && memberId(batch.batch.id, 0)].toSorted();
  for (const _ of ['queued', 'final']) {
    expect((await historyOf(world, 'a')).map((each) => each.id).toSorted()).toEqual(expected);
    expect(await historyOf(world, 'b')).toEqual([]);
    await scoreAll();
  }
});

test('a member of a batch is there while it is queued, and with its metadata once it is final', async () => {
  const metadata = { owner: 'jana' };
  const submission = await submitBatch(world, 'leads', [EXAMPLE_LEAD, { ...named('a'), metadata }]);
  const id = submission.ok && memberId(submission.batch.id, 1);
  expect(await historyOf(world, 'a')).toMatchObject([{ id, status: 'queued', reference: 'a' }]);
  await scoreAll();
  expect(await historyOf(world, 'a')).toMatchObject([{ id, status: 'succeeded', reference: 'a', metadata }]);
});

test('what is submitted again from a dead letter is found under its reference, and once', async () => {
  await submit(world, { ...named('a'), metadata: { owner: 'jana' } });
  const [body] = world.queue.takeAll();
  const letter = {
    id: randomUUID(),
    body: body!,
    receiveCount: 5,
    sentAt: world.clock.now(),
    givenUpAt: world.clock.now(),
  };
  await world.deadLetters.keep(letter);
  const to: (string | undefined)[] = [];
  for (const _ of ['once', 'again']) {
    world.passTime(1000);
    to.push((await redriveLetter(world, letter.id)).redriven[0]?.to);
  }
  expect(to[0]).toBe(to[1]);
  const history = await historyOf(world, 'a');
  expect(history).toHaveLength(2);
  expect(history[0]).toMatchObject({ id: to[0], reference: 'a', metadata: { owner: 'jana' } });
});

test('what has expired is history no more', async () => {
  await submit(world, named('a'));
  world.passTime(31 * 86_400_000);
  expect(await historyOf(world, 'a')).toEqual([]);
});
