import { type JobOptions, rejectedKey, resultKey } from '../../lib/jobs/job.ts';
import { joinJob } from '../../lib/jobs/join-job.ts';
import { createPlanReader, scoreChunk } from '../../lib/jobs/score-chunk.ts';
import { splitJob } from '../../lib/jobs/split-job.ts';
import { submitJob } from '../../lib/jobs/submit-job.ts';
import type { MemoryWorld } from './memory-world.ts';

/** Works off the queues of jobs, in order, as the functions do. */
export async function runJobs(
  world: MemoryWorld,
  { chunkBytes, cutBytes }: { readonly chunkBytes: number; readonly cutBytes?: number },
): Promise<void> {
  const { steps, chunks } = world.queues;
  const readPlan = createPlanReader(world.files);
  const deps = { ...world, chunkBytes, readPlan, ...(cutBytes === undefined ? {} : { cutBytes }) };
  while (steps.length + chunks.length > 0) {
    const chunk = chunks.shift();
    if (chunk !== undefined) await scoreChunk(deps, chunk);
    else {
      const step = steps.shift()!;
      await (step.step === 'join' ? joinJob(deps, step.jobId) : splitJob(deps, step.jobId, step.from));
    }
  }
}

/** Puts a file into the bucket and has it scored to the end. */
export async function scoreAsJob(
  world: MemoryWorld,
  file: Uint8Array | string,
  sizes: { readonly chunkBytes: number; readonly cutBytes?: number },
  options: Partial<JobOptions> = {},
  fileName = 'new.csv',
) {
  await world.files.write('leads/new', Buffer.from(file), 'text/csv');
  const { job } = await submitJob(world, 'leads', {
    fileName,
    sourceKey: 'leads/new',
    options: { decimal: '.', reasons: 3, ...options },
  });
  await runJobs(world, sizes);
  const bytesOf = (key: string): Buffer | undefined => {
    const bytes = world.files.objects.get(key);
    return bytes && Buffer.from(bytes);
  };
  const [result, rejected] = [bytesOf(resultKey(job.id)), bytesOf(rejectedKey(job.id))];
  return {
    job: (await world.jobs.get(job.id))!,
    result,
    text: result?.toString(),
    rejected: rejected?.toString(),
  };
}
