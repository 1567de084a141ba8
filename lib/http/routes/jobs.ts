import { explainBadKey, isKeptByService } from '../../bucket-folders.ts';
import type { JobAccepted, Job as JobBody, JobList } from '../../contract/job.ts';
import { JobRequest, JobStart } from '../../contract/requests.ts';
import { EXPECTED_ENCODING } from '../../contract/training-options.ts';
import { JOB_STATES, MOST_FILE_BYTES } from '../../contract/words.ts';
import { InputError } from '../../errors.ts';
import { cancelJob, type FinishDeps } from '../../jobs/finish-job.ts';
import { type Job, rejectedKey, resultKey } from '../../jobs/job.ts';
import { readProgress } from '../../jobs/progress.ts';
import { type SubmitJobDeps, startJob, submitJob } from '../../jobs/submit-job.ts';
import { UploadedBytesError } from '../../jobs/uploaded-bytes.ts';
import { type ApiAnswer, json } from '../answer.ts';
import { type AcceptDeps, type ApiRequest, type ApiRoute, withModel } from '../api-route.ts';
import { jobBody, jobPath, listedJob, uploadBody } from '../job-body.ts';
import { type Polls, pollUntilFinal } from '../long-poll.ts';
import { HttpProblem } from '../problem.ts';
import { readBody } from '../read-body.ts';
import { readWord, UUID } from '../read-query.ts';
import { readSubmission, replayedHeader } from '../read-submission.ts';
import { readList } from '../recent-list.ts';

export type JobDeps = SubmitJobDeps &
  FinishDeps &
  Pick<AcceptDeps, 'webhookHosts' | 'defaultModel'> & {
    /** The name of the stack's own: files of leads in it may be scored. */
    readonly bucket: string;
    readonly polls: Polls;
  };

/** Files of any size. */
export const JOB_ROUTES: readonly ApiRoute<JobDeps>[] = [
  {
    method: 'POST',
    path: '/jobs',
    scope: 'operate',
    query: ['model', 'webhook'],
    takes: ['application/json'],
    handle: submit,
  },
  { method: 'GET', path: '/jobs', scope: 'operate', query: ['status', 'limit', 'cursor'], handle: list },
  { method: 'GET', path: '/jobs/:id', scope: 'operate', query: ['wait'], handle: get },
  {
    method: 'POST',
    path: '/jobs/:id/start',
    scope: 'operate',
    takes: ['application/json'],
    handle: start,
  },
  { method: 'POST', path: '/jobs/:id/cancel', scope: 'operate', handle: cancel },
];

/** Seconds until something may have changed. */
const RETRY_AFTER = '2';

const EXPECTED: Readonly<Record<keyof JobRequest, string>> = {
  file_name: 'expected a name of 1 to 255 characters without slashes, such as "leads.csv"',
  source: 'expected an address such as "s3://bucket/folder/leads.csv"',
  size: `expected the number of bytes, a whole number from 1 to ${MOST_FILE_BYTES.toLocaleString('en-US')} (1.8 TB); split a larger file up`,
  encoding: EXPECTED_ENCODING,
  decimal: 'expected "." or ","',
  reasons: 'expected 0, 1, 2 or 3',
  reference: 'expected the name of a column, of 1 to 255 characters',
  formulas: 'expected "escape" or "keep"',
};

const EXPECTED_AT_START: Readonly<Record<keyof JobStart, string>> = {
  parts: 'expected {"parts": [{"number": 1, "etag": "…"}, …]}, or nothing after one PUT',
};

