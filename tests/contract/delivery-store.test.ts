import { randomUUID } from 'node:crypto';
import { createDynamoDbDeliveryStore } from '../../lib/adapters/aws/dynamodb-delivery-store.ts';
import { createDynamoDbJobStore } from '../../lib/adapters/aws/dynamodb-job-store.ts';
import { createDynamoDbPredictionStore } from '../../lib/adapters/aws/dynamodb-prediction-store.ts';
import { WEBHOOK_STATES } from '../../lib/contract/words.ts';
import { InputError } from '../../lib/errors.ts';
import type { Job } from '../../lib/jobs/job.ts';
import type { JobStore } from '../../lib/jobs/ports.ts';
import type { PredictionStore } from '../../lib/prediction/ports.ts';
import type { CanceledPrediction } from '../../lib/prediction/prediction.ts';
import type { DeliveryStore } from '../../lib/webhook/ports.ts';
import { stateOf, type WebhookAttempt, type WebhookState } from '../../lib/webhook/webhook.ts';
import { createMemoryDeliveryStore } from '../support/memory/memory-delivery-store.ts';
import { createMemoryJobStore } from '../support/memory/memory-job-store.ts';
import { createMemoryPredictionStore } from '../support/memory/memory-prediction-store.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

interface Stores {
  readonly deliveries: DeliveryStore;
  readonly store: PredictionStore;
  readonly jobs: JobStore;
}

const START = Date.UTC(2026, 1, 1, 10);
const at = (second: number) => new Date(START + 1000 * second);
const facts = {
  createdAt: at(-100),
  expiresAt: new Date(START + 30 * 86_400_000),
  model: { name: 'leads', version: 'v7', sha256: 'ab'.repeat(32) },
  webhook: { url: 'https://example.com/?a=b', caller: 'key', attempts: [] },
};
/** What each state is the state after. */
const ANSWERS: Readonly<Record<Exclude<WebhookState, 'gave_up'>, Omit<WebhookAttempt, 'at'>>> = {
  pending: { durationMs: 1, status: 503 },
  delivered: { durationMs: 1, status: 204 },
  stopped: { durationMs: 1, status: 410 },
};

