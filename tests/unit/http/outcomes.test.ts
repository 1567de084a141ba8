import fc from 'fast-check';
import { MOST_OUTCOMES } from '../../../lib/contract/words.ts';
import { createApi } from '../../../lib/http/create-api.ts';
import { addScoredLeads } from '../../../lib/outcomes/add-scored-leads.ts';
import { MOST_SCORED_LEADS } from '../../../lib/outcomes/read-cohorts.ts';
import { recordEvents } from '../../../lib/outcomes/record-events.ts';
import { leadKeyOf } from '../../../lib/outcomes/scored-lead.ts';
import { scorePredictions } from '../../../lib/prediction/score-predictions.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

const WON = { outcome: 'converted', occurred_at: '2026-02-03T09:00:00Z', value: 1200 };
const DAY = 86_400_000;

async function open() {
  const world = createMemoryWorld();
  await world.publish();
  const call = createCaller(createApi(world, { info() {}, error() {} }));
  world.passTime(3 * DAY);
  const post = (path: string, body: unknown) => call('POST', path, { body: JSON.stringify(body) });
  const submit = async (reference?: string, wait = true) => {
    const headers = wait ? { prefer: 'wait' } : {};
    const sent = reference === undefined ? EXAMPLE_LEAD : { lead: EXAMPLE_LEAD, reference };
    const { body } = await call('POST', '/predict', { headers, body: JSON.stringify(sent) });
    return body.prediction_id as string;
  };
  const report = (body: unknown) => post('/outcomes', body);
  const outcomeOf = async (reference: string) => (await call('GET', `/leads/${reference}`)).body.outcome;
  return { world, call, post, submit, report, outcomeOf };
}

