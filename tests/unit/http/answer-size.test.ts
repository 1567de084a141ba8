import { randomBytes } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { limitAnswer } from '../../../infra/local/limit-answer.ts';
import { fillPage, MOST_ANSWER_BYTES, PAGE_BYTES, sentBytes } from '../../../lib/http/answer-size.ts';
import { createApi } from '../../../lib/http/create-api.ts';
import { sealAnswer } from '../../../lib/http/seal-answer.ts';
import type { Field } from '../../../lib/lead/schema.ts';
import type { ModelArtifact, Term } from '../../../lib/model/artifact.ts';
import type { Training } from '../../../lib/trainings/training.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD, exampleArtifact } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

/**
 * The caller of these tests throws where Lambda or API Gateway would refuse an answer, so each test that gets one proves
 * that it fits. "Well below" is the last line's limit.
 */
const errors: string[] = [];
const start = async (changes: Partial<ModelArtifact> = {}) => {
  const world = createMemoryWorld();
  const log = { info() {}, error: (message: string) => errors.push(message) };
  await world.publish(changes);
  return { world, call: createCaller(createApi(world, log)) };
};
beforeEach(() => {
  errors.length = 0;
});
afterEach(() => expect(errors).toEqual([]));

/** A model of so many numbers, each with a term. */
function wideModel(count: number): Partial<ModelArtifact> {
  const names = Array.from({ length: count }, (_, i) => `${'a "quoted" feature with a long name '}${i}`);
  const fields = names.map((name): Field => {
    return { name, type: 'number', required: false, integer: true, range: [0, 9] };
  });
  const terms = names.map((feature): Term => {
    return { kind: 'linear', feature, steps: [], weight: 0.123_456_789, missing: 0, mean: 0.1 };
  });
  return { schema: { fields, missing_words: [] }, terms };
}
const wideLead = (count: number, value: unknown = 1) =>
  Object.fromEntries(wideModel(count).schema!.fields.map(({ name }) => [name, value]));

const LEADS = 1000;
type Call = ReturnType<typeof createCaller>;
const post = (call: Call, path: string, body: unknown, headers = {}) =>
  call('POST', path, { body: JSON.stringify(body), headers });

describe('errors', () => {
  /** Just below a megabyte of what is wrong. */
  const unknown = (fields: number) =>
    Object.fromEntries(Array.from({ length: fields }, (_, i) => [`u${i}`, 0]));
  const HOSTILE: readonly (readonly [string, unknown])[] = [
    ['120 unknown fields a lead', Array(LEADS).fill(unknown(100))],
    ['every field of a wide model wrong', Array(60).fill(wideLead(120, '"'.repeat(30)))],
    [
      'names of quotes',
      [Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`${'"'.repeat(80)}${i}`, 0]))],
    ],
    ['leads that are none', Array(LEADS).fill('\u0000'.repeat(100))],
    ['ninety thousand unknown fields', [unknown(90_000)]],
  ];

  test.each(HOSTILE)('of a batch: %s', async (_name, leads) => {
    const { call } = await start(wideModel(120));
    for (const [path, body] of [
      ['/predict_batch', leads],
      ['/predict_lead_conversion', { input_data: leads }],
      ['/predict', (leads as unknown[])[0]],
    ] as const) {
      const answer = await post(call, path, body);
      expect([path, answer.status]).toEqual([path, 422]);
      expect(answer.sentBytes).toBeLessThan(300_000);
      const { errors: listed, errors_total: total } = answer.body;
      expect(listed.length).toBe(Math.min(100, total));
    }
  });

  test('the count is of all of them, in each lead and each field', async () => {
    const { call } = await start();
    const { body } = await post(call, '/predict_batch', Array(LEADS).fill(unknown(100)));
    // `source` is required and lacks, too.
    expect(body.errors_total).toBe(LEADS * 101);
    expect(body.errors[0]).toEqual({ index: 0, field: 'source', message: expect.any(String) });
    expect(body.detail).toContain('1,000 leads');
  });

  test('of a batch of which only some leads are good: all are accounted for', async () => {
    const { call } = await start();
    const bad = { source: '錯'.repeat(257), '"誤誤誤誤誤誤誤誤誤誤': 0 };
    const answer = await post(call, '/predict_batch', [EXAMPLE_LEAD, ...Array(LEADS - 1).fill(bad)], {
      prefer: 'handling=lenient, wait',
    });
    expect([answer.status, answer.body.errors.length, answer.body.errors_total]).toEqual([200, 100, 1998]);
    const { body } = await call('GET', `/predict_batch/${answer.body.batch_id}?limit=1000`);
    expect(body.counts).toMatchObject({ succeeded: 1, rejected: 999 });
    expect(body.results).toHaveLength(LEADS);
    expect(body.results[999].error.message).toMatch(/^source: expected at most 256 characters/);
  });

  test.each([
    ['/jobs', { file_name: 'x'.repeat(900_000) }],
    ['/jobs', Object.fromEntries(Array.from({ length: 90_000 }, (_, i) => [`u${i}`, 0]))],
    ['/jobs', { source: `s3://other/${'x'.repeat(900_000)}` }],
    ['/train', { drop: Array(300_000).fill(1) }],
    ['/train', { target: 'x'.repeat(900_000), model: '"'.repeat(20_000) }],
    ['/train', { dataset: '"'.repeat(450_000) }],
    ['/predict_lead_conversion', { model_name: '"'.repeat(400_000), input_data: {} }],
    ['/predict_lead_conversion', { ['"'.repeat(400_000)]: 1 }],
    ['/predict_lead_conversion', { input_data: '"'.repeat(400_000) }],
  ])('of %s, %#', async (path, body) => {
    const { call } = await start();
    const answer = await post(call, path, body);
    expect([404, 422]).toContain(answer.status);
    expect(answer.sentBytes).toBeLessThan(100_000);
  });
});

