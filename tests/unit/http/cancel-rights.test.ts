import { createKey } from '../../../lib/auth/api-key.ts';
import { createAuthenticator } from '../../../lib/auth/authenticate.ts';
import type { Scope } from '../../../lib/auth/scope.ts';
import { SCOPES } from '../../../lib/contract/words.ts';
import { createApi } from '../../../lib/http/create-api.ts';
import { scorePredictions } from '../../../lib/prediction/score-predictions.ts';
import { as } from '../../support/api-under-test.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

let world: MemoryWorld;
let call: ReturnType<typeof createCaller>;
beforeEach(async () => {
  world = createMemoryWorld();
  await world.publish();
  call = createCaller(
    createApi({ ...world, authenticate: createAuthenticator(world) }, { info() {}, error() {} }),
  );
});

async function makeKey(scope: Scope): Promise<Record<string, string>> {
  const { key, stored } = createKey({ name: 'n', scope, createdAt: world.clock.now(), createdBy: 'test' });
  await world.keys.add(stored);
  return as(key);
}
const post = async (path: string, body: unknown, headers: Record<string, string>) =>
  (await call('POST', path, { body: JSON.stringify(body), headers })).body;

/** The paths that cancel a prediction, a member of a batch, and a batch, all of the same key. */
async function submitAll(headers: Record<string, string>) {
  const { prediction_id } = await post('/predict', EXAMPLE_LEAD, headers);
  const { batch_id } = await post('/predict_batch', [EXAMPLE_LEAD, EXAMPLE_LEAD], headers);
  return [`/predict/${prediction_id}`, `/predict/${batch_id}-0`, `/predict_batch/${batch_id}`];
}
const cancel = async (paths: readonly string[], headers: Record<string, string>) => {
  const answers = [];
  for (const path of paths) answers.push(await call('POST', `${path}/cancel`, { headers }));
  return answers;
};

test.each(['predict', 'operate'] as const)('a key of the scope %s cancels its own', async (scope) => {
  const own = await makeKey(scope);
  expect((await cancel(await submitAll(own), own)).map(({ status }) => status)).toEqual([200, 200, 200]);
});

test.each(['predict', 'operate'] as const)(
  'a key of the scope %s does not cancel another’s, open or final',
  async (scope) => {
    const paths = await submitAll(await makeKey('predict'));
    const other = await makeKey(scope);
    const refuse = async () => {
      for (const answer of await cancel(paths, other)) {
        expect([answer.status, answer.body.type]).toEqual([403, '/problems/forbidden']);
        expect(answer.body.detail).toMatch(
          /^the key of this request did not submit this (prediction|batch); canceling it needs the key that did, or one of the scope “admin”$/,
        );
      }
    };
    await refuse();
    for (const message of world.queue.takeAll()) await scorePredictions(world, message);
    const { body } = await call('GET', paths[2]!, { headers: other });
    expect(body.counts).toMatchObject({ succeeded: 2, canceled: 0 });
    await refuse();
  },
);

test('a form does not cancel, not even what its own key submitted', async () => {
  const form = await makeKey('form');
  const answers = await cancel(await submitAll(form), form);
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  expect(answers[0]!.body.detail).toBe('this needs a key of the scope “predict”');
});

test.each(SCOPES)('admin cancels what the scope %s submitted', async (scope) => {
  const answers = await cancel(await submitAll(await makeKey(scope)), await makeKey('admin'));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
});

test('what an earlier release accepted, which does not say who submitted it, is for admin', async () => {
  const own = await makeKey('predict');
  const paths = await submitAll(own);
  const ids = paths.map((path) => path.split('/').at(-1)!);
  const { store } = world;
  const withoutCreator = <Row extends object>(row: Row | undefined): Row | undefined => {
    if (row === undefined) return undefined;
    const { createdBy: _createdBy, ...rest } = row as Row & { createdBy?: string };
    return rest as Row;
  };
  const earlier = {
    ...store,
    get: async (id: string) => withoutCreator(await store.get(id)),
    getBatch: async (id: string) => withoutCreator(await store.getBatch(id)),
  };
  call = createCaller(
    createApi(
      { ...world, store: earlier, authenticate: createAuthenticator(world) },
      { info() {}, error() {} },
    ),
  );
  expect((await cancel(paths, own)).map(({ status }) => status)).toEqual([403, 403, 403]);
  expect((await store.get(ids[0]!))?.status).toBe('queued');
  expect((await cancel(paths, await makeKey('admin'))).map(({ status }) => status)).toEqual([200, 200, 200]);
});

test('without keys everyone cancels everything', async () => {
  call = createCaller(createApi(world, { info() {}, error() {} }));
  expect((await cancel(await submitAll({}), {})).map(({ status }) => status)).toEqual([200, 200, 200]);
});

test('others still read by the id, as before', async () => {
  const paths = await submitAll(await makeKey('predict'));
  const form = await makeKey('form');
  for (const path of paths) expect((await call('GET', path, { headers: form })).status).toBe(200);
});
