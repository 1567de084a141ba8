import { pageOf } from '../../../lib/jobs/job.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';
import { scoreAsJob } from '../../support/run-jobs.ts';

const HEADER = 'note,source,visits,opened,first_contact\n';
const ROW = 'x,ads,3,true,2026-01-05\n';
const CHUNK_ROWS = 24;

/** An object that counts how often each of its methods is called. */
function countCalls<T extends object>(target: T, calls: Record<string, number>): T {
  return new Proxy(target, {
    get(object, name: string) {
      const value = Reflect.get(object, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        calls[name] = (calls[name] ?? 0) + 1;
        return value.apply(object, args);
      };
    },
  });
}

// What docs/scale.md multiplies.
test.each([1, 50, 51, 209])(
  '%i chunks: a record, two looks, a range, a part and what is unlike the training leads each',
  async (chunks) => {
    const world = createMemoryWorld();
    await world.publish();
    const calls: Record<string, number> = {};
    const counting = {
      ...world,
      jobs: countCalls(world.jobs, calls),
      files: countCalls(world.files, calls),
    };
    const { job } = await scoreAsJob(counting, HEADER + ROW.repeat(chunks * CHUNK_ROWS), {
      chunkBytes: CHUNK_ROWS * ROW.length,
    });
    expect([job.status, job.chunks, job.result?.rows]).toEqual(['succeeded', chunks, chunks * CHUNK_ROWS]);
    const pages = pageOf(chunks) + 1;
    expect(calls).toEqual({
      create: 1,
      change: 3,
      recordChunk: chunks,
      // One look is the test's.
      get: 2 * chunks + 5,
      chunkResults: 2 * pages + 2,
      // The joining looks once more at the plan, which says by then what stands below the table.
      stat: 3,
      read: 2 * chunks + 5,
      // One file is the test's.
      write: 2 * chunks + 3,
      join: 2,
      remove: 1,
    });
  },
);
