import {
  type BatchMember,
  createClient,
  type FinalPrediction,
  type Prediction,
  WaitTimeoutError,
} from '../../../lib/client/index.ts';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A client of an API that answers in this order; the last answer again and again. */
function connect(answers: readonly ((seen: Seen) => Response | Promise<Response>)[], timeoutMs?: number) {
  const seen: Seen[] = [];
  const slept: number[] = [];
  const client = createClient({
    baseUrl: 'http://api',
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    waiting: { random: () => 0, sleep: async (milliseconds) => void slept.push(milliseconds) },
    fetch: async (url, init = {}) => {
      const body = init.body === undefined ? undefined : JSON.parse(String(init.body));
      const headers = init.headers as Record<string, string>;
      const { pathname, search } = new URL(String(url));
      const one = { method: init.method ?? 'GET', url: pathname + search, headers, body };
      seen.push(one);
      return answers[Math.min(seen.length, answers.length) - 1]!(one);
    },
  });
  return { client, seen, slept, urls: () => seen.map(({ method, url }) => `${method} ${url}`) };
}
const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  () =>
    Response.json(body, { status, headers });
const queued = { prediction_id: 'p1', status: 'queued', prediction: null };
const succeeded = { ...queued, status: 'succeeded', prediction: { score: 90 } };

test('predict: one request, when the API scores in it', async () => {
  const { client, seen } = connect([json(200, succeeded)]);
  const answer = await client.predict({ visits: 1 }, { model: 'leads@v2', webhook: 'https://a.example/' });
  expect(answer).toEqual(succeeded);
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({
    url: '/predict?model=leads%40v2&webhook=https%3A%2F%2Fa.example%2F',
    headers: { prefer: 'wait' },
    body: { visits: 1 },
  });
});

test.each(['submit', 'predict'] as const)('%s: a reference and metadata make an envelope', async (call) => {
  const { client, seen } = connect([json(200, succeeded)]);
  await client[call]({ visits: 1 }, { reference: '00Q/5 é', metadata: { owner: 'jana' } });
  await client[call]({ visits: 1 }, { reference: '00Q' });
  await client[call]({ visits: 1 });
  expect(seen.map(({ body }) => body)).toEqual([
    { lead: { visits: 1 }, reference: '00Q/5 é', metadata: { owner: 'jana' } },
    { lead: { visits: 1 }, reference: '00Q' },
    { visits: 1 },
  ]);
  // Personal data stays out of addresses.
  expect(seen.map(({ url }) => url)).toEqual(['/predict', '/predict', '/predict']);
});

test('wait: the API holds its answer; one that does not is asked from 50 ms on, no later than it says', async () => {
  const { client, slept, urls } = connect([
    ...Array.from({ length: 6 }, () => json(200, queued, { 'retry-after': '1' })),
    json(200, succeeded),
  ]);
  await client.wait('p1');
  expect(slept).toEqual([50, 100, 200, 400, 800, 1000]);
  expect(new Set(urls())).toEqual(new Set(['GET /predict/p1?wait=20']));
});

test('wait: an answer that was held back is followed by the next request at once', async () => {
  const clock = jest.spyOn(Date, 'now').mockReturnValue(0);
  try {
    const { client, slept } = connect([
      () => {
        clock.mockReturnValue(20_000);
        return Response.json(queued);
      },
      json(200, succeeded),
    ]);
    await client.wait('p1');
    expect(slept).toEqual([0]);
  } finally {
    clock.mockRestore();
  }
});

test('wait: never holds for longer than its own time, or than a try may take', async () => {
  const short = connect([json(200, queued)]);
  await expect(short.client.wait('p1', { timeoutMs: 2500 })).rejects.toThrow(WaitTimeoutError);
  expect(short.urls()[0]).toBe('GET /predict/p1?wait=2');
  expect(short.urls().at(-1)).toBe('GET /predict/p1');
  const quick = connect([json(200, succeeded)], 4000);
  await quick.client.wait('p1');
  expect(quick.urls()).toEqual(['GET /predict/p1']);
});

test('wait: an API that refuses the parameter is asked without it', async () => {
  const { client, urls } = connect([json(400, { detail: 'unknown parameter “wait”' }), json(200, succeeded)]);
  expect(await client.wait('p1')).toEqual(succeeded);
  expect(urls()).toEqual(['GET /predict/p1?wait=20', 'GET /predict/p1']);
});

test('a list is one page when it is awaited, and all of them when it is iterated', async () => {
  const page = (id: string, next: string | null) => json(200, { predictions: [id], next_cursor: next });
  const { client, urls } = connect([page('a', 'c1'), page('a', 'c1'), page('b', 'c2'), page('c', null)]);
  const options = { reference: 'a b', limit: 1 };
  expect((await client.listPredictions(options)).predictions).toEqual(['a']);
  const all: unknown[] = [];
  for await (const { predictions } of client.listPredictions(options)) all.push(...predictions);
  expect(all).toEqual(['a', 'b', 'c']);
  const first = 'GET /predictions?reference=a+b&limit=1';
  expect(urls()).toEqual([first, first, `${first}&cursor=c1`, `${first}&cursor=c2`]);
});