describe('a batch of a wide model', () => {
  test('Prefer: wait answers with a first page, and Link leads to the rest; nothing is missing', async () => {
    const { call } = await start(wideModel(120));
    const leads = Array.from({ length: 100 }, () => ({}));
    const big = [...leads, ...leads, ...leads, ...leads, ...leads, ...leads];
    const answer = await post(call, '/predict_batch', big, { prefer: 'wait' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ count: 600, next_cursor: String(answer.body.predictions.length) });
    expect(answer.body.predictions.length).toBeGreaterThan(50);
    expect(answer.headers.link).toBe(
      `<https://api.example.com/predict_batch/${answer.body.batch_id}?cursor=${answer.body.next_cursor}>; rel="next"`,
    );
    const results = [...answer.body.predictions];
    for (let cursor = answer.body.next_cursor; cursor !== null; ) {
      const page = await call('GET', `/predict_batch/${answer.body.batch_id}?cursor=${cursor}&limit=1000`);
      expect(page.sentBytes).toBeLessThan(MOST_ANSWER_BYTES);
      expect(page.body.counts).toMatchObject({ succeeded: 600, queued: 0 });
      results.push(...page.body.results);
      cursor = page.body.next_cursor;
    }
    expect(results.map(({ index }) => index)).toEqual(big.map((_, i) => i));
    for (const { prediction, receipt } of results) {
      expect(prediction.probability).toBeGreaterThan(0);
      expect(receipt.contributions).toHaveLength(120);
    }
  });

  test('GET ?limit=1000 of a narrow one is one page still', async () => {
    const { call } = await start();
    const { body } = await post(call, '/predict_batch', Array(LEADS).fill(EXAMPLE_LEAD), { prefer: 'wait' });
    expect([body.predictions.length, body.next_cursor]).toEqual([LEADS, null]);
    const page = await call('GET', `/predict_batch/${body.batch_id}?limit=1000`);
    expect([page.body.results.length, page.body.next_cursor]).toEqual([LEADS, null]);
  });
});

describe('lists of predictions of a wide model', () => {
  const COUNT = 450;
  let call: Call;
  beforeAll(async () => {
    ({ call } = await start(wideModel(160)));
    const leads = Array(COUNT).fill({});
    await post(call, '/predict_batch', leads, { prefer: 'wait' });
  });

  test.each(['newest', 'score'])('GET /predictions, %s: page by page, each once', async (order) => {
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await call('GET', `/predictions?limit=200&order=${order}${cursor}`);
      expect([page.status, page.sentBytes < MOST_ANSWER_BYTES]).toEqual([200, true]);
      expect(page.body.predictions.length).toBeGreaterThan(0);
      seen.push(...page.body.predictions.map((row: { prediction_id: string }) => row.prediction_id));
      if (page.body.next_cursor === null) break;
      cursor = `&cursor=${page.body.next_cursor}`;
    }
    expect([seen.length, new Set(seen).size]).toEqual([COUNT, COUNT]);
  });

  test('GET /predictions.csv: no row is left out, and Link leads on', async () => {
    const seen: string[] = [];
    for (let path: string | undefined = '/predictions.csv?status=succeeded'; path !== undefined; ) {
      const page = await call('GET', path);
      expect(page.sentBytes).toBeLessThan(MOST_ANSWER_BYTES);
      seen.push(
        ...parse(page.text, { columns: true }).map((row) => (row as { prediction_id: string }).prediction_id),
      );
      const link = String(page.headers.link ?? '');
      path = /^<https:\/\/api\.example\.com(.+)>; rel="next"$/.exec(link)?.[1];
    }
    expect([seen.length, new Set(seen).size]).toEqual([COUNT, COUNT]);
  });

  test('a grade that is rare: no page ends the list too early', async () => {
    const { body } = await call('GET', '/predictions?limit=200&status=failed');
    expect(body).toEqual({ predictions: [], next_cursor: null, next: null });
  });
});

