import { createApi } from '../../../lib/http/create-api.ts';
import { readWebhookUrl } from '../../../lib/webhook/webhook.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

const LONG = 100_000;
const world = createMemoryWorld();
const call = createCaller(createApi(world, { info() {}, error() {} }));
beforeAll(() => world.publish());

/** A pattern that backtracks would not come back within the test's minute. */
describe('long texts that regular expressions look at', () => {
  test.each([
    ['prefer', `wait${' '.repeat(LONG)}=`],
    ['prefer', `${'handling = '.repeat(LONG / 10)}`],
    ['prefer', ','.repeat(LONG)],
    ['idempotency-key', 'a'.repeat(LONG)],
    ['content-type', `application/${'a+'.repeat(LONG)}`],
    ['content-type', `application/json${' '.repeat(LONG)}x`],
    ['authorization', `Bearer ${' '.repeat(LONG)}`],
    ['if-match', `"v${'1'.repeat(LONG)}`],
    ['host', `${'a.'.repeat(LONG)}!`],
    ['x-forwarded-proto', 'http'.repeat(LONG)],
  ])('%s', async (name, value) => {
    const answer = await call('POST', '/predict', {
      body: JSON.stringify(EXAMPLE_LEAD),
      headers: { [name]: value },
    });
    expect([200, 202, 400, 415]).toContain(answer.status);
  });

  test.each([
    `/predict/${'0-'.repeat(LONG)}`,
    `/${'a/'.repeat(LONG)}`,
    `/models/${'a-'.repeat(LONG)}`,
    `/predictions?day=${'1'.repeat(LONG)}`,
    `/schema?model=${'a@'.repeat(LONG)}`,
    `/predict_batch/${'%20'.repeat(LONG)}`,
  ])('path %#', async (path) => {
    expect([400, 404]).toContain((await call('GET', path)).status);
  });

  test.each([
    { source: 'a '.repeat(LONG) },
    { first_contact: `2026-01-05T10:10:10.${'1'.repeat(LONG)}` },
    { ['_ '.repeat(LONG)]: 1 },
  ])('lead %#', async (changes) => {
    const answer = await call('POST', '/predict', { body: JSON.stringify({ ...EXAMPLE_LEAD, ...changes }) });
    expect(answer.status).toBe(422);
    expect(answer.text.length).toBeLessThan(2000);
  });

  test('webhook addresses', () => {
    expect(() => readWebhookUrl(`https://${'a.'.repeat(LONG)}`, 'public')).toThrow('expected');
  });
});

describe('names of Object.prototype', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s', async (name) => {
    const lead = `{"source":"web","${name}":{"polluted":true}}`;
    for (const [path, body] of [
      ['/predict', lead],
      ['/predict_batch', `[${lead}]`],
      ['/predict_lead_conversion', `{"input_data":${lead}}`],
      ['/predict_lead_conversion', `{"model_name":"${name}","input_data":{}}`],
    ] as const) {
      const answer = await call('POST', path, { body });
      expect([404, 422]).toContain(answer.status);
    }
    for (const path of [`/models/${name}`, `/schema?model=${name}`, `/predict/${name}`])
      expect((await call('GET', path)).status).toBe(404);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
