import { submitJob } from '../../../lib/jobs/submit-job.ts';
import { sweepJobs } from '../../../lib/jobs/sweep-jobs.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';
import { runJobs } from '../../support/run-jobs.ts';

const LONG = 21 * 60_000;
const FILE = `source,visits\n${'web,1\n'.repeat(20)}`;
let world: MemoryWorld;
let id: string;
beforeEach(async () => {
  world = createMemoryWorld();
  await world.publish();
  await world.files.write('leads.csv', Buffer.from(FILE), 'text/csv');
  const options = { encoding: 'utf-8', decimal: '.', reasons: 0 } as const;
  ({
    job: { id },
  } = await submitJob(world, 'leads', { fileName: 'leads.csv', sourceKey: 'leads.csv', options }));
});
const lose = () => {
  world.queues.steps.length = 0;
  world.queues.chunks.length = 0;
};
const sweep = () => {
  world.passTime(LONG);
  return sweepJobs(world);
};
const SIZES = { chunkBytes: 12 };

test('a job whose message was lost is queued again, and ends', async () => {
  lose();
  expect(await sweep()).toEqual({ resumed: 1, givenUp: 0 });
  await runJobs(world, SIZES);
  expect((await world.jobs.get(id))?.status).toBe('succeeded');
  expect(await sweep()).toEqual({ resumed: 0, givenUp: 0 });
});

test('a job that waits its turn is not lost', async () => {
  for (let i = 0; i < 9; i++) expect(await sweep()).toEqual({ resumed: 0, givenUp: 0 });
  expect((await world.jobs.get(id))?.status).toBe('queued');
});

test('nothing is done before a job has been open for long', async () => {
  lose();
  world.passTime(60_000);
  expect(await sweepJobs(world)).toEqual({ resumed: 0, givenUp: 0 });
});

test('after four times in vain it is given up, with the last error', async () => {
  await world.jobs.change(id, ['queued'], { lastError: 'chunk 3: reading a file failed: SlowDown' });
  for (let i = 0; i < 4; i++) {
    lose();
    expect(await sweep()).toEqual({ resumed: 1, givenUp: 0 });
  }
  lose();
  expect(await sweep()).toEqual({ resumed: 0, givenUp: 1 });
  const { status, failure } = (await world.jobs.get(id))!;
  expect([status, failure?.code]).toEqual(['failed', 'never_finished']);
  expect(failure?.message).toContain(
    'The last error: chunk 3: reading a file failed: SlowDown. Submit it again.',
  );
});

test('cutting goes on where the last run handed on, and that counts as progress', async () => {
  const from = { offset: 38, number: 3, line: 6 };
  await world.jobs.change(id, ['queued'], { status: 'running', cutTo: from });
  lose();
  expect(await sweep()).toEqual({ resumed: 0, givenUp: 0 });
  expect(await sweep()).toEqual({ resumed: 1, givenUp: 0 });
  expect(world.queues.steps).toEqual([{ step: 'split', jobId: id, from }]);
});

test('a chunk that was lost is found by cutting again, and only that one is scored again', async () => {
  const [step] = world.queues.steps.splice(0);
  const { splitJob } = await import('../../../lib/jobs/split-job.ts');
  await splitJob({ ...world, ...SIZES }, step!.jobId);
  const all = world.queues.chunks.length;
  const [lost] = world.queues.chunks.splice(2, 1);
  await runJobs(world, SIZES);
  expect((await world.jobs.get(id))?.status).toBe('running');
  // First the sweep sees how far it has come.
  await sweep();
  expect(await sweep()).toEqual({ resumed: 1, givenUp: 0 });
  await splitJob({ ...world, ...SIZES }, id);
  expect(world.queues.chunks).toEqual([lost]);
  await runJobs(world, SIZES);
  const job = (await world.jobs.get(id))!;
  expect([job.status, job.chunks, job.result?.rows]).toEqual(['succeeded', all, 20]);
});

test('a join that was lost is queued again', async () => {
  const { steps } = world.queues;
  const { splitJob } = await import('../../../lib/jobs/split-job.ts');
  const { createPlanReader, scoreChunk } = await import('../../../lib/jobs/score-chunk.ts');
  await splitJob({ ...world, ...SIZES }, steps.shift()!.jobId);
  const readPlan = createPlanReader(world.files);
  for (const chunk of world.queues.chunks.splice(0)) await scoreChunk({ ...world, readPlan }, chunk);
  expect(steps.splice(0)).toEqual([{ step: 'join', jobId: id }]);
  await sweep();
  expect(await sweep()).toEqual({ resumed: 1, givenUp: 0 });
  expect(steps).toEqual([{ step: 'join', jobId: id }]);
});
