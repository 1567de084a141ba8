import { PROD, simulateJobs } from '../../../infra/scale/simulate-jobs.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';
import { scoreAsJob } from '../../support/run-jobs.ts';

const HEADER = 'note,source,visits,opened,first_contact\n';
const ROW = 'x,ads,3,true,2026-01-05\n';

/** An object that counts how often each of its methods is called. */
function countCalls<T extends object>(
  target: T,
): { readonly counted: T; readonly calls: Record<string, number> } {
  const calls: Record<string, number> = {};
  const counted = new Proxy(target, {
    get(object, name: string) {
      const value = Reflect.get(object, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        calls[name] = (calls[name] ?? 0) + 1;
        return value.apply(object, args);
      };
    },
  });
  return { counted, calls };
}

test.each([
  [10, 1000],
  [120, 100],
  [1000, 100],
  // 209 chunks, in five pages.
  [5000, 24 * 24],
])('%s rows in chunks of %s bytes ask for what they ask for in the code', async (rows, chunkBytes) => {
  const world = createMemoryWorld();
  await world.publish();
  const jobs = countCalls(world.jobs);
  const files = countCalls(world.files);
  const counting = { ...world, jobs: jobs.counted, files: files.counted };
  const { job } = await scoreAsJob(counting, HEADER + ROW.repeat(rows), { chunkBytes });
  expect([job.status, job.result?.rows, job.result?.rejected]).toEqual(['succeeded', rows, 0]);

  const { chunks, requests } = simulateJobs({
    ...PROD,
    rows,
    chunkBytes,
    // One after the other, as it is done there.
    chunksAtATime: 1,
    stepsAtATime: 1,
    measured: { ...PROD.measured, bytesPerRow: { in: ROW.length, out: 2 * ROW.length } },
  });
  expect(chunks).toBe(job.chunks);
  const calls = { ...jobs.calls, ...files.calls };
  // Looked at once more, by the test; read by name in the code, and in hundreds by DynamoDB.
  expect(requests.tableReads).toBe(calls.get! - 1 + calls.chunkResults!);
  expect(requests.tableWrites).toBe(calls.create! + calls.change! + calls.recordChunk!);
  // The test's own file was written there.
  const writes = calls.write! - 1;
  // In memory the model lies elsewhere (read twice), the join is one call, and finds the plan (twice) where a chunk left it.
  expect(requests.s3Get).toBe(calls.stat! + calls.read! + 2 + chunks + 1 + 2);
  // The result of the join, begun and ended where it is of parts, and the rejected rows.
  const joined = chunks * 2 * chunkBytes < 5 * 2 ** 20 ? 1 : 3;
  expect(requests.s3Put).toBe(writes + joined + 1);
});