test('a list of an earlier release is read by its own name of the cursor', async () => {
  const { client, urls } = connect([
    json(200, { trainings: [], next: 'n1' }),
    json(200, { trainings: [], next: null }),
  ]);
  let pages = 0;
  for await (const _ of client.listTrainings({ model: 'leads' })) pages += 1;
  expect(pages).toBe(2);
  expect(urls()).toEqual(['GET /train?model=leads', 'GET /train?model=leads&after=n1']);
});

test('batches and jobs are listed', async () => {
  const { client, urls } = connect([json(200, { batches: [], jobs: [], next_cursor: null })]);
  await client.listBatches({ limit: 5 });
  await client.listJobs({ cursor: 'x', status: 'running' });
  expect(urls()).toEqual(['GET /predict_batch?limit=5', 'GET /jobs?status=running&cursor=x']);
});

test('a batch is canceled and erased, and every read may wait', async () => {
  const { client, urls } = connect([json(200, {})]);
  await client.cancelBatch('b1');
  await client.eraseBatch('b1');
  await client.getBatch('b1', { wait: 5 });
  await client.getJob('j1', { wait: 5 });
  await client.get('p1', { wait: 5 });
  expect(urls()).toEqual([
    'POST /predict_batch/b1/cancel',
    'DELETE /predict_batch/b1',
    'GET /predict_batch/b1?cursor=0&limit=100&wait=5',
    'GET /jobs/j1?wait=5',
    'GET /predict/p1?wait=5',
  ]);
});

test('leads of a batch come with their references', async () => {
  const { client, seen } = connect([json(202, { batch_id: 'b1' })]);
  const leads = [{ lead: { visits: 1 }, reference: '00Q1' }, { visits: 2 }];
  await client.submitBatch(leads);
  expect(seen[0]!.body).toEqual(leads);
});

test('a reference is one segment of the path, whatever is in it', async () => {
  const { client, urls } = connect([json(200, { complete: true, erased: 1, next_cursor: null })]);
  await client.getLead('a/b?c#d é', { from: 'p1', to: 'p2', model: 'leads' });
  await client.eraseLead('..');
  await client.exportLead('é#1');
  expect(urls()).toEqual([
    'GET /leads/a%252Fb%253Fc%2523d%2520%25C3%25A9?from=p1&to=p2&model=leads',
    'DELETE /leads/%252E%252E',
    'GET /leads/%C3%A9%231/export',
  ]);
});

test('an empty reference, which would name all leads, is refused', async () => {
  const reference = '';
  const { client, seen } = connect([json(200, {})]);
  await expect(client.eraseLead(reference)).rejects.toThrow(RangeError);
  await expect(async () => client.getLead(reference)).rejects.toThrow(RangeError);
  await expect(async () => client.exportLead(reference)).rejects.toThrow(RangeError);
  expect(seen).toEqual([]);
});

test('eraseLead asks until nothing remains', async () => {
  const answer = (erased: number, complete: boolean) => json(200, { reference: 'r', erased, complete });
  const { client, seen } = connect([answer(100, false), answer(100, false), answer(7, true)]);
  expect(await client.eraseLead('r')).toEqual({ reference: 'r', erased: 207, complete: true });
  expect(seen).toHaveLength(3);
  // One that erases nothing does not get further by being asked again.
  const stuck = connect([answer(0, false)]);
  expect(await stuck.client.eraseLead('r')).toMatchObject({ erased: 0, complete: false });
  expect(stuck.seen).toHaveLength(1);
});

test('the types tell by the status what there is', () => {
  const grade = (answer: Prediction): string => {
    if (answer.status === 'succeeded') return answer.prediction.grade;
    if (answer.status === 'failed') return answer.error.message;
    const nothing: null = answer.prediction;
    return String(nothing);
  };
  const read = ({ status, prediction, error }: FinalPrediction): string =>
    status === 'succeeded' ? prediction.grade : status === 'failed' ? error.code : 'canceled';
  const member = (one: BatchMember): string =>
    one.status === 'succeeded' ? one.prediction.grade : one.status === 'rejected' ? one.error.message : '';
  // @ts-expect-error a prediction that may be queued has no grade
  const wrong = (answer: Prediction) => answer.prediction.grade;
  const failed = {
    ...queued,
    status: 'failed',
    error: { code: 'c', message: 'm' },
  } as unknown as FinalPrediction;
  expect([grade(failed), read(failed), member({ ...failed, index: 0 })]).toEqual(['m', 'c', '']);
  expect(() => wrong(failed)).toThrow(TypeError);
});