describe('POST /outcomes', () => {
  test('keeps one event, or several, and says which were new', async () => {
    const { submit, report, outcomeOf } = await open();
    await submit('a');
    const one = await report({ reference: 'a', ...WON });
    expect(one).toMatchObject({ status: 200, body: { recorded: 1, repeated: 0, never_scored: 0 } });
    const more = await report([
      { reference: 'a', ...WON },
      { reference: 'a', outcome: 'contacted', occurred_at: '2026-02-02T10:00:00+01:00' },
      { reference: 'b', outcome: 'lost', occurred_at: '2026-02-03T09:00:00Z' },
    ]);
    expect(more).toMatchObject({ status: 200, body: { recorded: 2, repeated: 1, never_scored: 1 } });
    expect(await outcomeOf('a')).toMatchObject({
      outcome: 'converted',
      occurred_at: '2026-02-03T09:00:00.000Z',
      value: 1200,
      events: [
        { outcome: 'converted', sent_by: null },
        { outcome: 'contacted', occurred_at: '2026-02-02T09:00:00.000Z' },
      ],
    });
    expect(await outcomeOf('b')).toMatchObject({ outcome: 'lost' });
  });

  test('finds a lead by a prediction of it', async () => {
    const { submit, report, outcomeOf } = await open();
    const prediction_id = await submit('a');
    expect(await report({ prediction_id: prediction_id.toUpperCase(), ...WON })).toMatchObject({
      status: 200,
    });
    expect(await outcomeOf('a')).toMatchObject({ outcome: 'converted' });
  });

  test('keeps an outcome of a lead that is scored later', async () => {
    const { world, submit, report } = await open();
    await report({ reference: 'a', ...WON });
    await submit('a', false);
    await scorePredictions(world, world.queue.takeAll()[0]!);
    expect([...world.outcomes.rows.values()]).toMatchObject([
      { leadKey: leadKeyOf('a'), outcome: { kind: 'converted', value: 1200 } },
    ]);
  });

  test('an unknown prediction, an erased one and one without a reference are told apart, and nothing is kept', async () => {
    const { call, submit, report, outcomeOf } = await open();
    const [bare, erased] = [await submit(), await submit('b')];
    await call('DELETE', `/predict/${erased}`);
    const unknown = '00000000-0000-4000-8000-000000000000';
    const events = [
      { reference: 'a', ...WON },
      ...[unknown, erased, bare].map((prediction_id) => ({ prediction_id, ...WON })),
    ];
    const { status, body } = await report(events);
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      {
        index: 1,
        field: 'prediction_id',
        message: expect.stringContaining('there is no prediction with this id'),
      },
      { index: 2, field: 'prediction_id', message: 'the data of this prediction was erased' },
      { index: 3, field: 'prediction_id', message: expect.stringContaining('submitted without a reference') },
    ]);
    expect(await outcomeOf('a')).toBeUndefined();
  });

  test('everything that is wrong is reported, with its place, and nothing is kept', async () => {
    const { report, outcomeOf } = await open();
    const { status, body } = await report([
      { reference: 'a', ...WON },
      { reference: '', outcome: 'won', occurred_at: '2026-02-03', value: -1, note: 'x' },
      { ...WON, reference: 'a', prediction_id: 'p' },
      { reference: 'a', outcome: 'lost', occurred_at: '2026-02-03T09:00:00Z', value: 3 },
      { reference: 'a', outcome: 'lost', occurred_at: '2027-02-03T09:00:00Z' },
      { reference: 'a', outcome: 'lost', occurred_at: '0226-02-03T09:00:00Z' },
      { outcome: 'lost', occurred_at: '2026-02-31T09:00:00Z' },
      'lost',
      null,
    ]);
    expect(status).toBe(422);
    expect(body.detail).toBe('8 items are not valid, and nothing was kept');
    const wrong = body.errors.map(
      ({ index, field }: { index: number; field: string }) => `${index} ${field}`,
    );
    expect(wrong.toSorted()).toEqual(
      [
        ...['1 reference', '1 outcome', '1 occurred_at', '1 value', '1 note'],
        ...[
          '2 prediction_id',
          '3 value',
          '4 occurred_at',
          '5 occurred_at',
          '6 reference',
          '6 occurred_at',
          '7 body',
          '8 body',
        ],
      ].toSorted(),
    );
    expect(await outcomeOf('a')).toBeUndefined();
  });

  test.each([
    ['no event', []],
    ['too many', Array.from({ length: MOST_OUTCOMES + 1 }, () => ({ reference: 'a', ...WON }))],
    ['text', 'won'],
    ['nothing', null],
  ])('refuses %s', async (_, body) => {
    const { report } = await open();
    expect(await report(body)).toMatchObject({ status: 422, body: { type: '/problems/invalid-request' } });
  });

  test('a store that is too slow is told before the time is over, and the same request does the rest', async () => {
    const { world, submit } = await open();
    for (const reference of ['a', 'b']) await submit(reference);
    const events = ['a', 'b'].map(
      (reference) => ({ reference, kind: 'converted', occurredAt: world.clock.now() }) as const,
    );
    let left = 2;
    const timeLeft = () => (left-- > 1 ? 9000 : 1000);
    await expect(recordEvents({ ...world, timeLeft }, events)).rejects.toThrow('send fewer at a time');
    await recordEvents(world, events);
    expect([...world.outcomes.rows.values()].map(({ outcome }) => outcome?.kind)).toEqual([
      'converted',
      'converted',
    ]);
  });

  test('the time is looked at before each event of a lead, and each score that is added of one', async () => {
    const { world } = await open();
    const times = Array.from({ length: 9 }, (_, i) => new Date(world.clock.now().getTime() - 60_000 * i));
    const until = (calls: number) => () => (calls-- > 0 ? 9000 : 1000);
    const events = times.map((occurredAt) => ({ reference: 'a', kind: 'lost', occurredAt }) as const);
    await expect(recordEvents({ ...world, timeLeft: until(4) }, events)).rejects.toThrow('send fewer');
    expect((await world.outcomes.readLead(leadKeyOf('a'))).events).toHaveLength(4);
    const scores = times.map((scoredAt) => ({ reference: 'b', probability: 0.5, scoredAt }));
    const adding = addScoredLeads({ ...world, timeLeft: until(4) }, 'leads', scores);
    await expect(adding).rejects.toThrow('send fewer');
    expect([...world.outcomes.rows.values()].map(({ scoredAt }) => scoredAt)).toEqual([times[3]]);
  });

  test('no body becomes a 500', async () => {
    const { report } = await open();
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(1e300, 5e-324, -0, '2026-02-03T09:00:00Z', 'converted'),
    );
    const event = fc.dictionary(
      fc.constantFrom('reference', 'prediction_id', 'outcome', 'occurred_at', 'value', '__proto__'),
      value,
    );
    const good = fc.record({
      reference: fc.constantFrom('a', 'b'),
      outcome: fc.constantFrom('converted', 'lost'),
      occurred_at: fc.constant(WON.occurred_at),
      value: fc.constantFrom(undefined, 0, 5e-324, 1e12),
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.jsonValue(), fc.array(fc.oneof(event, good))), async (body) => {
        expect([200, 422]).toContain((await report(body)).status);
      }),
    );
  });
});

