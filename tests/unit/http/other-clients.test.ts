import type { Context } from 'aws-lambda';
import { createApi } from '../../../lib/http/create-api.ts';
import { createCaller } from '../../support/call-api.ts';
import { probabilitiesOf, readAsClient, SENT, type Send } from '../../support/other-clients.ts';
import { createTrainingLab, leads } from '../../support/run-training.ts';

/** Clients of services on Flask and FastAPI, on the bare handler: as they are, but for the address. */
let lab: ReturnType<typeof createTrainingLab>;
let call: ReturnType<typeof createCaller>;
let send: Send;
let expected: number[];
const timeLeft = 0;
beforeAll(async () => {
  lab = createTrainingLab();
  await lab.publishTrained(leads(600), { name: 'leads' });
  const context: Partial<Context> = { getRemainingTimeInMillis: () => timeLeft };
  call = createCaller(createApi({ ...lab, defaultModel: 'leads' }, { info() {}, error() {} }), context);
  send = async (path, { contentType, body, prefer }) => {
    const answer = await call('POST', path, {
      body: Buffer.from(body).toString(contentType === null ? 'base64' : 'utf8'),
      base64: contentType === null,
      headers: { 'content-type': contentType ?? '', ...(prefer !== undefined && { prefer }) },
    });
    return { status: answer.status!, body: answer.body };
  };
  expected = await probabilitiesOf(send);
});

test('each lead has a probability of its own, so that an order is told from another', () => {
  expect(new Set(expected).size).toBe(SENT.leads.length);
});

test.each(SENT.bodies.map((sent) => [`${sent.client}: ${sent.title}`, sent] as const))(
  '%s',
  async (_, sent) => {
    expect(await readAsClient(send, sent)).toEqual({
      status: 200,
      probabilities: sent.leads.map((index) => expected[index]),
      ...(sent.client === 'FastAPI' && { model_version: 'v1' }),
    });
  },
);

