import { createApi } from '../../../lib/http/create-api.ts';
import { createCaller } from '../../support/call-api.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

let world: MemoryWorld;
let call: ReturnType<typeof createCaller>;
beforeEach(async () => {
  world = createMemoryWorld();
  await world.files.write('history/a.csv', Buffer.from('visits,y\n1,yes\n'), 'text/csv');
  call = createCaller(createApi(world, { info() {}, error() {} }));
});
const train = (body: unknown) =>
  call('POST', '/train', {
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });

test('a file that was sent to be trained on and is gone by now is told so', async () => {
  const dataset = 'uploads/leads/0123456789ab/a.csv';
  const { status, body } = await train({ dataset, target: 'y' });
  expect(status).toBe(422);
  expect(body.errors).toEqual([
    {
      field: 'dataset',
      message:
        'expected a file that is there, found none; what is under uploads/ is deleted after 30 days: send it again with scorelane train --remote',
    },
  ]);
  expect((await train({ dataset: 'history/b.csv', target: 'y' })).body.errors[0].message).toBe(
    'expected a file that is there, found none',
  );
});

test.each(['models/', 'dead-letters/', 'jobs/', 'training/', 'policies/'])(
  'what the service keeps under %s is neither learned from nor scored',
  async (folder) => {
    await world.publish();
    const key = `${folder}a.csv`;
    await world.files.write(key, Buffer.from('visits,y\n1,yes\n'), 'text/csv');
    const { status, body } = await train({ dataset: key, target: 'y' });
    expect([status, body.errors[0].field]).toEqual([422, 'dataset']);
    const source = `s3://${world.bucket}/${key}`;
    const job = await call('POST', '/jobs', {
      body: JSON.stringify({ source }),
      headers: { 'content-type': 'application/json' },
    });
    expect([job.status, job.body.errors[0].field]).toEqual([422, 'source']);
  },
);

test.each([
  ['{', 'expected JSON of at most 100000 bytes, got something else'],
  [
    '{"promotion": "sometimes", "folds": 1}',
    'folds: expected 0, or a whole number from 2 to 20; promotion: expected "better", "always" or "never"',
  ],
  [
    '{"allow_fields": "tier"}',
    'allow_fields: expected a list of column names, at most 500 and 20,000 bytes of them',
  ],
  [
    '{"allow_field": ["tier"]}',
    expect.stringMatching(
      /^allow_field: did you mean “allow_fields”\? expected an object of target, .*schedule$/,
    ),
  ],
])('what is wrong with the policy file %s is told of the file', async (text, message: unknown) => {
  await world.files.write('policies/leads.json', Buffer.from(text), 'application/json');
  const { status, body } = await train({ dataset: 'history/a.csv', target: 'y' });
  expect(status).toBe(422);
  expect(body.errors).toEqual([{ field: 'policies/leads.json', message }]);
});

test('that nothing says what to learn is told of the target', async () => {
  const { body } = await train({ dataset: 'history/a.csv' });
  expect(body.errors).toEqual([{ field: 'target', message: expect.stringContaining('expected the column') }]);
});

test.each([
  [
    { policy: { allow_field: ['tier'] } },
    'policy.allow_field',
    /^did you mean “allow_fields”\? expected an object of minimum/,
  ],
  [{ policy: { allow_fields: [''] } }, 'policy.allow_fields', /^expected a list of column names/],
  [
    { allow_fields: ['tier'] },
    'allow_fields',
    /^expected inside of policy: {"policy": {"allow_fields": …}}$/,
  ],
  [{ promotion: 'always' }, 'promotion', /^expected inside of policy: /],
  [{ tagret: 'y' }, 'tagret', /^did you mean “target”\? expected an object of model, dataset, /],
])('what stands in the wrong place or under the wrong name is told so: %j', async (wrong, field, message) => {
  const { status, body } = await train({ dataset: 'history/a.csv', target: 'y', ...wrong });
  expect(status).toBe(422);
  expect(body.errors).toEqual([{ field, message: expect.stringMatching(message) }]);
});

test('every member that is not known is named, where it stands', async () => {
  const { status, body } = await train({
    dataset: 'history/a.csv',
    target: 'y',
    tagret: 'y',
    modle: 'x',
    policy: { promote: 1, minimum: 2 },
  });
  expect(status).toBe(422);
  expect(body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
    'modle',
    'policy.minimum',
    'policy.promote',
    'tagret',
  ]);
});

test('fields that are allowed stand in the record', async () => {
  const { status, body } = await train({
    dataset: 'history/a.csv',
    target: 'y',
    policy: { allow_fields: ['visits'] },
  });
  expect([status, body.policy]).toMatchObject([202, { promotion: 'better', allow_fields: ['visits'] }]);
});