describe('POST /scored_leads', () => {
  const LEAD = { reference: 'a', scored_at: '2026-01-20T09:00:00Z', probability: 0.31 };

  test('adds leads that were scored elsewhere, and joins what was reported of them before', async () => {
    const { world, post, report } = await open();
    await report({ reference: 'a', ...WON });
    const sent = [LEAD, { ...LEAD, reference: 'b', version: 'v1', score: 40, grade: 'C' }];
    for (const _ of ['once', 'again'])
      expect(await post('/scored_leads', { model: 'leads', leads: sent })).toMatchObject({
        status: 200,
        body: { kept: 2, not_first: 0 },
      });
    expect([...world.outcomes.rows.values()]).toMatchObject([
      { version: 'elsewhere', probability: 0.31, outcome: { kind: 'converted' } },
      { version: 'v1', score: 40, grade: 'C' },
    ]);
  });

  test('the earliest score of a version is measured', async () => {
    const { world, post } = await open();
    const earlier = { ...LEAD, scored_at: '2026-01-19T09:00:00Z', probability: 0.2 };
    await post('/scored_leads', { leads: [LEAD] });
    expect((await post('/scored_leads', { leads: [earlier, LEAD] })).body).toEqual({ kept: 1, not_first: 1 });
    expect([...world.outcomes.rows.values()]).toMatchObject([{ probability: 0.2 }]);
  });

  test.each([
    ['a time to come', { scored_at: '2026-02-05T09:00:00Z' }, 'scored_at'],
    ['what is not kept any more', { scored_at: '2024-01-01T00:00:00Z' }, 'scored_at'],
    ['a version that is not there', { version: 'v7' }, 'version'],
    ['a probability in percent', { probability: 31 }, 'probability'],
    ['another member', { outcome: 'converted' }, 'outcome'],
  ])('refuses %s', async (_, changes, field) => {
    const { world, post } = await open();
    const { status, body } = await post('/scored_leads', {
      leads: [
        { ...LEAD, reference: 'b' },
        { ...LEAD, ...changes },
      ],
    });
    expect([status, body.errors]).toEqual([422, [{ index: 1, field, message: expect.any(String) }]]);
    expect(world.outcomes.rows.size).toBe(0);
  });

  test('a model that is not there, and what is no such request', async () => {
    const { post } = await open();
    expect((await post('/scored_leads', { model: 'other', leads: [LEAD] })).status).toBe(404);
    for (const body of [
      null,
      [],
      [LEAD],
      { leads: [] },
      { leads: LEAD },
      { model: 3, leads: [LEAD] },
      { leads: [LEAD], mode: 'x' },
    ])
      expect((await post('/scored_leads', body)).status).toBe(422);
  });
});

