import { randomUUID } from 'node:crypto';
import { createDynamoDbTrainingStore } from '../../lib/adapters/aws/dynamodb-training-store.ts';
import { createMemoryTrainingStore } from '../../lib/adapters/memory/memory-training-store.ts';
import { ConflictError } from '../../lib/errors.ts';
import type { RunChange, TrainingStore } from '../../lib/run-ports.ts';
import type { RunStep, TrainingRun } from '../../lib/runs/run.ts';
import { timeOrderedId } from '../../lib/runs/run-id.ts';
import { OPTION_DEFAULTS } from '../../lib/runs/run-options.ts';
import { TRIGGERED_POLICY } from '../../lib/runs/training-policy.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

const at = (text: string) => new Date(`2026-02-01T${text}Z`);
const newRun = (changes: Partial<TrainingRun> = {}): TrainingRun => {
  const createdAt = changes.createdAt ?? at('10:00:00.123');
  return {
    id: timeOrderedId(createdAt, randomUUID()),
    createdAt,
    model: `m-${randomUUID()}`,
    trigger: 'request',
    by: 'key',
    datasetKey: 'datasets/m/é.csv',
    options: { ...OPTION_DEFAULTS, target: 'converted', drop: ['a'] },
    policy: TRIGGERED_POLICY,
    requestSha256: 'a'.repeat(64),
    status: 'queued',
    steps: [],
    ...changes,
  };
};
const step = (name: string, changes: Partial<RunStep> = {}): RunStep => ({
  name,
  state: 'running',
  startedAt: at('10:01:00.000'),
  attempts: 1,
  ...changes,
});

describePort<TrainingStore>(
  'training store',
  [
    inMemory(createMemoryTrainingStore),
    onAws(({ dynamoDb, resource }) => createDynamoDbTrainingStore(dynamoDb, resource('RegistryTable'))),
  ],
  (runs) => {
    test('gives back what was created', async () => {
      const plain = newRun();
      const failed = newRun({
        status: 'failed',
        completedAt: at('10:00:01.000'),
        failure: { code: 'InputError', message: 'why' },
        steps: [step('check', { state: 'failed', error: { code: 'c', message: 'm' } })],
      });
      for (const run of [plain, failed]) {
        await runs().create(run);
        expect(await runs().get(run.id)).toEqual(run);
        await expect(runs().create({ ...run, model: 'other' })).rejects.toThrow(ConflictError);
        expect(await runs().get(run.id)).toEqual(run);
      }
      expect(await runs().get(randomUUID())).toBeUndefined();
    });

    test('a key stands for the id that came first', async () => {
      const [key, ids] = [randomUUID(), [randomUUID(), randomUUID(), randomUUID()]];
      const claimed = await Promise.all(ids.map((id) => runs().claim(key, id)));
      expect(new Set(claimed).size).toBe(1);
      expect(ids).toContain(claimed[0]);
      expect(await runs().claim(randomUUID(), ids[0]!)).toBe(ids[0]);
    });

    test('changes what is named of an open run, and nothing else', async () => {
      const run = newRun();
      await runs().create(run);
      const changes: RunChange[] = [
        { status: 'running', startedAt: at('10:01:00.000') },
        { data: { etag: '"e"', bytes: 7, sha256: 'b', rows: 3, converted: 1 } },
        { winner: 'logistic' },
        { newVersion: 'v3' },
        { sealed: true },
        {
          status: 'succeeded',
          completedAt: at('10:02:00.000'),
          decision: { outcome: 'promoted', reason: 'r', champion: 'v2' },
        },
      ];
      for (const change of changes) expect(await runs().change(run.id, change)).toBe(true);
      const all = Object.assign({}, run, ...changes);
      expect(await runs().get(run.id)).toEqual(all);
      expect(await runs().change(run.id, { winner: 'boosted' })).toBe(false);
      expect(await runs().change(run.id, { status: 'canceled' })).toBe(false);
      expect(await runs().get(run.id)).toEqual(all);
      expect(await runs().change(randomUUID(), { winner: 'boosted' })).toBe(false);
    });

    test('a sealed run is not canceled, but may fail', async () => {
      const [sealed, open] = [newRun({ status: 'running' }), newRun({ status: 'running' })];
      for (const run of [sealed, open]) await runs().create(run);
      await runs().change(sealed.id, { sealed: true });
      expect(await runs().change(sealed.id, { status: 'canceled' })).toBe(false);
      expect(await runs().change(sealed.id, { status: 'failed' })).toBe(true);
      expect(await runs().change(open.id, { status: 'canceled' })).toBe(true);
      expect(await runs().change(open.id, { sealed: true })).toBe(false);
    });

    test('steps are recorded side by side; the same one again replaces its record', async () => {
      const run = newRun();
      await runs().create(run);
      const names = ['train:a', 'train:b', 'train:c'];
      await Promise.all(names.map((name) => runs().recordStep(run.id, step(name))));
      const ended = step('train:b', {
        state: 'succeeded',
        endedAt: at('10:01:02.000'),
        attempts: 2,
        figures: { log_loss: 0.30000000000000004, list: ['x'], none: null },
        startedAt: at('10:01:01.000'),
      });
      expect(await runs().recordStep(run.id, ended)).toBe(true);
      const { steps } = (await runs().get(run.id))!;
      expect(steps.map(({ name }) => name).sort()).toEqual(names);
      // In the order they began.
      expect(steps.at(-1)).toEqual(ended);
      await runs().change(run.id, { status: 'canceled' });
      expect(await runs().recordStep(run.id, step('late'))).toBe(false);
      expect((await runs().get(run.id))!.steps).toHaveLength(3);
      expect(await runs().recordStep(randomUUID(), step('x'))).toBe(false);
    });

    test('lists newest first, by pages, of one model or all', async () => {
      const model = `m-${randomUUID()}`;
      const mine = [1, 2, 3, 4, 5].map((i) => newRun({ model, createdAt: at(`11:00:0${i}.000`) }));
      for (const run of [...mine].reverse()) await runs().create(run);
      await runs().create(newRun({ createdAt: at('11:00:03.500') }));
      const ids: string[] = [];
      let after: string | undefined;
      do {
        const page = await runs().list({ model, limit: 2, after });
        expect(page.runs.length).toBeLessThanOrEqual(2);
        ids.push(...page.runs.map(({ id }) => id));
        after = page.next;
      } while (after !== undefined);
      expect(ids).toEqual(mine.map(({ id }) => id).reverse());
      const recent = await runs().list({ model, limit: 100, since: mine[3]!.id });
      expect(recent).toEqual({ runs: [mine[4], mine[3]] });
      const { runs: all } = await runs().list({ limit: 100 });
      const times = all.map(({ createdAt }) => createdAt.getTime());
      expect(times).toEqual([...times].sort((a, b) => b - a));
      expect(all.length).toBeGreaterThan(mine.length);
    });
  },
);