const post = (path: string, body: unknown) =>
  send(path, {
    contentType: 'application/json',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const [LEAD, SECOND] = SENT.leads as [Record<string, unknown>, Record<string, unknown>];

describe('what cannot be read is refused in words', () => {
  const flask = (input: unknown) => post('/predict_lead_conversion', { input_data: input });
  const names = Object.keys(SENT.leads[0]!);

  test.each<[string, unknown, RegExp]>([
    [
      'rows of values of another length',
      [[1, 2]],
      /row 0: expected 9 values, in the order of the model’s fields \(first_contact, source, .*\), got 2/,
    ],
    [
      'columns of different lengths',
      { visits: [1, 2], employees: [1] },
      /the same rows in every column, got others in “employees” than in “visits”/,
    ],
    [
      'columns of different rows',
      { visits: { 1: 1, 2: 2 }, employees: { 1: 1, 3: 2 } },
      /the same rows in every column/,
    ],
    ['lists beside objects', { visits: [1], employees: { 0: 1 } }, /columns of one kind/],
    ['a column twice', { columns: ['visits', 'visits'], data: [[1, 2]] }, /“visits” twice/],
    [
      'columns of several levels',
      { columns: [['a', 'b']], data: [[1]] },
      /columns: expected names, got a list/,
    ],
    [
      'a row that is too short',
      { columns: ['visits', 'employees'], data: [[1, 2], [1]] },
      /expected 2 values in each row, .* got 1 in row 1/,
    ],
    [
      'no table of this model',
      { a: { 0: 1 }, b: { 0: 2 } },
      /the model’s fields \(first_contact, .*\) as the names of columns or inside of rows/,
    ],
    [
      'rows that are called as fields are',
      { visits: { visits: 1 }, x: { visits: 2 } },
      /by columns and by rows/,
    ],
    ['an empty table', { visits: {}, employees: {} }, /expected 1 to 1,000 leads, got 0/],
    ['an empty list', [], /expected 1 to 1,000 leads, got 0/],
    ['too many rows', { visits: Array(1001).fill(1) }, /expected 1 to 1,000 leads, got 1,001/],
    ['a number', 7, /expected a lead, a list of leads, or JSON text of either, got the number 7/],
    ['nothing', undefined, /got nothing/],
    ['other text', 'lead', /expected JSON text of a lead or a list of leads, got other text/],
    ['text that holds text', '"lead"', /got text "lead"/],
  ])('%s', async (_, input, message) => {
    const { status, body } = await flask(input);
    expect([status, body.detail]).toEqual([422, expect.stringMatching(message)]);
    expect(names.length).toBe(9);
  });

  test('Infinity, by its field and its lead', async () => {
    const { status, body } = await post(
      '/v0/predict_batch',
      `[${JSON.stringify(LEAD)}, ${JSON.stringify(SECOND).replace(/"visits":\d+/, '"visits": -Infinity')}]`,
    );
    expect([status, body.errors]).toEqual([
      422,
      [{ index: 1, field: 'visits', message: expect.stringContaining('expected a number, got -Infinity') }],
    ]);
  });

  test('text for a number, which stays strict', async () => {
    const { status, body } = await post('/v0/predict', { ...LEAD, visits: '9' });
    expect([status, body.errors]).toEqual([
      422,
      [{ index: 0, field: 'visits', message: expect.stringContaining('expected a number, got text "9"') }],
    ]);
  });

  test('two leads where one is asked for', async () => {
    const { status, body } = await post('/v0/predict', [LEAD, SECOND]);
    expect([status, body.detail]).toEqual([422, 'body: expected one lead, got 2']);
  });

  test.each([
    ['{"input_data": {"visits": NaN,}}', /syntax error at line 1 column 31|position 30/],
    ['{"input_data": nan}', /syntax error at|not JSON/],
    ['{"input_data": -NaN}', /syntax error at|not JSON/],
    ['"no JSON"', /a string that holds JSON, got another string/],
  ])('a body that is not even Python’s JSON: %s', async (text, message) => {
    const { status, body } = await post('/predict_lead_conversion', text);
    expect([status, body.type, body.detail]).toEqual([
      400,
      '/problems/invalid-json',
      expect.stringMatching(message),
    ]);
  });

  test('NaN, on every other route', async () => {
    expect((await post('/predict', JSON.stringify(LEAD).replace('9', 'NaN'))).status).toBe(400);
    expect((await send('/predict', { contentType: null, body: JSON.stringify(LEAD) })).status).toBe(415);
    expect((await post('/predict', JSON.stringify(JSON.stringify(LEAD)))).status).toBe(422);
  });
});

describe('names', () => {
  test.each(['leads', 'leads.pkl', 'Leads.PKL', 'leads.joblib', 'leads.sav', 'leads.json', 'leads@v1.pkl'])(
    'the model %s is that of its file',
    async (model_name) => {
      const { status } = await post('/predict_lead_conversion', { model_name, input_data: LEAD });
      expect(status).toBe(200);
    },
  );

  test.each(['lead.pkl', 'leads.pk', '.pkl', 'leads.pkl.pkl'])('%s is none', async (model_name) => {
    const { status, body } = await post('/predict_lead_conversion', { model_name, input_data: LEAD });
    expect([status, body.type]).toEqual([404, '/problems/model-not-found']);
  });

  test('a field may be called as a list is, or have a number for a name', async () => {
    const fields = [
      { name: 'data', type: 'number' as const, required: false, integer: true, range: [0, 9] as const },
      { name: '2024', type: 'number' as const, required: false, integer: true, range: [0, 9] as const },
    ];
    await lab.publish({ name: 'odd', schema: { fields, missing_words: [] }, terms: [] });
    const ask = (input_data: unknown) => post('/predict_lead_conversion', { model_name: 'odd', input_data });
    for (const input of [
      { data: { 7: 1, 3: 2 } },
      { data: [1, 2] },
      { data: [{ data: 1 }, { 2024: 2 }] },
      { 2024: { 7: 1, 3: 2 }, data: { 7: 1, 3: 2 } },
      { 7: { 2024: 1 }, 3: { data: 1 } },
      { columns: ['2024'], data: [[1], [2]] },
      { columns: [2024], data: [[1], [2]] },
    ])
      expect([input, (await ask(input)).body]).toEqual([
        input,
        { predictions: [expect.any(Number), expect.any(Number)] },
      ]);
  });
});

describe('?unknown=ignore', () => {
  const ROW = { ...LEAD, lead_id: 'L-1', converted: 'yes', email_opened: 'Yes', demo_requested: 'y' };
  const message = 'the model does not have this field: left out';
  const warnings = ['lead_id', 'converted'].map((field) => ({ field, code: 'unknown_field', message }));

  test('leaves out what the model does not have, and names it, in every way to submit', async () => {
    const one = { probability: expected[0] };
    const told = warnings.map((warning) => ({ index: 0, ...warning }));
    expect(await post('/predict_lead_conversion?unknown=ignore', { input_data: ROW })).toEqual({
      status: 200,
      body: { predictions: [expected[0]], warnings: told, warnings_total: 2 },
    });
    expect((await post('/v0/predict?unknown=ignore', ROW)).body).toEqual({
      prediction: expected[0],
      model_version: 'v1',
      warnings: told,
      warnings_total: 2,
    });
    expect((await post('/v0/predict_batch?unknown=ignore', [ROW])).body.warnings).toEqual(told);
    expect((await post('/predict?unknown=ignore', ROW)).body).toMatchObject({
      status: 'queued',
      warnings,
      warnings_total: 2,
    });
    const now = await call('POST', '/predict?unknown=ignore', {
      body: JSON.stringify(ROW),
      headers: { prefer: 'wait' },
    });
    expect(now.body).toMatchObject({ warnings, prediction: { ...one, warnings: [] } });
    expect((await post('/predict_batch?unknown=ignore', [LEAD, ROW])).body).toMatchObject({
      warnings: warnings.map((warning) => ({ index: 1, ...warning })),
      warnings_total: 2,
    });
    const list = await call('GET', '/predictions');
    expect(JSON.stringify(list.body)).not.toContain('L-1');
  });

  test('names the first hundred, and how many there are', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`x${i}`, i]));
    const { body } = await post('/predict?unknown=ignore', { ...LEAD, ...many });
    expect([body.warnings.length, body.warnings_total]).toEqual([100, 300]);
  });

  test.each(['/predict', '/predict_batch', '/predict_lead_conversion', '/v0/predict', '/v0/predict_batch'])(
    '%s refuses them without it, and says that there is such a parameter; other words are refused',
    async (path) => {
      const body =
        path === '/predict_batch' ? [ROW] : path === '/predict_lead_conversion' ? { input_data: ROW } : ROW;
      const refused = await post(path, body);
      expect([refused.status, refused.body.detail]).toEqual([
        422,
        expect.stringMatching(/; \?unknown=ignore leaves out fields that the model does not have$/),
      ]);
      expect((await post(`${path}?unknown=drop`, body)).status).toBe(400);
      const other = await post(
        `${path}?unknown=ignore`,
        JSON.parse(JSON.stringify(body).replace('9', '"9"')),
      );
      expect([other.status, other.body.detail]).toEqual([422, expect.not.stringContaining('?unknown')]);
    },
  );
});
