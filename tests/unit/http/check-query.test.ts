import { createApi } from '../../../lib/http/create-api.ts';
import { API_ROUTES } from '../../../lib/http/routes.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

let world: MemoryWorld;
let call: ReturnType<typeof createCaller>;
beforeEach(async () => {
  world = createMemoryWorld();
  await world.publish();
  call = createCaller(createApi(world, { info() {}, error() {} }));
});

test('a parameter that is spelt wrong is refused, and nothing is accepted', async () => {
  const answer = await call('POST', '/predict?mdoel=leads@v1', { body: JSON.stringify(EXAMPLE_LEAD) });
  expect(answer).toMatchObject({
    status: 400,
    body: {
      type: '/problems/bad-request',
      detail: 'mdoel: unknown query parameter; did you mean “model”? expected one of model, webhook',
      errors: [{ field: 'mdoel' }],
    },
  });
  expect(world.queue.takeAll()).toEqual([]);
});

test('all of them are named, each once', async () => {
  const { status, body } = await call('GET', '/predictions?grdae=A&colour=red&colour=blue&order=score');
  expect(status).toBe(400);
  expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(['grdae', 'colour']);
  expect(body.detail).toMatch(/did you mean “grade”/);
});

test('one that is given twice is refused: only one could count', async () => {
  const { status, body } = await call('GET', '/schema?model=leads&model=others');
  expect([status, body.detail]).toEqual([400, 'model: expected once, got it 2 times']);
});

test('a route without parameters says so', async () => {
  const { body } = await call('GET', '/health?verbose=1');
  expect(body.detail).toBe('verbose: unknown query parameter; this route has no query parameters');
});

test.each(API_ROUTES.map(({ method, path }) => [method, path]))('%s %s refuses it', async (method, path) => {
  const answer = await call(method, `${path.replace(/:\w+/g, 'x')}?unheard_of=1`);
  expect([answer.status, answer.body.errors]).toEqual([
    400,
    [{ field: 'unheard_of', message: expect.stringMatching(/^unknown query parameter; /) }],
  ]);
});