describePort<Stores>(
  'DeliveryStore',
  [
    inMemory(() => {
      const [store, jobs] = [createMemoryPredictionStore(), createMemoryJobStore()];
      return { store, jobs, deliveries: createMemoryDeliveryStore([store, jobs]) };
    }),
    onAws(({ dynamoDb, resource }) => {
      const table = resource('PredictionsTable');
      return {
        store: createDynamoDbPredictionStore(dynamoDb, table),
        jobs: createDynamoDbJobStore(dynamoDb, table),
        deliveries: createDynamoDbDeliveryStore(dynamoDb, table),
      };
    }),
  ],
  (get) => {
    async function createPrediction(): Promise<string> {
      const id = randomUUID();
      const prediction: CanceledPrediction = {
        ...facts,
        id,
        lead: {},
        status: 'canceled',
        completedAt: at(-50),
      };
      await get().store.create(prediction);
      return id;
    }
    const attempt = (id: string, second: number, state: keyof typeof ANSWERS, store = get().store) =>
      store.addWebhookAttempt(id, { at: at(second), ...ANSWERS[state] }, state);
    const listAll = async (status?: WebhookState, limit = 100) => {
      const found: { id: string; kind: string; state: string }[] = [];
      for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
        const page = await get().deliveries.list({ status, limit, cursor });
        expect(page.deliveries.length).toBeLessThanOrEqual(limit);
        found.push(
          ...page.deliveries.map(({ id, kind, webhook }) => ({ id, kind, state: stateOf(webhook) })),
        );
        cursor = page.next;
      }
      return found;
    };

    test('has no prediction that nothing was told of', async () => {
      await createPrediction();
      expect(await get().deliveries.list({ limit: 10 })).toEqual({ deliveries: [] });
    });

    test('shows predictions, batches and jobs, by their latest attempt, whole', async () => {
      const prediction = await createPrediction();
      const batch = randomUUID();
      await get().store.createBatch({ ...facts, id: batch, count: 1, rejected: [] });
      const job: Job = {
        ...facts,
        id: randomUUID(),
        status: 'canceled',
        completedAt: at(-50),
        source: { key: 'x.csv', fileName: 'x.csv' },
        options: { reasons: 3 },
      };
      await get().jobs.create(job);
      await attempt(prediction, 3, 'delivered');
      await attempt(batch, 1, 'pending');
      await get().jobs.addWebhookAttempt(job.id, { at: at(2), ...ANSWERS.stopped }, 'stopped');
      const mine = (await get().deliveries.list({ limit: 3 })).deliveries;
      const webhook = (second: number, state: keyof typeof ANSWERS) => ({
        ...facts.webhook,
        attempts: [{ at: at(second), ...ANSWERS[state] }],
      });
      const { expiresAt } = facts;
      expect(mine).toEqual([
        { id: prediction, kind: 'prediction', webhook: webhook(3, 'delivered'), expiresAt },
        { id: job.id, kind: 'job', webhook: webhook(2, 'stopped'), expiresAt },
        { id: batch, kind: 'batch', webhook: webhook(1, 'pending'), expiresAt },
      ]);
      // A sweep that found the batch open before.
      await get().store.defer(batch, at(4));
      await get().store.closeBatch(batch);
      expect(await listAll('pending')).toEqual([{ id: batch, kind: 'batch', state: 'pending' }]);
      expect(await listAll('stopped')).toEqual([{ id: job.id, kind: 'job', state: 'stopped' }]);
    });

    test('a webhook moves with each attempt, and to what is pending when it is asked for once more', async () => {
      const id = await createPrediction();
      const states = async () => {
        const listed = await Promise.all(WEBHOOK_STATES.map((state) => listAll(state)));
        return WEBHOOK_STATES.filter((_, i) => listed[i]!.some((found) => found.id === id));
      };
      await attempt(id, 10, 'pending');
      expect(await states()).toEqual(['pending']);
      await attempt(id, 20, 'stopped');
      expect(await states()).toEqual(['stopped']);
      expect((await listAll())[0]!.id).toBe(id);
      await get().store.resendWebhook(id, at(30));
      expect(await states()).toEqual(['pending']);
      await get().store.erase(id);
      expect(await states()).toEqual([]);
      expect((await listAll()).map((found) => found.id)).not.toContain(id);
    });

    test('a webhook that two messages are delivered for at once stands under the state that it is in', async () => {
      const id = await createPrediction();
      await attempt(id, 40, 'delivered');
      // This one did not know of the other.
      await attempt(id, 41, 'pending');
      expect((await listAll('delivered')).map((found) => found.id)).toContain(id);
      expect((await listAll('pending')).map((found) => found.id)).not.toContain(id);
    });

    test('comes in pages: each webhook once, the latest first, also those of one moment', async () => {
      const ids = await Promise.all(Array.from({ length: 23 }, createPrediction));
      await Promise.all(
        ids.map((id, i) => attempt(id, 100 + Math.floor(i / 8), i % 3 ? 'delivered' : 'pending')),
      );
      for (const limit of [1, 4, 100]) {
        const listed = (await listAll(undefined, limit)).filter(({ id }) => ids.includes(id));
        expect(listed.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
        const seconds = listed.map(({ id }) => Math.floor(ids.indexOf(id) / 8));
        expect(seconds).toEqual(seconds.toSorted((a, b) => b - a));
      }
      expect((await listAll('pending', 3)).filter(({ id }) => ids.includes(id))).toHaveLength(8);
    });

    test.each(['', 'x', Buffer.from('[]').toString('base64url')])('refuses the cursor %j', async (cursor) => {
      await expect(get().deliveries.list({ limit: 1, cursor })).rejects.toThrow(InputError);
    });
  },
);
