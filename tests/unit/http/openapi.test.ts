import type { BatchEvent } from '../../../lib/contract/batch.ts';
import { createApi } from '../../../lib/http/create-api.ts';
import { eventBody, testEventBody } from '../../../lib/http/event-body.ts';
import { API_ROUTES } from '../../../lib/http/routes.ts';
import { scorePredictions } from '../../../lib/prediction/score-predictions.ts';
import { type Ended, type FoundWebhook, findWebhook } from '../../../lib/webhook/find-webhook.ts';
import { type ApiUnderTest, createApiUnderTest, documented } from '../../support/api-under-test.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';
import { AnswerChecker } from '../../support/openapi/answer-checker.ts';
import {
  type Content,
  type Document,
  listOperations,
  type Operation,
  type Response,
  resolve,
} from '../../support/openapi/document.ts';
import { validateOpenApi } from '../../support/openapi/validate-openapi.ts';

let api: ApiUnderTest;
let document: Document;
let checker: AnswerChecker;
let operations: readonly (readonly [string, Operation])[];
beforeAll(async () => {
  api = await createApiUnderTest();
  document = (await api.call('GET', '/openapi.json')).body;
  checker = new AnswerChecker(document);
  operations = listOperations(document);
});

test('the document lists every route, and nothing else', () => {
  const listed = operations.map(([name]) => name);
  expect(listed.toSorted()).toEqual([...new Set(documented.map(([operation]) => operation))].toSorted());
  expect(listed).toHaveLength(API_ROUTES.length);
  expect(document.components.schemas.Lead!.properties!.visits).toMatchObject({ type: ['number', 'null'] });
});

test('it is OpenAPI 3.1, and every reference in it leads somewhere', () => {
  expect(validateOpenApi(document)).toEqual({ valid: true });
  // It does refuse.
  expect(validateOpenApi({ ...document, paths: [] }).valid).toBe(false);
  for (const [, $ref] of JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g))
    expect(resolve(document, { $ref })).toBeDefined();
});

test('every operation has a name of its own, a part of the API, and says what it answers with', () => {
  const all = [
    ...operations,
    ...Object.entries(document.webhooks).map(([name, { post }]) => [name, post] as const),
  ];
  const ids = all.map(([, { operationId }]) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  const tags = document.tags.map(({ name }) => name);
  const ofService = ['', 'health', 'schema', 'key', 'openapi.json', 'docs', 'problems'];
  for (const [name, { operationId, tags: own, security }] of operations) {
    expect(operationId).toMatch(/^[a-z][A-Za-z0-9]+$/);
    expect(tags).toContain(own[0]);
    // A path that lib/http/openapi/tags.ts does not know is taken for one of the service itself.
    if (own[0] === 'Service') expect(ofService).toContain(name.split('/')[1]!);
    expect([name, security]).toEqual([name, expect.any(Array)]);
  }
});

test('every body has an example, and each is as its schema says', () => {
  const events = Object.values(document.webhooks).map(({ post }) => ['webhook', post] as const);
  const bodies = [...operations, ...events].flatMap(([name, { requestBody, responses }]) => {
    const answered = Object.values(responses).map((given) => resolve<Response>(document, given).content);
    return [requestBody?.content, ...answered].flatMap((content: Content = {}) =>
      Object.entries(content).map(([type, { schema, examples = {} }]) => ({
        where: `${name} ${type}`,
        schema,
        examples,
      })),
    );
  });
  const described = bodies.filter(({ schema }) => schema.$ref !== undefined);
  expect(described.length).toBeGreaterThan(operations.length);
  for (const { where, schema, examples } of described) {
    expect([where, Object.keys(examples).length]).not.toEqual([where, 0]);
    for (const example of Object.values(examples)) {
      const { value } = resolve<{ value: unknown }>(document, example);
      expect([where, ...checker.validate(schema.$ref!, value)]).toEqual([where]);
    }
  }
});

test('the lead of the examples is one of the model that serves', async () => {
  const { value } = document.components.examples['Lead.usual']!;
  expect((await api.call('POST', '/predict', api.send(value))).status).toBe(202);
  const { value: leads } = document.components.examples['BatchSubmission.usual']!;
  expect((await api.call('POST', '/predict_batch', api.send(leads))).status).toBe(202);
});

test('/docs describes every operation and needs no other host', async () => {
  const { text, headers } = await api.call('GET', '/docs');
  for (const [operation] of documented) {
    const [method, path] = operation.split(' ');
    expect(text).toContain(`<b>${method}</b> <code>${path}</code>`);
  }
  expect(text).not.toMatch(/(src|href)="?(https?:)?\/\//);
  expect(headers['content-security-policy']).toBe("default-src 'none'; style-src 'unsafe-inline'");
});

test('what webhooks are told is as the document says, and so is an answer that shows them', async () => {
  const world = createMemoryWorld();
  await world.publish();
  const call = createCaller(createApi(world, { info() {}, error() {} }));
  const hook = `webhook=${encodeURIComponent('https://example.com/')}`;
  const lead = JSON.stringify(EXAMPLE_LEAD);
  const { body: done } = await call('POST', `/predict?${hook}`, { body: lead, headers: { prefer: 'wait' } });
  const { body: batch } = await call('POST', `/predict_batch?${hook}`, {
    body: `[${lead},${lead},1]`,
    headers: { prefer: 'handling=lenient' },
  });
  for (const attempt of [{ status: 503 }, { error: 'ENOTFOUND' }])
    await world.store.addWebhookAttempt(
      done.prediction_id,
      {
        at: world.clock.now(),
        durationMs: 1,
        ...attempt,
      },
      'pending',
    );
  const check = (schema: string, value: unknown) =>
    expect(checker.validate(`#/components/schemas/${schema}`, value)).toEqual([]);
  check('Prediction', (await call('GET', `/predict/${done.prediction_id}`)).body);
  check('BatchState', (await call('GET', `/predict_batch/${batch.batch_id}`)).body);
  await world.store.resendWebhook(done.prediction_id, world.clock.now());
  check('Prediction', (await call('GET', `/predict/${done.prediction_id}`)).body);
  for (const body of world.queue.takeAll()) await scorePredictions(world, body);
  await call('DELETE', `/predict/${batch.batch_id}-1`);
  const endOf = async (id: string) => {
    const found = (await findWebhook(world, { id })) as FoundWebhook;
    return eventBody((await found.readEnd()) as Ended);
  };
  check('PredictionEvent', await endOf(done.prediction_id));
  const batchEvent = await endOf(batch.batch_id);
  check('BatchEvent', batchEvent);
  expect((batchEvent as BatchEvent).data.results.map(({ status }) => status)).toEqual([
    'succeeded',
    'erased',
    'rejected',
  ]);
  check('TestEvent', testEventBody('id', world.clock.now()));
  check('DeliveryPage', (await call('GET', '/webhooks/deliveries')).body);
  const { body: listed } = await call('GET', '/predictions');
  check('PredictionPage', listed);
});
