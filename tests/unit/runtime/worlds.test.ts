import { encodeJobChunk, encodeJobStep } from '../../../lib/jobs/job-message.ts';
import { submitPrediction } from '../../../lib/prediction/submit-prediction.ts';
import { composeApi } from '../../../lib/runtime/compose-api.ts';
import { composeGiveUp } from '../../../lib/runtime/compose-give-up.ts';
import { composeJobs } from '../../../lib/runtime/compose-jobs.ts';
import { composeRegistry } from '../../../lib/runtime/compose-registry.ts';
import { composeScorer } from '../../../lib/runtime/compose-scorer.ts';
import { composeSubmission } from '../../../lib/runtime/compose-submission.ts';
import { composeSweep } from '../../../lib/runtime/compose-sweep.ts';
import { openWorld } from '../../../lib/runtime/open-world.ts';
import { forJobs } from '../../../lib/worlds/aws.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

const SETTINGS = {
  WEBHOOK_HOSTS: 'public',
  BUCKET: 'bucket',
  MODEL_NAME: 'leads',
  RECORD_TTL_DAYS: '30',
  OUTCOME_DAYS: '400',
  LEAD_DAYS: '0',
  ALIAS_TTL_SECONDS: '30',
  API_AUTH: 'off',
  STAGE: 'test',
  METRICS: 'off',
  JOB_CHUNK_BYTES: '1000',
};
const before = { ...process.env };
beforeAll(() => Object.assign(process.env, SETTINGS));
afterAll(() => {
  process.env = before;
});

test('the roots serve another world than AWS: a lead, a file, a letter, a sweep', async () => {
  const memory = createMemoryWorld();
  const { world } = memory;
  await memory.publish();
  const call = createCaller(composeApi(world));
  const { status, body } = await call('POST', '/predict', { body: JSON.stringify(EXAMPLE_LEAD) });
  expect(status).toBe(202);
  await composeScorer(world).score(memory.queue.takeAll()[0]!);
  expect((await call('GET', `/predict/${body.prediction_id}`)).body).toMatchObject({ status: 'succeeded' });

  await memory.files.write('leads.csv', Buffer.from('source,visits\nweb,1\nweb,2\n'), 'text/csv');
  const job = await call('POST', '/jobs', { body: JSON.stringify({ source: 's3://bucket/leads.csv' }) });
  const { steps, chunks } = composeJobs(world);
  const { queues } = memory;
  while (queues.steps.length + queues.chunks.length > 0) {
    for (const step of queues.steps.splice(0)) await steps.work(encodeJobStep(step));
    for (const chunk of queues.chunks.splice(0)) await chunks.work(encodeJobChunk(chunk));
  }
  expect((await call('GET', `/jobs/${job.body.job_id}`)).body).toMatchObject({
    status: 'succeeded',
    rows: 2,
  });

  const registry = composeRegistry(world, SETTINGS);
  const submission = await submitPrediction(
    composeSubmission(registry, world, SETTINGS),
    'leads',
    EXAMPLE_LEAD,
  );
  const id = submission.ok ? submission.prediction.id : '';
  const letter = { id: 'm', body: memory.queue.takeAll()[0]!, receiveCount: 5, sentAt: new Date() };
  expect(await composeGiveUp(world)(letter)).toEqual([id]);
  expect(await composeSweep(world)()).toMatchObject({ requeued: 0, resumed: 0, trainingsStarted: 0 });
});

test('every setting that is missing is named at once, those of ports and those of the root', () => {
  const open = () =>
    openWorld(forJobs, ['JOB_CHUNK_BYTES'], { BUCKET: 'b', WEBHOOK_QUEUE_URL: 'no address' });
  const names = [
    'JOB_CHUNK_BYTES',
    'PREDICTIONS_TABLE',
    'JOB_STEP_QUEUE_URL',
    'JOB_CHUNK_QUEUE_URL',
    'WEBHOOK_QUEUE_URL',
  ];
  for (const name of names) expect(open).toThrow(name);
  expect(open).not.toThrow('BUCKET (');
});

test('ports of a root share their clients', () => {
  const made: object[] = [];
  const client = () => {
    made.push({});
    return made.at(-1)!;
  };
  const [ports] = openWorld(
    { store: ({ shared }) => shared(client) as never, jobs: ({ shared }) => shared(client) as never },
    [],
    {},
  );
  expect(made).toHaveLength(1);
  expect(ports.store).toBe(ports.jobs);
});
