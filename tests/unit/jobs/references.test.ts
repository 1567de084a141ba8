import { createApi } from '../../../lib/http/create-api.ts';
import { createCaller } from '../../support/call-api.ts';
import { exampleArtifact } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';
import { scoreAsJob } from '../../support/run-jobs.ts';
import { scoreText } from '../../support/score-text.ts';

const HEADER = 'lead_id,source,visits';
const LONG = 'x'.repeat(129);

async function run(csv: string, reference: string, fileName = 'new.csv') {
  const world = createMemoryWorld();
  await world.publish();
  return scoreAsJob(world, csv, { chunkBytes: 24 }, { reference }, fileName);
}

test('the column of references stays where it is, and rows without a good one are set aside with line and reason', async () => {
  const csv = `${HEADER}\n00Q1,web,1\n,web,2\n${LONG},web,3\n"a\u0007b",web,4\n  ,web,many\n00Q2,web,5\n`;
  const { job, text, rejected } = await run(csv, 'lead_id');
  expect(job).toMatchObject({ status: 'succeeded', result: { rows: 6, rejected: 4 } });
  const lines = text!.trim().split('\n');
  expect(lines[0]).toMatch(/^lead_id,source,visits,probability,/);
  expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(['00Q1', '00Q2']);
  const reasons = rejected!.trim().split('\n').slice(1);
  const expected = 'expected text of 1 to 128 characters without control characters, got';
  expect(reasons[0]).toContain(`lead_id: ${expected} 0 characters`);
  expect(reasons[1]).toContain(`lead_id: ${expected} 129 characters`);
  expect(reasons[2]).toContain(`lead_id: ${expected} a control character in it`);
  // What is wrong besides is told, too.
  expect(reasons[3]).toContain(`lead_id: ${expected} 0 characters`);
  expect(reasons[3]).toContain('visits');
  expect(reasons.map((line) => line.split(',')[0])).toEqual(['3', '4', '5', '6']);
});

test('a row that is set aside for its reference is not counted as unlike the training leads', async () => {
  const one = await run(`${HEADER}\n00Q1,web,9999999\n`, 'lead_id');
  const none = await run(`${HEADER}\n00Q1,web,1\n,web,9999999\n`, 'lead_id');
  expect(one.job.result?.warnings.join()).toContain('visits');
  expect(none.job.result?.warnings.join()).not.toContain('visits');
});

test.each([
  [
    'that is not there',
    `${HEADER}\n00Q1,web,1\n`,
    'id',
    /expected a column “id” for references.*lead_id, source, visits/,
  ],
  [
    'that stands twice',
    'id,id,source,visits\n1,2,web,1\n',
    'id',
    /expected one column “id” for references, found it as columns 1 and 2/,
  ],
])('a column %s fails the job and says so', async (_what, csv, column, message) => {
  const { job } = await run(csv, column);
  expect(job.status).toBe('failed');
  expect(job.failure!.message).toMatch(message);
});

test('of JSON Lines it is a member: a text or a whole number', async () => {
  const lines = [
    '{"id":"00Q1","source":"web","visits":1}',
    '{"id":77,"source":"web","visits":1}',
    '{"id":null,"source":"web","visits":1}',
    '{"source":"web","visits":1}',
  ];
  const { job, text, rejected } = await run(`${lines.join('\n')}\n`, 'id', 'new.jsonl');
  expect(job.result).toMatchObject({ rows: 4, rejected: 2 });
  expect(
    text!
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).id),
  ).toEqual(['00Q1', 77]);
  expect(rejected!.match(/id: expected text of 1 to 128 characters/g)).toHaveLength(2);
});

test('a column that the model has too is both', async () => {
  const { job, text } = await run('source,visits\nweb,1\n', 'source');
  expect(job.result).toMatchObject({ rows: 1, rejected: 0 });
  const scored = await scoreText(exampleArtifact(), 'source,visits\nweb,1\n');
  expect(text).toBe(scored.text);
});

test('POST /jobs takes the column, and refuses one that is no name', async () => {
  const world = createMemoryWorld();
  await world.publish();
  const call = createCaller(createApi(world, { info() {}, error() {} }));
  const post = (reference: unknown) =>
    call('POST', '/jobs', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ size: 10, reference }),
    });
  const accepted = await post('lead_id');
  expect(accepted.status).toBe(202);
  expect((await world.jobs.get(accepted.body.job_id))!.options.reference).toBe('lead_id');
  expect(await post('')).toMatchObject({
    status: 422,
    body: {
      errors: [{ field: 'reference', message: 'expected the name of a column, of 1 to 255 characters' }],
    },
  });
});
