import { startLocalStack } from '../support/local-stack.ts';
import { makeLeads } from './make-leads.ts';
import { putLoad } from './put-load.ts';

test('the short form of npm run load: nothing is lost while one request in a hundred fails', async () => {
  const stack = await startLocalStack({ env: { SCORELANE_FAULTS: '0.01' } });
  try {
    const leads = makeLeads(100);
    const result = await putLoad({ apiUrl: stack.apiUrl, leads, parallel: 8, patienceMs: 20_000 });
    // What failed five times in a row at once waits for its next delivery, longer than a test does.
    expect(result.accepted + result.refused).toBe(100);
    expect(result.succeeded).toBeGreaterThan(90);
    expect(result.failed).toBe(0);
  } finally {
    await stack.stop();
  }
});
