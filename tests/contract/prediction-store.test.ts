import { randomUUID } from 'node:crypto';
import { createDynamoDbPredictionStore } from '../../lib/adapters/aws/dynamodb-prediction-store.ts';
import { ConflictError, InputError } from '../../lib/errors.ts';
import type { Batch } from '../../lib/prediction/batch.ts';
import type { ListQuery, PredictionPage, PredictionStore } from '../../lib/prediction/ports.ts';
import type { Outcome, Prediction, QueuedPrediction } from '../../lib/prediction/prediction.ts';
import { createMemoryPredictionStore } from '../support/memory/memory-prediction-store.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

const queued = (): QueuedPrediction => ({
  id: randomUUID(),
  status: 'queued',
  createdAt: new Date('2026-01-31T10:11:12.345Z'),
  expiresAt: new Date('2026-03-02T10:11:12.000Z'),
  model: { name: 'leads', version: 'v7', sha256: 'ab'.repeat(32) },
  lead: {
    source: 'Empfehlung “ü” 💡',
    visits: 1e300,
    small: 1e-300,
    opened: false,
    first_contact: null,
    constructor_: 1,
  },
});

const succeeded: Outcome = {
  status: 'succeeded',
  completedAt: new Date('2026-01-31T10:11:13.000Z'),
  result: {
    probability: 0.123456789012345,
    score: 12,
    grade: 'D',
    reasons: [{ feature: 'visits', value: 1e300, effect: -0.1, text: 'Visits …' }],
    warnings: [{ field: 'source', code: 'unseen_level', message: '“x” does …' }],
    receipt: {
      lead_sha256: 'ef'.repeat(32),
      model: { name: 'leads', version: 'v1', sha256: 'ab'.repeat(32) },
      log_odds: 5e-324,
      intercept: 1 / 3,
      contributions: [{ term: 'visits × source', log_odds: -1e-300 }],
    },
  },
};

const canceled: Outcome = { status: 'canceled', completedAt: new Date('2026-01-31T10:11:15.000Z') };

const failed: Outcome = {
  status: 'failed',
  completedAt: new Date('2026-01-31T10:11:14.000Z'),
  failure: { code: 'gave_up_after_retries', message: 'gave up' },
};

