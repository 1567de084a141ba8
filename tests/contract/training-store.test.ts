import { randomUUID } from 'node:crypto';
import { createDynamoDbTrainingStore } from '../../lib/adapters/aws/dynamodb-training-store.ts';
import { OPTION_DEFAULTS } from '../../lib/contract/training-words.ts';
import { ConflictError } from '../../lib/errors.ts';
import type { TrainingChange, TrainingStore } from '../../lib/trainings/ports.ts';
import type { Training, TrainingStep } from '../../lib/trainings/training.ts';
import { timeOrderedId } from '../../lib/trainings/training-id.ts';
import { TRIGGERED_POLICY } from '../../lib/trainings/training-policy.ts';
import { createMemoryTrainingStore } from '../support/memory/memory-training-store.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

const at = (text: string) => new Date(`2026-02-01T${text}Z`);
const newRun = (changes: Partial<Training> = {}): Training => {
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
const step = (name: string, changes: Partial<TrainingStep> = {}): TrainingStep => ({
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
  (trainings) => {
    test('gives back what was created', async () => {
      const plain = newRun();
      const failed = newRun({
        status: 'failed',
        completedAt: at('10:00:01.000'),
        failure: { code: 'InputError', message: 'why' },
        steps: [step('check', { state: 'failed', error: { code: 'c', message: 'm' } })],
      });
      for (const training of [plain, failed]) {
        await trainings().create(training);
        expect(await trainings().get(training.id)).toEqual(training);
        await expect(trainings().create({ ...training, model: 'other' })).rejects.toThrow(ConflictError);
        expect(await trainings().get(training.id)).toEqual(training);
      }
      expect(await trainings().get(randomUUID())).toBeUndefined();
    });

    test('a key stands for the id that came first', async () => {
      const [key, ids] = [randomUUID(), [randomUUID(), randomUUID(), randomUUID()]];
      const claimed = await Promise.all(ids.map((id) => trainings().claim(key, id)));
      expect(new Set(claimed).size).toBe(1);
      expect(ids).toContain(claimed[0]);
      expect(await trainings().claim(randomUUID(), ids[0]!)).toBe(ids[0]);
    });

    test('changes what is named of an open training, and nothing else', async () => {
      const training = newRun();
      await trainings().create(training);
      const changes: TrainingChange[] = [
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
      for (const change of changes) expect(await trainings().change(training.id, change)).toBe(true);
      const all = Object.assign({}, training, ...changes);
      expect(await trainings().get(training.id)).toEqual(all);
      expect(await trainings().change(training.id, { winner: 'boosted' })).toBe(false);
      expect(await trainings().change(training.id, { status: 'canceled' })).toBe(false);
      expect(await trainings().get(training.id)).toEqual(all);
      expect(await trainings().change(randomUUID(), { winner: 'boosted' })).toBe(false);
    });

    test('a sealed training is not canceled, but may fail', async () => {
      const [sealed, open] = [newRun({ status: 'running' }), newRun({ status: 'running' })];
      for (const training of [sealed, open]) await trainings().create(training);
      await trainings().change(sealed.id, { sealed: true });
      expect(await trainings().change(sealed.id, { status: 'canceled' })).toBe(false);
      expect(await trainings().change(sealed.id, { status: 'failed' })).toBe(true);
      expect(await trainings().change(open.id, { status: 'canceled' })).toBe(true);
      expect(await trainings().change(open.id, { sealed: true })).toBe(false);
    });

    test('steps are recorded side by side; the same one again replaces its record', async () => {
      const training = newRun();
      await trainings().create(training);
      const names = ['train:a', 'train:b', 'train:c'];
      await Promise.all(names.map((name) => trainings().recordStep(training.id, step(name))));
      const ended = step('train:b', {
        state: 'succeeded',
        endedAt: at('10:01:02.000'),
        attempts: 2,
        figures: { log_loss: 0.30000000000000004, list: ['x'], none: null },
        startedAt: at('10:01:01.000'),
      });
      expect(await trainings().recordStep(training.id, ended)).toBe(true);
      const { steps } = (await trainings().get(training.id))!;
      expect(steps.map(({ name }) => name).sort()).toEqual(names);
      // In the order they began.
      expect(steps.at(-1)).toEqual(ended);
      await trainings().change(training.id, { status: 'canceled' });
      expect(await trainings().recordStep(training.id, step('late'))).toBe(false);
      expect((await trainings().get(training.id))!.steps).toHaveLength(3);
      expect(await trainings().recordStep(randomUUID(), step('x'))).toBe(false);
    });

    test('lists newest first, by pages, of one model or all', async () => {
      const model = `m-${randomUUID()}`;
      const mine = [1, 2, 3, 4, 5].map((i) => newRun({ model, createdAt: at(`11:00:0${i}.000`) }));
      for (const training of [...mine].reverse()) await trainings().create(training);
      await trainings().create(newRun({ createdAt: at('11:00:03.500') }));
      const ids: string[] = [];
      let after: string | undefined;
      do {
        const page = await trainings().list({ model, limit: 2, after });
        expect(page.trainings.length).toBeLessThanOrEqual(2);
        ids.push(...page.trainings.map(({ id }) => id));
        after = page.next;
      } while (after !== undefined);
      expect(ids).toEqual(mine.map(({ id }) => id).reverse());
      const recent = await trainings().list({ model, limit: 100, since: mine[3]!.id });
      expect(recent).toEqual({ trainings: [mine[4], mine[3]] });
      const { trainings: all } = await trainings().list({ limit: 100 });
      const times = all.map(({ createdAt }) => createdAt.getTime());
      expect(times).toEqual([...times].sort((a, b) => b - a));
      expect(all.length).toBeGreaterThan(mine.length);
    });
  },
);
