import { joinJob } from '../../lib/jobs/join-job.ts';
import { createPlanReader, scoreChunk } from '../../lib/jobs/score-chunk.ts';
import { splitJob } from '../../lib/jobs/split-job.ts';
import type { MemoryWorld } from './memory-world.ts';

/** Works off the queues of jobs, in order, as the functions do. */
export async function runJobs(
  world: MemoryWorld,
  { chunkBytes, legBytes }: { readonly chunkBytes: number; readonly legBytes?: number },
): Promise<void> {
  const { steps, chunks } = world.queues;
  const readPlan = createPlanReader(world.files);
  const deps = { ...world, chunkBytes, readPlan, ...(legBytes === undefined ? {} : { legBytes }) };
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
  sizes: { readonly chunkBytes: number; readonly legBytes?: number },
  options: Partial<import('../../lib/jobs/job.ts').JobOptions> = {},
) {
  const { submitJob } = await import('../../lib/jobs/submit-job.ts');
  const { rejectedKey, resultKey } = await import('../../lib/jobs/job.ts');
  await world.files.write('leads/new.csv', Buffer.from(file), 'text/csv');
  const { job } = await submitJob(world, 'leads', {
    fileName: 'new.csv',
    sourceKey: 'leads/new.csv',
    options: { encoding: 'utf-8', decimal: '.', reasons: 3, ...options },
  });
  await runJobs(world, sizes);
  const text = (key: string) => {
    const bytes = world.files.objects.get(key);
    return bytes && Buffer.from(bytes).toString();
  };
  return {
    job: (await world.jobs.get(job.id))!,
    text: text(resultKey(job.id)),
    rejected: text(rejectedKey(job.id)),
  };
}