describePort<PredictionStore>(
  'PredictionStore',
  [
    inMemory(createMemoryPredictionStore),
    onAws(({ dynamoDb, resource }) => createDynamoDbPredictionStore(dynamoDb, resource('PredictionsTable'))),
  ],
  (store) => {
    test('gives back what was created, to the last bit', async () => {
      const prediction = queued();
      await store().create(prediction);
      expect(await store().get(prediction.id)).toEqual(prediction);
    });

    describe('what is open', () => {
      const now = new Date('2026-01-31T12:00:00.000Z');
      const facts = (({ lead: _lead, status: _status, ...rest }) => rest)(queued());
      const openOf = async (ids: readonly string[], since = now) =>
        (await store().listOpen(since, 10_000)).filter((id) => ids.includes(id)).toSorted();

      test('is what is queued, and batches that are not closed, since when they are', async () => {
        const [old, young, done] = [queued(), { ...queued(), createdAt: now }, { ...queued(), ...canceled }];
        const batch: Batch = { ...facts, id: randomUUID(), count: 2, rejected: [] };
        for (const each of [old, young, done]) await store().create(each);
        await store().createBatch(batch);
        const ids = [old.id, young.id, done.id, batch.id];
        expect(await openOf(ids)).toEqual([old.id, young.id, batch.id].toSorted());
        expect(await openOf(ids, new Date(now.getTime() - 1))).toEqual([old.id, batch.id].toSorted());
        await store().complete(old.id, failed);
        await store().erase(young.id);
        await store().closeBatch(batch.id);
        await store().closeBatch(batch.id);
        expect(await openOf(ids)).toEqual([]);
        expect(await store().getBatch(batch.id)).toEqual(batch);
      });

      test('is deferred: counted, and open since later', async () => {
        const prediction = queued();
        const batch: Batch = { ...facts, id: randomUUID(), count: 2, rejected: [] };
        await store().create(prediction);
        await store().createBatch(batch);
        const ids = [prediction.id, batch.id];
        for (const id of ids) {
          expect(await store().defer(id, now)).toBe(1);
          expect(await store().defer(id, now)).toBe(2);
        }
        expect(await openOf(ids)).toEqual(ids.toSorted());
        expect(await openOf(ids, new Date(now.getTime() - 1))).toEqual([]);
        expect(await store().get(prediction.id)).toEqual({ ...prediction, deferred: 2 });
        expect(await store().getBatch(batch.id)).toEqual({ ...batch, deferred: 2 });
        await store().complete(prediction.id, canceled);
        await store().closeBatch(batch.id);
        for (const id of [...ids, randomUUID()]) expect(await store().defer(id, now)).toBeUndefined();
        expect(await store().get(prediction.id)).toEqual({ ...prediction, ...canceled });
        expect(await openOf(ids)).toEqual([]);
      });

      test('is listed up to about a limit, the oldest first', async () => {
        const rows = Array.from({ length: 40 }, (_, i) => ({
          ...queued(),
          createdAt: new Date(Date.UTC(2000, 0, 1, 0, i)),
        }));
        for (const row of rows) await store().create(row);
        const found = await store().listOpen(new Date(Date.UTC(2000, 0, 2)), 16);
        expect(found.length).toBeLessThanOrEqual(16);
        expect(found).toContain(rows[0]!.id);
        expect(await store().listOpen(new Date(Date.UTC(1999, 0, 1)), 16)).toEqual([]);
      });
    });

    test('adds attempts to a webhook, of a prediction and of a batch, and changes nothing else', async () => {
      const webhook = { url: 'https://example.com/?“ü”', caller: 'key', attempts: [] };
      const prediction = { ...queued(), webhook };
      const { lead: _lead, status: _status, ...facts } = queued();
      const batch = { ...facts, count: 2, rejected: [], webhook };
      await store().create(prediction);
      await store().createBatch(batch);
      const first = { at: new Date('2026-01-31T10:11:12.345Z'), durationMs: 12, status: 503 };
      const second = {
        at: new Date('2026-01-31T10:16:12.345Z'),
        durationMs: 3,
        error: 'refused',
        refused: true as const,
      };
      for (const { id } of [prediction, batch]) {
        expect(await store().addWebhookAttempt(id, first)).toBe(true);
        expect(await store().addWebhookAttempt(id, second)).toBe(true);
      }
      const attempts = [first, second];
      expect(await store().get(prediction.id)).toEqual({ ...prediction, webhook: { ...webhook, attempts } });
      expect(await store().getBatch(batch.id)).toEqual({ ...batch, webhook: { ...webhook, attempts } });
      await store().complete(prediction.id, canceled);
      expect(await store().get(prediction.id)).toMatchObject({ webhook: { attempts } });
    });

    test('adds no attempt where there is no webhook, or none any more', async () => {
      const attempt = { at: new Date(), durationMs: 1, status: 200 };
      const plain = queued();
      await store().create(plain);
      const erased = { ...queued(), webhook: { url: 'https://example.com/', caller: 'key', attempts: [] } };
      await store().create(erased);
      await store().erase(erased.id);
      for (const id of [plain.id, erased.id, randomUUID()])
        expect(await store().addWebhookAttempt(id, attempt)).toBe(false);
      expect(await store().get(plain.id)).toEqual(plain);
      expect(await store().get(erased.id)).toMatchObject({ status: 'erased' });
    });

    test('has nothing under an unknown id', async () => {
      expect(await store().get(randomUUID())).toBeUndefined();
    });

    test('an id is created once: the second create conflicts and changes nothing', async () => {
      const prediction = queued();
      await store().create(prediction);
      await expect(store().create({ ...prediction, lead: { source: 'other' } })).rejects.toThrow(
        ConflictError,
      );
      expect(await store().get(prediction.id)).toEqual(prediction);
    });

    test.each([
      ['succeeded', succeeded],
      ['failed', failed],
      ['canceled', canceled],
    ] as const)('completes as %s, or is created so', async (_, outcome) => {
      const prediction = queued();
      await store().create(prediction);
      expect(await store().complete(prediction.id, outcome)).toBe(true);
      expect(await store().get(prediction.id)).toEqual({ ...prediction, ...outcome });
      const final = { ...queued(), ...outcome, requestSha256: 'cd'.repeat(32) };
      await store().create(final);
      expect(await store().get(final.id)).toEqual(final);
      expect(await store().complete(final.id, failed)).toBe(false);
    });

    test.each([undefined, succeeded, failed, canceled])(
      'erases all but id and expiry (%#)',
      async (outcome) => {
        const prediction = { ...queued(), requestSha256: 'cd'.repeat(32) };
        await store().create(prediction);
        if (outcome !== undefined) await store().complete(prediction.id, outcome);
        const tombstone = { id: prediction.id, status: 'erased', expiresAt: prediction.expiresAt };
        for (const _ of ['once', 'again']) {
          expect(await store().erase(prediction.id)).toBe(true);
          expect(await store().get(prediction.id)).toEqual(tombstone);
        }
        expect(await store().complete(prediction.id, succeeded)).toBe(false);
        await expect(store().create(prediction)).rejects.toThrow(ConflictError);
        expect(await store().get(prediction.id)).toEqual(tombstone);
        for (const order of ['newest', 'score'] as const) {
          const query = { model: 'leads', order, limit: 1000, until: prediction.createdAt };
          const { predictions } = await store().list(query);
          expect(predictions.map(({ id }) => id)).not.toContain(prediction.id);
        }
      },
    );

    test('a tombstone can come before its prediction, which then cannot be created', async () => {
      const prediction = queued();
      expect(await store().erase(prediction.id, prediction.expiresAt)).toBe(false);
      expect(await store().erase(prediction.id, new Date('2030-01-01T00:00:00Z'))).toBe(true);
      await expect(store().create(prediction)).rejects.toThrow(ConflictError);
      const tombstone = { id: prediction.id, status: 'erased', expiresAt: prediction.expiresAt };
      expect(await store().get(prediction.id)).toEqual(tombstone);
    });

    test('gives many at once, in their order, and nothing for the others', async () => {
      const made = Array.from({ length: 130 }, queued);
      await Promise.all(made.map((prediction) => store().create(prediction)));
      await store().erase(made[7]!.id);
      const ids = made.flatMap(({ id }) => [id, randomUUID()]);
      const found = await store().getMany(ids, { asOfLastWrite: true });
      expect(found.map((prediction) => prediction?.id)).toEqual(ids.map((id, i) => (i % 2 ? undefined : id)));
      expect(found[14]).toMatchObject({ status: 'erased' });
      expect(found[0]).toEqual(made[0]);
      expect(await store().getMany([])).toEqual([]);
    });

    test('a batch is no prediction, and has an id of its own', async () => {
      const { id, createdAt, expiresAt, model } = queued();
      const batch: Batch = {
        id,
        createdAt,
        expiresAt,
        model,
        count: 3,
        rejected: [{ index: 1, reason: 'visits: expected “a number”' }],
        requestSha256: 'cd'.repeat(32),
      };
      await store().createBatch(batch);
      expect(await store().getBatch(id)).toEqual(batch);
      expect(await store().get(id)).toBeUndefined();
      expect(await store().getMany([id])).toEqual([undefined]);
      expect(await store().erase(id)).toBe(false);
      await expect(store().erase(id, expiresAt)).rejects.toThrow(ConflictError);
      expect(await store().complete(id, succeeded)).toBe(false);
      await expect(store().createBatch(batch)).rejects.toThrow(ConflictError);
      await expect(store().create({ ...queued(), id })).rejects.toThrow(ConflictError);
      expect(await store().getBatch(id)).toEqual(batch);
      expect(await store().getBatch(randomUUID())).toBeUndefined();
    });

    test('erasing what does not exist creates nothing', async () => {
      const id = randomUUID();
      expect(await store().erase(id)).toBe(false);
      expect(await store().get(id)).toBeUndefined();
    });

    test('keeps what the challenger said beside the result', async () => {
      const prediction = queued();
      const shadow = { model: { ...prediction.model, version: 'v8' }, probability: 1 / 3 };
      await store().create(prediction);
      await store().complete(prediction.id, { ...succeeded, shadow });
      expect(await store().get(prediction.id)).toEqual({ ...prediction, ...succeeded, shadow });
    });

    describe('lists', () => {
      const model = { name: `leads-${randomUUID().slice(0, 8)}`, version: 'v1', sha256: 'ab'.repeat(32) };
      const until = new Date('2026-02-10T12:00:00.000Z');
      const hours = (n: number) => new Date(until.getTime() - n * 3_600_000);
      const ages = [0, 1, 2, 2, 2, 5, 11, 13, 20, 30, 55, 200, 719, 721, -1];
      const made = ages.map((age) => ({ ...queued(), model, createdAt: hours(age) }));
      const probabilities = [0.5, 0.25, 1e-9, 0.75, 0.123456789, 1];
      const scored = (probability: number): Outcome => ({
        ...succeeded,
        result: { ...succeeded.result, probability },
      });
      beforeAll(async () => {
        for (const prediction of [...made].reverse()) await store().create(prediction);
        for (const [i, probability] of probabilities.entries()) {
          await store().complete(made[i]!.id, scored(probability));
        }
        await store().create({ ...queued(), createdAt: hours(3) });
      });
      const walk = async (order: ListQuery['order'], limit: number, since?: Date) => {
        const found: Prediction[] = [];
        for (let cursor: string | undefined, pages = 0; pages < 50; pages++) {
          const page: PredictionPage = await store().list({
            model: model.name,
            order,
            until,
            since,
            limit,
            cursor,
          });
          expect(page.predictions.length).toBeLessThanOrEqual(limit);
          found.push(...page.predictions);
          cursor = page.next;
          if (cursor === undefined) return found;
        }
        throw new Error('expected an end');
      };

      test.each([1, 2, 3, 5, 100])('the newest first, over days, %i a page', async (limit) => {
        const found = await walk('newest', limit);
        expect(found.map(({ createdAt }) => createdAt)).toEqual(
          made.slice(0, 13).map(({ createdAt }) => createdAt),
        );
        expect(new Set(found.map(({ id }) => id))).toEqual(new Set(made.slice(0, 13).map(({ id }) => id)));
        expect(found[0]).toEqual({ ...made[0], ...scored(0.5) });
      });

      test.each([
        [0, 1],
        [2, 5],
        [12, 7],
        [13, 8],
        [36, 10],
        [10_000, 13],
      ])('none that is older than %i hours: %i', async (age, count) => {
        for (const limit of [1, 3, 100]) {
          const found = await walk('newest', limit, hours(age));
          expect(found.map(({ createdAt }) => createdAt)).toEqual(
            made.slice(0, count).map(({ createdAt }) => createdAt),
          );
        }
      });

      test.each([1, 2, 100])('those of a day with a result, highest first, %i a page', async (limit) => {
        const found = await walk('score', limit);
        expect(found.map((row) => row.status === 'succeeded' && row.result.probability)).toEqual(
          [...probabilities].sort((a, b) => b - a),
        );
      });

      test('nothing of a model without predictions, and no cursor that is none', async () => {
        const query = { model: 'none', order: 'newest', until, limit: 5 } as const;
        expect(await store().list(query)).toEqual({ predictions: [] });
        for (const cursor of ['x y', 'e30', Buffer.from('{"day":-1,"after":[]}').toString('base64url')]) {
          await expect(store().list({ ...query, cursor })).rejects.toThrow(InputError);
        }
      });

      const eight = (entry: unknown) => Array.from({ length: 8 }, () => entry);
      const forge = (position: string) => Buffer.from(position).toString('base64url');
      test.each([
        ...['__proto__', 'constructor', '\\ud800', '\\u0000', 'x'.repeat(2000), '', ' '].map((text) =>
          JSON.stringify({ day: 0, after: eight([text, text]) }).replaceAll('\\\\', '\\'),
        ),
        ...[
          '{"__proto__":null,"day":0,"after":[]}',
          '{"day":0,"after":{"length":8}}',
          '{"day":1e9,"after":[]}',
        ],
        ...['null', '0', '[]', '"x"', JSON.stringify(['__proto__', '__proto__'])],
        JSON.stringify({ day: 0, after: eight({ __proto__: ['a', 'b'] }) }),
        JSON.stringify({ day: 0, after: eight(['2026-01-01T00:00:00.000Z', 7]) }),
        JSON.stringify({ day: 0, after: eight(['9999-01-01T00:00:00.000Z', 'x']) }),
        JSON.stringify({ day: 0, after: eight(['0.12345678901234567', 'x']) }),
      ])('a forged cursor is refused, or a place like any other: %#', async (position) => {
        const query = {
          model: model.name,
          order: 'newest',
          until,
          limit: 5,
          cursor: forge(position),
        } as const;
        const answer = await store()
          .list(query)
          .catch((error: Error) => error);
        if (answer instanceof Error) expect(answer).toBeInstanceOf(InputError);
      });
    });

    test('the first outcome wins for ever', async () => {
      const prediction = queued();
      await store().create(prediction);
      await store().complete(prediction.id, succeeded);
      expect(await store().complete(prediction.id, failed)).toBe(false);
      expect(await store().complete(prediction.id, succeeded)).toBe(false);
      expect(await store().get(prediction.id)).toEqual({ ...prediction, ...succeeded });
    });

    test('of many at once exactly one wins, and its outcome is the one that stays', async () => {
      const prediction = queued();
      await store().create(prediction);
      const outcomes = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? succeeded : failed));
      const won = await Promise.all(outcomes.map((outcome) => store().complete(prediction.id, outcome)));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await store().get(prediction.id)).toMatchObject({ ...outcomes[won.indexOf(true)] });
    });

    test('completing what does not exist creates nothing', async () => {
      const id = randomUUID();
      expect(await store().complete(id, succeeded)).toBe(false);
      expect(await store().get(id)).toBeUndefined();
    });

    test('answers a ping', async () => {
      await expect(store().ping()).resolves.toBeUndefined();
    });
  },
);