describe('other lists', () => {
  test('trainings that take 400 KB each', async () => {
    const { world, call } = await start();
    const { body } = await (async () => {
      await world.files.write('datasets/leads/a.csv', Buffer.from('visits,converted\n'), 'text/csv');
      return post(call, '/train', { target: 'converted', trainers: ['logistic'] });
    })();
    const run = (await world.trainings.get(body.training_id)) as Training;
    const step = { name: 'check', state: 'succeeded', startedAt: run.createdAt, attempts: 1 } as const;
    for (let i = 0; i < 40; i++) {
      const id = `0000${String(i).padStart(4, '0')}${run.id.slice(8)}`;
      await world.trainings.create({
        ...run,
        id,
        steps: [{ ...step, figures: { text: '"'.repeat(190_000) } }],
      });
    }
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await call('GET', `/train?limit=100${cursor}`);
      seen.push(...page.body.trainings.map((each: { training_id: string }) => each.training_id));
      if (page.body.next_cursor === null) break;
      cursor = `&cursor=${page.body.next_cursor}`;
    }
    expect([seen.length, new Set(seen).size]).toEqual([41, 41]);
  });

  test('models, versions and moves, by the ten thousand', async () => {
    const { world, call } = await start();
    const [first] = await world.registry.listVersions('leads');
    const tags = Array.from({ length: 30 }, (_, i) => `${'t'.repeat(60)}${i}`);
    for (let i = 2; i <= 4000; i++) await world.registry.addVersion({ ...first!, version: `v${i}`, tags });
    for (let i = 0; i < 300; i++)
      await world.registry.addVersion({ ...first!, name: `m${i}`, version: 'v1', tags: [] });
    const at = world.clock.now();
    const move = { name: 'leads', alias: 'champion', action: 'promote', at, by: 'x', why: '' } as const;
    const history = Array.from({ length: 50_000 }, (_, i) => {
      return { ...move, from: `v${49_999 - i}`, to: `v${50_000 - i}` };
    });
    world.registry.aliasHistory = async () => history;
    const readAll = async (path: string, list: string) => {
      const items: unknown[] = [];
      for (let cursor = ''; ; ) {
        const { status, body } = await call('GET', `${path}${cursor}`);
        expect(status).toBe(200);
        items.push(...body[list]);
        if (body.next_cursor === null) return items;
        cursor = `?cursor=${body.next_cursor}`;
      }
    };
    const versions = (await readAll('/models/leads', 'versions')) as { version: string }[];
    expect(versions.map(({ version }) => version)).toEqual(
      Array.from({ length: 4000 }, (_, i) => `v${4000 - i}`),
    );
    expect(
      new Set(((await readAll('/models', 'models')) as { name: string }[]).map(({ name }) => name)).size,
    ).toBe(301);
    const moves = (await readAll('/models/leads/aliases/champion', 'history')) as { to: string }[];
    expect(moves.map(({ to }) => to)).toEqual(Array.from({ length: 50_000 }, (_, i) => `v${50_000 - i}`));
  });
});

