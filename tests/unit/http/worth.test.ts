import { createApi } from '../../../lib/http/create-api.ts';
import { createCaller } from '../../support/call-api.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

const DAY = 86_400_000;
const LEADS = 120;

/** Leads that were scored elsewhere a year and more ago; every fourth converted within a day, worth 100 EUR and more. */
async function open() {
  const world = createMemoryWorld();
  await world.publish();
  const call = createCaller(createApi(world, { info() {}, error() {} }));
  const post = (path: string, body: unknown) => call('POST', path, { body: JSON.stringify(body) });
  const scoredAt = new Date(world.clock.now().getTime() - 380 * DAY);
  const references = Array.from({ length: LEADS }, (_, i) => `lead ${i}`);
  const leads = references.map((reference, i) => ({
    reference,
    scored_at: scoredAt.toISOString(),
    probability: (1 + (i % 9)) / 20,
  }));
  const events = references.flatMap((reference, i) =>
    i % 4 === 0
      ? {
          reference,
          outcome: 'converted',
          occurred_at: new Date(+scoredAt + DAY / 2).toISOString(),
          value: 100 + i,
        }
      : [],
  );
  expect(await post('/scored_leads', { leads })).toMatchObject({ status: 200 });
  expect(await post('/outcomes', events)).toMatchObject({ status: 200 });
  const policy = (text: string) =>
    world.files.write('policies/leads.json', Buffer.from(text), 'application/json');
  const worth = async () => (await call('GET', '/models/leads/performance')).body.worth;
  return { policy, worth };
}

test('performance says what calls are worth once the policy file names what one costs', async () => {
  const { policy, worth } = await open();
  expect(await worth()).toBeNull();
  await policy('{"cost_per_call": 12, "currency": "EUR"}');
  const found = await worth();
  expect(found).toMatchObject({
    cost_per_call: 12,
    currency: 'EUR',
    conversions: { with_value: 30, without_value: 0 },
  });
  // 30 values from 100 to 216 in steps of 4.
  expect(found.value.value).toBeCloseTo(158, 9);
  expect(found.cut_off.value).toBeCloseTo(12 / 158, 9);
  expect(found.capacities.map(({ calls }: { calls: number }) => calls)).toEqual([
    12, 24, 36, 48, 60, 72, 84, 96, 108, 120,
  ]);
  expect(found.capacities.at(-1).profit.value).toBeCloseTo(30 * 158 - 120 * 12, 6);
});

test('a policy file that is wrong hides no other figure, and what is wrong is said', async () => {
  const { policy, worth } = await open();
  await policy('{"cost_per_call": "12 EUR"}');
  expect(await worth()).toMatchObject({
    text: 'policies/leads.json: cost_per_call: expected a number from 0 to 1e12.',
    cost_per_call: null,
    capacities: [],
  });
});
