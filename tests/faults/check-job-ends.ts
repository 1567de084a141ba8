import { type Job, rejectedKey, resultKey } from '../../lib/jobs/job.ts';
import { stateOf } from '../../lib/webhook/webhook.ts';
import { expectedOf } from './job-files.ts';
import type { JobLab } from './job-lab.ts';
import { Violation } from './violation.ts';

/** What must hold of every job that was accepted, once everything has come to rest. */
export async function checkJobEnds(lab: JobLab): Promise<void> {
  for (const [id, { file, webhook }] of lab.known) {
    const job = (await lab.stores.jobs.get(id))!;
    await checkEnd(lab, job, file);
    if (webhook && stateOf(job.webhook!) !== 'delivered')
      throw new Violation(`the end of the job ${id} was not told`);
  }
}

async function checkEnd({ healthy, stores }: JobLab, job: Job, file: number): Promise<void> {
  const expected = await expectedOf(file);
  if (job.status === 'canceled') return;
  if (job.status === 'failed') {
    const { code = '' } = job.failure ?? {};
    const allowed = [
      ...('error' in expected ? ['file_unusable'] : []),
      ...(healthy.has(job.id) ? [] : ['never_finished']),
    ];
    if (!allowed.includes(code))
      throw new Violation(`the job ${job.id} failed: ${JSON.stringify(job.failure)}`);
    return;
  }
  if (job.status !== 'succeeded') throw new Violation(`the job ${job.id} is ${job.status}`);
  if ('error' in expected) throw new Violation(`the job ${job.id} succeeded, expected ${expected.error}`);
  const result = await read(stores, resultKey(job.id));
  const rejected = await read(stores, rejectedKey(job.id));
  if (result !== expected.result || rejected !== expected.rejected)
    throw new Violation(`the job ${job.id} has another result than scoring in one go:\n${result}`);
  if (job.result?.rows !== expected.rows || job.result.rejected !== expected.badRows)
    throw new Violation(`the job ${job.id} counted ${JSON.stringify(job.result)}`);
}

async function read({ files }: JobLab['stores'], key: string): Promise<string> {
  const found = await files.stat(key);
  if (found === undefined) throw new Violation(`${key} is not there`);
  return Buffer.from(await files.read(key, 0, found.bytes)).toString();
}
