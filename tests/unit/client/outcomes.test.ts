import { ApiError, createClient, type OutcomeEvent } from '../../../lib/client/index.ts';

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** A client of an API that answers by what it is asked. */
function connect(
  answer: (seen: Seen, request: number) => { readonly status?: number; readonly body: unknown },
) {
  const seen: Seen[] = [];
  const client = createClient({
    baseUrl: 'http://api',
    waiting: { random: () => 0, sleep: async () => {} },
    fetch: async (url, init = {}) => {
      const { pathname, search } = new URL(String(url));
      const body = init.body === undefined ? undefined : JSON.parse(String(init.body));
      const one = { method: init.method ?? 'GET', path: pathname + search, body };
      seen.push(one);
      const { status = 200, body: answered } = answer(one, seen.length - 1);
      return Response.json(answered, { status });
    },
  });
  return { client, seen };
}

const event = (i: number): OutcomeEvent => ({
  reference: `lead-${i}`,
  outcome: 'converted',
  occurred_at: '2026-11-30T10:00:00Z',
});
const events = (n: number) => Array.from({ length: n }, (_, i) => event(i));
const recordAll = ({ body }: Seen) => ({
  body: { recorded: (body as unknown[]).length - 1, repeated: 1, never_scored: 2 },
});

test('one event is sent as it is', async () => {
  const answered = { recorded: 1, repeated: 0, never_scored: 0 };
  const { client, seen } = connect(() => ({ body: answered }));
  expect(await client.recordOutcomes(event(0))).toEqual(answered);
  expect(seen).toEqual([{ method: 'POST', path: '/outcomes', body: event(0) }]);
});

test.each([
  [0, []],
  [1, [1]],
  [1000, [1000]],
  [1001, [1000, 1]],
  [2500, [1000, 1000, 500]],
])('a list of %d events is sent in parts of 1,000, and the counts add up', async (n, sizes) => {
  const { client, seen } = connect(recordAll);
  const sum = await client.recordOutcomes(events(n));
  expect(seen.map(({ body }) => (body as unknown[]).length)).toEqual(sizes);
  expect(seen.flatMap(({ body }) => body)).toEqual(events(n));
  expect(sum).toEqual({ recorded: n - sizes.length, repeated: sizes.length, never_scored: 2 * sizes.length });
});

test('a wrong event of a later part is named by its place among all events', async () => {
  const problem = {
    title: 'The request is not valid',
    detail: 'an event is not valid',
    errors: [
      { index: 2, field: 'value', message: 'expected a number' },
      { field: 'body', message: 'whole' },
    ],
  };
  const { client, seen } = connect((one, request) =>
    request === 0 ? recordAll(one) : { status: 422, body: problem },
  );
  const error = await client.recordOutcomes(events(3000)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  expect((error as ApiError).status).toBe(422);
  expect((error as ApiError).problem.errors).toEqual([
    { index: 1002, field: 'value', message: 'expected a number' },
    { field: 'body', message: 'whole' },
  ]);
  expect(seen).toHaveLength(2);
});

test('leads that were scored elsewhere go to their model, in parts', async () => {
  const lead = (i: number) => ({
    reference: `lead-${i}`,
    scored_at: '2026-11-01T00:00:00Z',
    probability: 0.25,
  });
  const leads = Array.from({ length: 1001 }, (_, i) => lead(i));
  const { client, seen } = connect(({ body }) => ({
    body: { kept: (body as { leads: unknown[] }).leads.length, not_first: 0 },
  }));
  expect(await client.addScoredLeads(leads, { model: 'leads' })).toEqual({ kept: 1001, not_first: 0 });
  expect(await client.addScoredLeads([lead(1)])).toEqual({ kept: 1, not_first: 0 });
  expect(seen.map(({ path }) => path)).toEqual(Array(3).fill('/scored_leads'));
  expect(seen[1]!.body).toEqual({ model: 'leads', leads: [lead(1000)] });
  expect(seen[2]!.body).toEqual({ leads: [lead(1)] });
});

test('performance is asked for by model, version and range', async () => {
  const { client, seen } = connect(() => ({ body: { model: 'leads' } }));
  expect(await client.getPerformance('leads')).toEqual({ model: 'leads' });
  await client.getPerformance('a/b', { version: 'v3', from: '2026-01-01', to: undefined });
  expect(seen.map(({ path }) => path)).toEqual([
    '/models/leads/performance',
    '/models/a%2Fb/performance?version=v3&from=2026-01-01',
  ]);
  await expect(client.getPerformance('')).rejects.toThrow(RangeError);
});
