import { randomUUID } from 'node:crypto';
import { createDynamoDbJobStore } from '../../lib/adapters/aws/dynamodb-job-store.ts';
import { ConflictError, InputError } from '../../lib/errors.ts';
import { CHUNKS_PER_PAGE, type ChunkResult, type Job } from '../../lib/jobs/job.ts';
import type { JobStore } from '../../lib/jobs/ports.ts';
import { createMemoryJobStore } from '../support/memory/memory-job-store.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

const newJob = (changes: Partial<Job> = {}): Job => ({
  id: randomUUID(),
  createdAt: new Date('2026-02-01T10:00:00.123Z'),
  expiresAt: new Date('2026-03-01T10:00:00.000Z'),
  model: { name: 'leads', version: 'v1', sha256: 'a'.repeat(64) },
  source: { key: 'leads/new.csv', fileName: 'new.csv' },
  options: { encoding: 'utf-8', decimal: '.', reasons: 3 },
  requestSha256: 'b'.repeat(64),
  status: 'queued',
  ...changes,
});
const result = (number: number, changes: Partial<ChunkResult> = {}): ChunkResult => ({
  number,
  sourceBytes: 100,
  rows: 5,
  rejected: 1,
  bytes: 200,
  rejectedBytes: 20,
  skewBytes: 30,
  grades: { A: 1, B: 1, C: 1, D: 1 },
  ...changes,
});
const at = (text: string) => new Date(`2026-02-01T${text}Z`);
const FAR = at('23:00:00.000');