async function submit(deps: JobDeps, apiRequest: ApiRequest): Promise<ApiAnswer> {
  const { baseUrl } = apiRequest;
  const { idempotency, webhook, scoreBy, applied } = readSubmission(deps, apiRequest);
  if (scoreBy !== undefined)
    throw new HttpProblem(
      'bad-request',
      'Scorelane-Expires-After: expected none, a file takes the time it takes',
    );
  const body = readBody(apiRequest, JobRequest, EXPECTED, REFUSED);
  if (body.source !== undefined && body.size !== undefined)
    throw invalid('size', 'expected none with a source: the file is there');
  const sourceKey = body.source === undefined ? undefined : await findSource(deps, body.source);
  const fileName = body.file_name ?? sourceKey?.replace(/^.*\//s, '') ?? 'leads.csv';
  const { encoding, decimal, reasons = 3, reference: column, formulas, size: bytes } = body;
  // Left out as it was left out: the request of an idempotency key is known by its options.
  const options = {
    ...(encoding === undefined ? {} : { encoding }),
    ...(decimal === undefined ? {} : { decimal }),
    reasons,
    ...(column === undefined ? {} : { reference: column }),
    ...(formulas === undefined ? {} : { formulas }),
  };
  const { job, upload, replayed } = await withModel(apiRequest, deps, (reference) =>
    submitJob(deps, reference, { fileName, options, sourceKey, bytes, webhook, idempotency }),
  );
  apiRequest.audit('job submitted', { job_id: job.id });
  const answer = await describe(deps, job, baseUrl);
  const isFinal = job.completedAt !== undefined;
  const accepted = upload === undefined ? answer : { ...answer, upload: uploadBody(upload) };
  return json<JobAccepted>(accepted, isFinal ? 200 : 202, {
    location: jobPath(job.id),
    ...replayedHeader(replayed),
    ...(isFinal ? {} : { 'retry-after': RETRY_AFTER, ...applied(['respond-async']) }),
  });
}

async function list(deps: JobDeps, apiRequest: ApiRequest): Promise<ApiAnswer> {
  const status = readWord(apiRequest.query, 'status', JOB_STATES);
  const { rows, next, headers } = await readList(deps, apiRequest, deps.jobs.list, {
    wanted: (job) => status === undefined || job.status === status,
  });
  const jobs = rows.map((job) => listedJob(job, apiRequest.baseUrl));
  return json<JobList>({ jobs, next_cursor: next ?? null }, 200, headers);
}

async function get(deps: JobDeps, apiRequest: ApiRequest): Promise<ApiAnswer> {
  const look = () => findJob(deps, apiRequest.params.id);
  const job = await pollUntilFinal(deps, apiRequest, look, ({ completedAt }) => completedAt !== undefined);
  return json<JobBody>(
    await describe(deps, job, apiRequest.baseUrl),
    200,
    job.completedAt === undefined ? { 'retry-after': RETRY_AFTER } : {},
  );
}

async function start(deps: JobDeps, apiRequest: ApiRequest): Promise<ApiAnswer> {
  const { id } = await findJob(deps, apiRequest.params.id);
  const { parts = [] } =
    apiRequest.body.text === '' ? {} : readBody(apiRequest, JobStart, EXPECTED_AT_START, REFUSED);
  const job = await startJob(deps, id, parts).catch((error: unknown) => {
    if (error instanceof UploadedBytesError) throw invalid('size', error.message);
    if (error instanceof InputError) throw invalid('parts', error.message);
    throw error;
  });
  if (job === 'unknown') throw NO_JOB;
  if (job === 'no file') {
    throw new HttpProblem(
      'file-missing',
      'expected an uploaded file, found none; see "upload" of POST /jobs',
    );
  }
  if (job.status === 'canceled')
    throw new HttpProblem('already-final', 'the job was canceled: it cannot be started any more');
  apiRequest.audit('job started', { job_id: id });
  return json<JobBody>(await describe(deps, job, apiRequest.baseUrl), 202, {
    location: jobPath(id),
    'retry-after': RETRY_AFTER,
  });
}

async function cancel(deps: JobDeps, { params, baseUrl, audit }: ApiRequest): Promise<ApiAnswer> {
  const { id } = await findJob(deps, params.id);
  const job = (await cancelJob(deps, id))!;
  if (job.status === 'canceled') {
    audit('job canceled', { job_id: id });
    return json<JobBody>(await describe(deps, job, baseUrl));
  }
  throw new HttpProblem('already-final', `the job ${job.status} already: it cannot be canceled any more`);
}

const NO_JOB = new HttpProblem('job-not-found', 'there is no job with this id');

/** @throws {HttpProblem} there is no such job, or none any more */
async function findJob({ jobs, clock }: JobDeps, text = ''): Promise<Job> {
  const job = UUID.test(text) ? await jobs.get(text.toLowerCase()) : undefined;
  if (job === undefined) throw NO_JOB;
  if (job.expiresAt <= clock.now()) throw new HttpProblem('job-expired', 'this job has expired');
  return job;
}

async function describe(deps: JobDeps, job: Job, baseUrl: string): Promise<JobBody> {
  const progress = await readProgress(deps, job);
  if (job.status !== 'succeeded') return jobBody(job, progress, baseUrl);
  const [url, rejectedUrl] = await Promise.all([
    deps.files.openDownload(resultKey(job.id)),
    progress.rejected === 0 ? null : deps.files.openDownload(rejectedKey(job.id)),
  ]);
  return jobBody(job, progress, baseUrl, { url, rejectedUrl });
}

const REFUSED = 'the job cannot be accepted';

const invalid = (field: string, message: string): HttpProblem =>
  new HttpProblem('invalid-request', REFUSED, {}, { errors: [{ field, message }] });

/** The key of a file in the stack's own bucket. @throws {HttpProblem} it is none, or not there */
async function findSource({ files, bucket }: JobDeps, source: string): Promise<string> {
  const [, name, key = ''] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(source) ?? [];
  if (name !== bucket) throw invalid('source', `expected a file in this stack's bucket, s3://${bucket}/`);
  const wrong = explainBadKey(key);
  if (wrong !== undefined) throw invalid('source', `expected ${wrong}`);
  if (isKeptByService(key))
    throw invalid('source', 'expected a file of leads, not one that the service keeps');
  if ((await files.stat(key)) === undefined)
    throw invalid('source', 'expected a file that is there, found none');
  return key;
}
