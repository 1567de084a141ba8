import { readCallCost } from '../../../lib/outcomes/read-call-cost.ts';
import { readPolicy } from '../../../lib/trainings/read-policy.ts';
import { createMemoryBucket } from '../../support/memory/memory-bucket.ts';

async function policyOf(file: string | undefined) {
  const files = createMemoryBucket();
  if (file !== undefined) await files.write('policies/m.json', Buffer.from(file), 'application/json');
  return files;
}
const costOf = async (file?: string) => readCallCost(await policyOf(file), 'm');

test('is what the policy file says, beside what it says of trainings', async () => {
  const file = '{"target": "won", "promotion": "never", "cost_per_call": 12.5, "currency": "EUR"}';
  expect(await costOf(file)).toEqual({ costPerCall: 12.5, currency: 'EUR' });
  expect(await readPolicy(await policyOf(file), 'm')).toMatchObject({
    settings: { target: 'won' },
    policy: { promotion: 'never' },
  });
  expect(await costOf('{"cost_per_call": 0}')).toEqual({ costPerCall: 0 });
});

test('nothing is known without a file, and from one that does not say it', async () => {
  expect(await costOf()).toBeUndefined();
  expect(await costOf('{"target": "won"}')).toBeUndefined();
});

test.each([
  ['{"cost_per_call": -1}', 'policies/m.json: cost_per_call: expected a number from 0 to 1e12.'],
  ['{"cost_per_call": "12"}', 'policies/m.json: cost_per_call: expected a number from 0 to 1e12.'],
  [
    '{"currency": "EUR"}',
    'policies/m.json: currency: expected a text of 1 to 10 characters, such as "EUR", beside cost_per_call.',
  ],
  ['{"cost_per_call": 5, "promotion": "sometimes"}', 'policies/m.json: promotion: expected "better", '],
  ['no JSON', 'policies/m.json: expected JSON of at most 100000 bytes'],
])('of a file that is wrong it says what: %s', async (file, problem) => {
  expect(await costOf(file)).toEqual({ problem: expect.stringContaining(problem) });
});

test('a bucket that fails is an error', async () => {
  const files = {
    stat: () => Promise.reject(new Error('down')),
    read: () => Promise.reject(new Error('down')),
  };
  await expect(readCallCost(files, 'm')).rejects.toThrow('down');
});
