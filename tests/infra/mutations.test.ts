import { viewTemplate } from '../support/packaged-service.ts';
import { EXPECTATIONS } from './expectations/all.ts';
import { type Deployed, deploy } from './expectations/deployed.ts';
import { MUTATIONS, mutate } from './mutations.ts';

/**
 * Changes one value of the packaged template at a time and looks who notices. `npm run mutate` prints the list. A change that is
 * noticed by nothing, or for another reason only, means that the value is held by nothing.
 */
let dev: Deployed;
beforeAll(() => {
  dev = deploy('dev');
});

const expectations = new Map(Object.values(EXPECTATIONS).flatMap((group) => Object.entries(group)));

test('the template as it is meets every expectation', async () => {
  for (const check of expectations.values()) await check(dev);
});

test('each change is another one', () => {
  expect(new Set(MUTATIONS.map(({ what }) => what)).size).toBe(MUTATIONS.length);
  expect(MUTATIONS.length).toBeGreaterThanOrEqual(40);
});

test.each(MUTATIONS.map((each) => [each.what, each.noticed, each] as const))(
  '%s: noticed by “%s”',
  async (_what, noticed, mutation) => {
    const changed = { ...dev, ...viewTemplate(mutate(dev, mutation)) };
    const check = expectations.get(noticed)!;
    await expect((async () => check(changed))()).rejects.toThrow();
  },
);

test('every expectation notices a change: none is there for nothing', () => {
  const noticing = new Set(MUTATIONS.map(({ noticed }) => noticed));
  expect([...expectations.keys()].filter((title) => !noticing.has(title))).toEqual([]);
});
