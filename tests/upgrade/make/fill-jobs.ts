import { LEAD_FILE_ROWS, sha256, type Workshop } from './workshop.ts';

const FILE = 'crm/leads.csv';

/** Jobs in each state that stays, all of one file in the bucket. */
export async function fillJobs(workshop: Workshop) {
  const { place, stack, tools, client, secretOf, put, keepReplay } = workshop;
  const { ask } = tools;
  const Bucket = stack.resources.Bucket!;
  const leadFile = (await place.sample('leads.csv', LEAD_FILE_ROWS, 9)).replace(
    /^([^\n]*\n(?:[^,]*,){6})\d+/,
    '$1many',
  );
  const jobRequest = {
    method: 'POST',
    path: '/jobs',
    headers: { 'idempotency-key': 'file-1' },
    body: { source: `s3://${Bucket}/${FILE}`, reasons: 2 },
  };
  await put(FILE, leadFile);
  await put('crm/other.csv', 'a,b\n1,2\n');
  const jobId = await keepReplay('operate', jobRequest, { ...jobRequest.body, reasons: 1 }, 'job_id');
  await client.waitJob(jobId);
  const { job_id: failedJob } = await client.submitJob(`s3://${Bucket}/crm/other.csv`);
  await client.waitJob(failedJob);
  const { job_id: uploadedJob } = await client.submitJob(new Blob([leadFile]), { fileName: 'crm.csv' });
  await client.waitJob(uploadedJob);
  const awaitingId = await keepReplay(
    'operate',
    {
      method: 'POST',
      path: '/jobs',
      headers: { 'idempotency-key': 'file-2' },
      body: { size: Buffer.byteLength(leadFile), reasons: 2 },
    },
    { size: 99 },
    'job_id',
  );
  const { body: dropped } = await ask(secretOf('admin'), {
    method: 'POST',
    path: '/jobs',
    body: { size: 99 },
  });
  await client.cancelJob(dropped.job_id);
  const download = async (id: string) => {
    const { result } = await client.getJob(id);
    const bytesOf = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer());
    return {
      result_sha256: sha256(await bytesOf(result!.url)),
      rejected_sha256: sha256(await bytesOf(result!.rejected_url!)),
    };
  };
  const jobFiles = await download(jobId);
  return {
    job: { id: jobId, awaiting: awaitingId, file: FILE, ...jobFiles },
    ids: [jobId, failedJob, uploadedJob, awaitingId, dropped.job_id as string],
    /** Another of the same file, which must give the same result. */
    start: async (webhook?: string): Promise<string> => {
      const options = { reasons: 2, ...(webhook === undefined ? {} : { webhook }) };
      return (await client.submitJob(jobRequest.body.source, options)).job_id;
    },
  };
}

export type FilledJobs = Awaited<ReturnType<typeof fillJobs>>;
