import type { BatchPage, Client, SubmitBatchOptions } from '../../../lib/client/index.ts';
import { Sending } from '../../../web/src/batch/send-leads.ts';

test('every chunk of a file goes to the version that its rows were checked against', async () => {
  const asked: (SubmitBatchOptions | undefined)[] = [];
  const client: Pick<Client, 'submitBatch' | 'waitBatch'> = {
    submitBatch: async (leads, options) => {
      asked.push(options);
      const model = { name: 'leads', version: 'v2' };
      return {
        batch_id: `b${asked.length}`,
        count: leads.length,
        model,
        created_at: '',
        urls: { get: '', cancel: '' },
      };
    },
    waitBatch: async () => [] as BatchPage['results'],
  };
  const leads = Array.from({ length: 1001 }, (_, visits) => ({ visits }));
  await new Sending(client as Client, leads, { name: 'leads', version: 'v2' }).run(
    () => {},
    new AbortController().signal,
  );
  expect(asked.map((options) => options?.model)).toEqual(['leads@v2', 'leads@v2']);
  expect(new Set(asked.map((options) => options?.idempotencyKey)).size).toBe(2);
});
