import { createApi } from '../../../lib/http/create-api.ts';
import { createCaller } from '../../support/call-api.ts';
import { createTrainingLab, leads } from '../../support/run-training.ts';

/** POST /v0/train on the bare handler, behind which trainings run as the template's state machine says. */
let lab: ReturnType<typeof createTrainingLab>;
let call: ReturnType<typeof createCaller>;
let timeLeft: number;
const policy = (text: object) =>
  lab.put('policies/leads.json', JSON.stringify({ target: 'converted', ...text }));
beforeEach(async () => {
  timeLeft = 60_000;
  lab = createTrainingLab();
  await policy({ trainers: ['logistic'], folds: 2 });
  await lab.put('datasets/leads/past.csv', leads(600));
  call = createCaller(createApi({ ...lab, defaultModel: 'leads' }, { info() {}, error() {} }), {
    getRemainingTimeInMillis: () => timeLeft,
  });
});
/** `requests.post(url)` sends neither a body nor a content type. */
const bare = () => call('POST', '/v0/train', { headers: { 'content-type': '' } });
const send = (body: string, headers: Record<string, string> = {}) =>
  call('POST', '/v0/train', { body, headers });

test('without a body it trains on the latest dataset, and says which version serves', async () => {
  const { status, body } = await bare();
  expect([status, body]).toEqual([
    200,
    {
      message: 'Trained v1 (logistic), which serves from now on: it is the first version of the model.',
      new_model_version: 'v1',
      training_id: expect.any(String),
      urls: { get: `https://api.example.com/train/${body.training_id}` },
    },
  ]);
  const { body: training } = await call('GET', `/train/${body.training_id}`);
  expect(training).toMatchObject({ status: 'succeeded', dataset: { key: 'datasets/leads/past.csv' } });
  const lead = { source: 'referral', visits: 9 };
  const predicted = await call('POST', '/v0/predict', { body: JSON.stringify(lead) });
  expect(predicted.body).toMatchObject({ prediction: expect.any(Number), model_version: 'v1' });
});

test.each(['{}', '"{}"', ' { } '])('the body %s says nothing more', async (body) => {
  expect(await send(body)).toMatchObject({ status: 200, body: { new_model_version: 'v1' } });
});

test('a version that is no better is registered, and it is said that another serves', async () => {
  await bare();
  const { status, body } = await bare();
  expect([status, body]).toMatchObject([
    200,
    {
      new_model_version: 'v2',
      message: expect.stringMatching(/^Trained v2 \(logistic\), which is challenger: /),
    },
  ]);
});

test('epochs and learning_rate reach the trainers that have them, and the others are named', async () => {
  await policy({ trainers: ['logistic', 'boosted', 'gradient-descent'], folds: 2 });
  const { status, body } = await send('{"epochs": 4, "learning_rate": 0.05}');
  expect([status, body.message]).toEqual([
    200,
    expect.stringContaining(
      '; epochs is used by boosted, gradient-descent, not by logistic; learning_rate is used by boosted, gradient-descent, not by logistic.',
    ),
  ]);
  const { body: training } = await call('GET', `/train/${body.training_id}`);
  expect(training.options).toMatchObject({ epochs: 4, learning_rate: 0.05 });
  const options = Object.fromEntries(
    training.steps.map(({ name, figures }: { name: string; figures: { options: object } }) => [
      name,
      figures.options,
    ]),
  );
  expect(options).toMatchObject({
    'train:boosted': { max_rounds: 4, learning_rate: 0.05 },
    'train:gradient-descent': { steps: 4, learning_rate: 0.05 },
    'train:logistic': { l2: 1, l1: 0 },
  });
});

test('where no trainer has the setting, that is said', async () => {
  const { body } = await send('{"epochs": 4}');
  expect(body.message).toMatch(/; epochs is used by no trainer of this training, not by logistic\.$/);
});

test('what takes longer than the request may wait is 202, with where to ask; it goes on', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  lab.before.set('register', () => {
    timeLeft = 0;
    return promise;
  });
  const { status, body, headers } = await bare();
  const path = `/train/${body.training_id}`;
  expect([status, body, headers]).toMatchObject([
    202,
    {
      new_model_version: null,
      message: `The training takes longer than this request waits: ask GET ${path}.`,
      urls: { get: `https://api.example.com${path}` },
    },
    { location: path, 'retry-after': '2' },
  ]);
  resolve();
  expect(await lab.finish((await lab.trainings.get(body.training_id))!)).toMatchObject({
    status: 'succeeded',
    newVersion: 'v1',
  });
});

test('it is the same training with the same Idempotency-Key, and never another', async () => {
  const key = { 'idempotency-key': 'k' };
  const first = await send('{"epochs": 4}', key);
  expect((await send('{"epochs": 4}', key)).body).toEqual(first.body);
  expect(await send('{"epochs": 5}', key)).toMatchObject({
    status: 422,
    body: { type: '/problems/idempotency-key-reused' },
  });
  expect((await lab.trainings.list({ limit: 9 })).trainings).toHaveLength(1);
});

test('a training that fails of its file says why', async () => {
  await lab.put('datasets/leads/past.csv', 'visits,y\n1,yes\n2,no\n');
  const { status, body } = await bare();
  expect([status, body]).toMatchObject([
    422,
    {
      type: '/problems/invalid-request',
      detail: expect.stringMatching(/^the training failed: .*converted/),
      training_id: expect.any(String),
    },
  ]);
});

test('and one that fails of the service is no mistake of the client', async () => {
  lab.before.set('register', () => {
    throw new Error('lost');
  });
  const { status, body } = await bare();
  expect([status, body]).toMatchObject([500, { detail: 'the training failed: lost' }]);
});

test.each<[string, string, RegExp]>([
  ['{"epochs": 0}', 'epochs', /^expected a whole number from 1 to 10000$/],
  ['{"epochs": 2.5}', 'epochs', /^expected a whole number/],
  ['{"epochs": "5"}', 'epochs', /^expected a whole number/],
  ['{"learning_rate": 0}', 'learning_rate', /^expected a number above 0, at most 1$/],
  ['{"learning_rate": 2}', 'learning_rate', /^expected a number above 0/],
  ['{"batch_size": 32}', 'batch_size', /expected an object of epochs, learning_rate$/],
  ['[]', 'body', /expected an object of epochs, learning_rate/],
])('%s is refused by name', async (text, field, message) => {
  const { status, body } = await send(text);
  expect([status, body.errors]).toEqual([422, [{ field, message: expect.stringMatching(message) }]]);
  expect((await lab.trainings.list({ limit: 9 })).trainings).toEqual([]);
});

test('without a dataset it says where one is expected', async () => {
  await lab.put('policies/empty.json', JSON.stringify({ target: 'converted' }));
  const other = createCaller(createApi({ ...lab, defaultModel: 'empty' }, { info() {}, error() {} }));
  const { status, body } = await other('POST', '/v0/train', { body: '{}' });
  expect([status, body.errors]).toEqual([
    422,
    [{ field: 'dataset', message: expect.stringContaining('expected a file under datasets/empty/') }],
  ]);
});