describe('a model that is as large as one may be', () => {
  const levels = (count: number, field: number) =>
    Array.from({ length: count }, (_, i) => `level ${field} "${i}"`);
  /** 500 fields, of which some have 10,000 levels. */
  const large = (): Partial<ModelArtifact> => {
    const fields = Array.from({ length: 500 }, (_, f): Field => {
      return {
        name: `field ${f}`,
        type: 'category',
        required: false,
        levels: levels(f < 40 ? 10_000 : 20, f),
      };
    });
    const terms = fields.slice(0, 5).map((field): Term => {
      const values = Object.fromEntries(levels(10_000, 0).map((level, i) => [level, i / 1e7]));
      return { kind: 'category', feature: field.name, values, other: 0, missing: 0, mean: 0 };
    });
    return { schema: { fields, missing_words: [] }, terms };
  };

  test('schema, OpenAPI document, its page and model.json', async () => {
    const { call } = await start(large());
    const { body } = await call('GET', '/schema');
    expect(Object.keys(body.properties)).toHaveLength(500);
    expect(body.properties['field 0']).toMatchObject({ 'x-levels-total': 10_000 });
    expect(body.properties['field 0']['x-levels'].length).toBeGreaterThan(99);
    expect(body.properties['field 499']).not.toHaveProperty('x-levels-total');
    const document = await call('GET', '/openapi.json');
    expect(Object.keys(document.body.components.schemas.Lead.properties)).toHaveLength(500);
    expect((await call('GET', '/docs')).status).toBe(200);

    const path = '/models/leads/versions/v1/files/model.json';
    const plain = await call('GET', path);
    expect(plain).toMatchObject({ status: 413, body: { type: '/problems/file-too-large' } });
    expect(plain.body.detail).toContain('without “accept-encoding: gzip”');
    expect((await call('GET', path, { headers: { 'accept-encoding': 'gzip;q=0' } })).status).toBe(413);
    const packed = await call('GET', path, { headers: { 'accept-encoding': 'br, gzip' } });
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    expect(packed.body.schema.fields[0].levels).toHaveLength(10_000);
  });

  test('levels of a letter, of which a page makes a line each', async () => {
    const short = Array.from({ length: 400_000 }, (_, i) => i.toString(36));
    const fields: Field[] = [{ name: 'a', type: 'category', required: false, levels: short }];
    const { call } = await start({ schema: { fields, missing_words: [] }, terms: [] });
    for (const path of ['/schema', '/openapi.json', '/docs']) {
      const answer = await call('GET', path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(answer.sentBytes).toBeLessThan(3_500_000);
    }
  });

  test('a file that is not smaller packed: a problem, also for those who take gzip', async () => {
    const { world, call } = await start();
    const key = 'models/leads/v1/model.json';
    world.artifacts.get = async (asked) => {
      expect(asked).toBe(key);
      return randomBytes(5_000_000);
    };
    const answer = await call('GET', `/models/leads/versions/v1/files/model.json`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect([answer.status, answer.body.detail]).toEqual([
      413,
      `the file is too large for this API; read it from the stack's bucket, under ${key}`,
    ]);
  });

  test('a small file goes as it is', async () => {
    const { call } = await start();
    const answer = await call('GET', '/models/leads/versions/v1/files/model.json', {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.body).toEqual(exampleArtifact());
  });
});

describe('the last line', () => {
  test('an answer that is too large becomes a problem that is logged', () => {
    const told: string[] = [];
    const body = '"'.repeat(MOST_ANSWER_BYTES / 2);
    const { result, problem } = sealAnswer({ status: 200, headers: {}, body }, 'r', (_, { message }) =>
      told.push(message),
    );
    expect([result.statusCode, problem]).toEqual([500, 'answer-too-large']);
    expect(JSON.parse(result.body!).type).toBe('/problems/answer-too-large');
    expect(result.headers).toMatchObject({ 'x-request-id': 'r' });
    expect(told).toEqual([expect.stringMatching(/^expected at most 5500000 bytes, made 55\d+$/)]);
  });

  test('whatever an answer holds, what is let through is what Lambda hands over', () => {
    const part = fc.constantFrom('a', '"', '\\', '\u0000', 'é', '錯', '😀', '\ud800');
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 600_000, max: 7_000_000 }),
        fc.boolean(),
        (parts, size, isText) => {
          const text = parts.join('').repeat(Math.ceil(size / parts.join('').length));
          const body = isText ? text : new Uint8Array(size);
          const { result } = sealAnswer({ status: 200, headers: {}, body }, 'r', () => {});
          expect(limitAnswer(result, () => {})).toBe(result);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('a page is filled, and never beyond its limit but by a single item', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string(), { maxLength: 50 }),
        fc.integer({ min: 1, max: 200 }),
        (items, most) => {
          const page = fillPage(items, most);
          expect(page).toEqual(items.slice(0, page.length));
          const bytes = (list: readonly string[]) =>
            list.reduce((sum, item) => sum + sentBytes(JSON.stringify(item)) + 1, 0);
          if (page.length > 1) expect(bytes(page)).toBeLessThanOrEqual(most);
          if (page.length < items.length)
            expect(bytes(items.slice(0, page.length + 1))).toBeGreaterThan(most);
          expect(page.length > 0).toBe(items.length > 0);
        },
      ),
    );
    expect(PAGE_BYTES).toBeLessThan(MOST_ANSWER_BYTES / 1.5);
  });
});