describePort<JobStore>(
  'job store',
  [
    inMemory(createMemoryJobStore),
    onAws(({ dynamoDb, resource }) => createDynamoDbJobStore(dynamoDb, resource('PredictionsTable'))),
  ],
  (jobs) => {
    test('gives back what was created, of every form', async () => {
      const webhook = { url: 'https://example.com/x?y=1', caller: 'key', attempts: [] };
      const upload = newJob({
        status: 'awaiting_upload',
        source: { key: 'jobs/x/upload', fileName: 'é.csv', uploadId: 'u' },
        webhook,
      });
      for (const job of [newJob(), upload]) {
        await jobs().create(job);
        expect(await jobs().get(job.id)).toEqual(job);
      }
      expect(await jobs().get(randomUUID())).toBeUndefined();
    });

    test('lists those of a span of time, the newest first, whatever their state', async () => {
      const span = {
        since: new Date('2031-12-10T00:00:00.000Z'),
        until: new Date('2032-02-10T00:00:00.000Z'),
      };
      const times = [
        '2032-02-10T00:00:00.000Z',
        '2032-01-01T00:00:00.000Z',
        '2031-12-31T23:59:59.999Z',
        '2031-12-10T00:00:00.000Z',
      ];
      const beyond = ['2032-02-10T00:00:00.001Z', '2031-12-09T23:59:59.999Z'];
      const made = [...times, ...beyond].map((time, i) =>
        newJob({ createdAt: new Date(time), status: i % 2 === 0 ? 'queued' : 'awaiting_upload' }),
      );
      for (const job of made) await jobs().create(job);
      await jobs().recordChunk(made[1]!, result(1));
      await jobs().change(made[0]!.id, ['queued'], { status: 'canceled', completedAt: FAR });
      for (const limit of [1, 3, 20]) {
        const found: Job[] = [];
        for (let cursor: string | undefined; ; ) {
          const page = await jobs().list({ ...span, limit, cursor });
          expect(page.rows.length).toBeLessThanOrEqual(limit);
          found.push(...page.rows);
          cursor = page.next;
          if (cursor === undefined) break;
        }
        expect(found.map(({ createdAt }) => createdAt.toISOString())).toEqual(times);
        expect(found[0]).toEqual({ ...made[0], status: 'canceled', completedAt: FAR });
      }
      await expect(jobs().list({ ...span, limit: 1, cursor: 'e30' })).rejects.toThrow(InputError);
    });

    test('an id that exists is a conflict, and the job stays', async () => {
      const job = newJob();
      await jobs().create(job);
      await expect(jobs().create(newJob({ id: job.id, requestSha256: 'c' }))).rejects.toThrow(ConflictError);
      expect(await jobs().get(job.id)).toEqual(job);
    });

    test('changes what is named, from the states that are named, and nothing else', async () => {
      const job = newJob();
      await jobs().create(job);
      const cutTo = { offset: 10, number: 2, line: 7 };
      const running = {
        status: 'running' as const,
        startedAt: at('10:01:00.000'),
        file: { bytes: 7, etag: '"e"' },
      };
      expect(await jobs().change(job.id, ['running'], { chunks: 3 })).toBe(false);
      expect(await jobs().change(job.id, ['queued', 'running'], running)).toBe(true);
      expect(await jobs().change(job.id, ['running'], { chunks: 3, cutTo, lastError: 'why' })).toBe(true);
      const end = {
        status: 'failed' as const,
        completedAt: at('10:02:00.000'),
        failure: { code: 'c', message: 'm' },
      };
      expect(await jobs().change(job.id, ['running'], end)).toBe(true);
      expect(await jobs().change(job.id, ['queued', 'running'], { status: 'canceled' })).toBe(false);
      expect(await jobs().get(job.id)).toEqual({
        ...job,
        ...running,
        chunks: 3,
        cutTo,
        lastError: 'why',
        ...end,
      });
      expect(await jobs().change(randomUUID(), ['queued'], { chunks: 1 })).toBe(false);
    });

    test('a result comes back as it was', async () => {
      const job = newJob({ status: 'running' });
      await jobs().create(job);
      const { number: _n, sourceBytes: _s, ...sums } = result(1);
      const change = {
        status: 'succeeded' as const,
        completedAt: at('10:02:00.000'),
        result: { ...sums, warnings: ['w'] },
      };
      await jobs().change(job.id, ['running'], change);
      expect(await jobs().get(job.id)).toEqual({ ...job, ...change });
    });

    test('a chunk counts once, in its page, whatever is recorded twice', async () => {
      const job = newJob();
      expect(await jobs().recordChunk(job, result(1))).toBe(1);
      expect(await jobs().recordChunk(job, result(2))).toBe(2);
      expect(await jobs().recordChunk(job, result(1, { rows: 6 }))).toBe(2);
      expect(await jobs().recordChunk(job, result(CHUNKS_PER_PAGE + 1))).toBe(1);
      expect(await jobs().chunkResults(job.id, [0])).toEqual([result(1, { rows: 6 }), result(2)]);
      expect(await jobs().chunkResults(job.id, [1, 0])).toEqual([
        result(1, { rows: 6 }),
        result(2),
        result(CHUNKS_PER_PAGE + 1),
      ]);
      expect(await jobs().chunkResults(randomUUID(), [0, 1])).toEqual([]);
    });

    test('chunks that are recorded at the same time are all there', async () => {
      const job = newJob();
      const counts = await Promise.all(
        Array.from({ length: CHUNKS_PER_PAGE }, (_, i) => jobs().recordChunk(job, result(i + 1))),
      );
      expect(Math.max(...counts)).toBe(CHUNKS_PER_PAGE);
      expect(await jobs().chunkResults(job.id, [0])).toHaveLength(CHUNKS_PER_PAGE);
    });

    test('is open from queued on, until it is final', async () => {
      const waiting = newJob({ status: 'awaiting_upload' });
      await jobs().create(waiting);
      const isOpen = async () => (await jobs().listOpen(FAR, 1000)).includes(waiting.id);
      expect(await isOpen()).toBe(false);
      await jobs().change(waiting.id, ['awaiting_upload'], { status: 'queued' });
      expect(await isOpen()).toBe(true);
      await jobs().change(waiting.id, ['queued'], { status: 'running' });
      expect(await isOpen()).toBe(true);
      await jobs().change(waiting.id, ['running'], { status: 'canceled', completedAt: FAR });
      expect(await isOpen()).toBe(false);
    });

    test('who was looked at comes later, with what was seen', async () => {
      const [first, second] = [newJob(), newJob({ createdAt: at('10:00:01.000') })];
      for (const job of [first, second]) await jobs().create(job);
      const order = async (until: Date) =>
        (await jobs().listOpen(until, 1000)).filter((id) => [first.id, second.id].includes(id));
      expect(await order(FAR)).toEqual([first.id, second.id]);
      await jobs().defer(first.id, at('11:00:00.000'), { deferred: 2, seen: 7 });
      expect(await order(FAR)).toEqual([second.id, first.id]);
      expect(await order(at('10:30:00.000'))).toEqual([second.id]);
      expect(await jobs().get(first.id)).toEqual({ ...first, deferred: 2, seen: 7 });
    });

    test('a job that is not open is not deferred', async () => {
      const job = newJob({ status: 'running' });
      await jobs().defer(job.id, FAR, { deferred: 1, seen: 0 });
      expect(await jobs().get(job.id)).toBeUndefined();
    });

    test('adds attempts to a webhook, where there is one', async () => {
      const job = newJob({ webhook: { url: 'https://example.com', caller: 'key', attempts: [] } });
      await jobs().create(job);
      const attempt = { at: at('10:05:00.000'), durationMs: 12, status: 503 };
      expect(await jobs().addWebhookAttempt(job.id, attempt, 'pending')).toBe(true);
      expect((await jobs().get(job.id))?.webhook?.attempts).toEqual([attempt]);
      const without = newJob();
      await jobs().create(without);
      expect(await jobs().addWebhookAttempt(without.id, attempt, 'pending')).toBe(false);
      expect(await jobs().addWebhookAttempt(randomUUID(), attempt, 'pending')).toBe(false);
    });
  },
);