describe('a lead', () => {
  test('of which only the outcome is known is shown, exported and erased', async () => {
    const { call, report } = await open();
    await report({ reference: 'a', ...WON });
    expect(await call('GET', '/leads/a')).toMatchObject({
      status: 200,
      body: { latest: null, trend: 'not_enough', change: null, outcome: { outcome: 'converted' } },
    });
    expect((await call('GET', '/leads/a/export')).body).toMatchObject({
      predictions: [],
      outcome: { outcome: 'converted' },
    });
    expect((await call('DELETE', '/leads/a')).body).toEqual({ reference: 'a', erased: 0, complete: true });
    expect((await call('GET', '/leads/a')).status).toBe(404);
    expect((await call('GET', '/leads/a/export')).status).toBe(404);
  });

  test('that is erased leaves no row, no event and no file of its week', async () => {
    const { world, call, submit, report } = await open();
    await submit('a');
    await submit('b');
    await report([
      { reference: 'a', ...WON },
      { reference: 'b', ...WON },
    ]);
    world.passTime(20 * DAY);
    const leads = async () => (await call('GET', '/models/leads/performance')).body.leads;
    expect(await leads()).toBe(2);
    expect([...world.files.objects.keys()]).toContain('cohorts/leads/2026-02-02.json.gz');
    await call('DELETE', '/leads/a');
    expect([...world.files.objects.keys()]).not.toContain('cohorts/leads/2026-02-02.json.gz');
    expect(await leads()).toBe(1);
    expect([...world.outcomes.rows.values()].map(({ leadKey }) => leadKey)).toEqual([leadKeyOf('b')]);
  });

  test.each([
    ['a prediction', (id: string) => `/predict/${id}`],
    ['a batch', (id: string) => `/predict_batch/${id}`],
  ])('whose %s is erased is measured no more', async (what, path) => {
    const { world, call, submit, post } = await open();
    const batch = [{ lead: EXAMPLE_LEAD, reference: 'a' }];
    const id =
      what === 'a prediction' ? await submit('a') : (await post('/predict_batch', batch)).body.batch_id;
    for (const body of world.queue.takeAll()) await scorePredictions(world, body);
    expect(world.outcomes.rows.size).toBe(1);
    expect((await call('DELETE', path(id))).status).toBe(204);
    expect(world.outcomes.rows.size).toBe(0);
  });
});

describe('GET /models/{name}/performance', () => {
  test.each([
    ['?version=3', 400],
    ['?from=2026-02-31', 400],
    ['?from=yesterday', 400],
    ['?from=2026-02-02&to=2026-02-01', 400],
    ['?from=2026-02-01T10%3A00%3A00%2B01%3A00&to=2026-02-03', 200],
    ['?version=elsewhere', 200],
    ['?version=v1', 200],
    ['?version=v99', 404],
  ])('%s → %i', async (query, status) => {
    const { call } = await open();
    expect((await call('GET', `/models/leads/performance${query}`)).status).toBe(status);
  });

  test('of more leads than can be measured at once is refused, with what to do', async () => {
    const { world } = await open();
    const outcomes: typeof world.outcomes = {
      ...world.outcomes,
      async *readCohort(model) {
        const scoredAt = world.clock.now();
        const row = {
          id: '1',
          model,
          version: 'v1',
          leadKey: 'k',
          scoredAt,
          probability: 0.5,
          expiresAt: scoredAt,
        };
        for (let i = 0; i <= MOST_SCORED_LEADS; i++) yield row;
      },
    };
    const call = createCaller(createApi({ ...world, outcomes }, { info() {}, error() {} }));
    expect(await call('GET', '/models/leads/performance')).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('from, to: expected at most 150,000 scored leads') },
    });
  });

  test('a range that ends in the future begins no later than one that ends now', async () => {
    const { call } = await open();
    const [now, later] = await Promise.all(
      ['', '?to=2999-01-01'].map((query) => call('GET', `/models/leads/performance${query}`)),
    );
    expect(later!.body.from).toBe(now!.body.from);
  });

  test('of a version that is not there names it', async () => {
    const { call } = await open();
    expect(await call('GET', '/models/leads/performance?version=v99')).toMatchObject({
      status: 404,
      body: { type: '/problems/model-not-found', detail: 'there is no version v99 of “leads”' },
    });
  });

  test('of a model that is not there is not found', async () => {
    const { call } = await open();
    expect(await call('GET', '/models/other/performance')).toMatchObject({
      status: 404,
      body: { type: '/problems/model-not-found' },
    });
  });
});
