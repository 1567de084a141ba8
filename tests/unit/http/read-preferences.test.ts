import fc from 'fast-check';
import { createApi } from '../../../lib/http/create-api.ts';
import { readPreferences } from '../../../lib/http/read-preferences.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

test.each([
  ['wait', 20, false],
  ['wait=7', 7, false],
  ['Wait = "7"', 7, false],
  ['wait=7;reason="a,wait=1", handling=lenient', 7, true],
  ['wait=0', undefined, false],
  ['wait=0, wait=10', undefined, false],
  ['wait=10, wait=0', 10, false],
  ['wait=99999999999999999999', 20, false],
  ['wait=soon', undefined, false],
  ['wait=-1', undefined, false],
  ['wait=1.5', undefined, false],
  ['foo="wait=3, handling=lenient"', undefined, false],
  ['foo="a\\"b, wait", wait=2', 2, false],
  ['handling=strict, handling=lenient', undefined, false],
  ['handling="lenient"; x=y,wait', 20, true],
  ['awaiting, return=minimal, handling', undefined, false],
  ['', undefined, false],
  [undefined, undefined, false],
])('Prefer: %s', (prefer, wait, lenient) => {
  expect(readPreferences(prefer)).toMatchObject({ wait, lenient });
});

test('whatever is sent is read, in a time that grows with its length only', () => {
  const text = fc.string({ unit: fc.constantFrom(...'wait=1,;" \\handling=lenient'), maxLength: 300 });
  fc.assert(fc.property(text, (prefer) => expect(readPreferences(prefer)).toBeDefined()));
  expect(readPreferences(`"${'\\"'.repeat(100_000)}`).wait).toBeUndefined();
});

describe('Preference-Applied', () => {
  let world: MemoryWorld;
  let call: ReturnType<typeof createCaller>;
  beforeEach(async () => {
    world = createMemoryWorld();
    await world.publish();
    call = createCaller(createApi(world, { info() {}, error() {} }));
  });
  const post = (path: string, body: unknown, prefer: string, headers = {}) =>
    call('POST', path, { body: JSON.stringify(body), headers: { prefer, ...headers } });

  test.each([
    ['wait=5, handling=lenient', 200, 'wait=5'],
    ['wait, respond-async', 200, 'wait'],
    ['respond-async', 202, 'respond-async'],
    ['respond-async, wait=0', 202, 'respond-async'],
    ['return=minimal', 202, undefined],
  ])('of a lead, %s: %i, %s', async (prefer, status, applied) => {
    const answer = await post('/predict', EXAMPLE_LEAD, prefer);
    expect([answer.status, answer.headers['preference-applied']]).toEqual([status, applied]);
  });

  test.each([
    ['wait=5, handling=lenient', 200, 'wait=5, handling=lenient'],
    ['handling=strict', 202, 'handling=strict'],
    ['handling=other, respond-async', 202, 'respond-async'],
  ])('of a batch, %s: %i, %s', async (prefer, status, applied) => {
    const answer = await post('/predict_batch', [EXAMPLE_LEAD], prefer);
    expect([answer.status, answer.headers['preference-applied']]).toEqual([status, applied]);
  });

  test('is silent of a wait that did not come to a result', async () => {
    const key = { 'idempotency-key': 'k' };
    await post('/predict', EXAMPLE_LEAD, '', key);
    await post('/predict_batch', [EXAMPLE_LEAD], '', { 'idempotency-key': 'b' });
    // Another model by now: what was accepted is scored by the queue with the one of then.
    await world.publish({ intercept: -2 });
    const { promoteVersion } = await import('../../../lib/registry/move-alias.ts');
    await promoteVersion(world, { name: 'leads', version: 'v2', alias: 'champion', by: 'test' });
    world.passTime(60_000);
    for (const answer of [
      await post('/predict', EXAMPLE_LEAD, 'wait', key),
      await post('/predict_batch', [EXAMPLE_LEAD], 'wait', { 'idempotency-key': 'b' }),
    ])
      expect([answer.status, answer.headers['preference-applied'], answer.headers['retry-after']]).toEqual([
        202,
        undefined,
        '1',
      ]);
  });
});
