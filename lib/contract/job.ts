import * as z from 'zod/mini';
import {
  count,
  Failure,
  ModelRef,
  nextCursor,
  say,
  text,
  texts,
  time,
  timeOrNull,
  type Wire,
} from './parts.ts';
import { Webhook } from './webhook.ts';
import { FINAL_STATES, JOB_STATES } from './words.ts';

const ended = say(z.exactOptional(Failure), 'only when it failed');
const urls = z.strictObject({ get: text, start: text, cancel: text });
const outline = {
  job_id: text,
  status: z.enum(JOB_STATES),
  model: ModelRef,
  file_name: text,
  created_at: time,
  started_at: timeOrNull,
  completed_at: timeOrNull,
  expires_at: say(time, 'then it is removed, its result too'),
};
const facts = {
  ...outline,
  rows: say(count, 'so far'),
  scored: count,
  rejected: count,
  percent: say(z.int().check(z.minimum(0), z.maximum(100)), 'of the bytes of the file'),
  chunks: z.strictObject({
    done: count,
    total: say(z.nullable(count), 'null as long as the file is being cut'),
  }),
  estimated_finish_at: timeOrNull,
  grades: say(
    z.exactOptional(z.strictObject({ A: count, B: count, C: count, D: count })),
    'only when it succeeded',
  ),
  warnings: say(z.exactOptional(texts), 'only when it succeeded'),
  error: ended,
};
const members = {
  ...facts,
  result: say(
    z.nullable(
      z.strictObject({
        url: say(text, 'valid for an hour, without a key'),
        bytes: count,
        rejected_url: say(z.nullable(text), 'null: no row was rejected'),
      }),
    ),
    'null until it succeeded',
  ),
  webhook: say(z.exactOptional(Webhook), 'only when it was submitted with one'),
  urls,
};

/** A file of leads that is scored. */
export const Job = z.strictObject(members);
export type Job = Wire<typeof Job>;

/** A job of a list. How far it is and where its result lies stand in the job itself. */
export const ListedJob = z.strictObject({
  ...outline,
  rows: say(z.exactOptional(count), 'only when it succeeded'),
  rejected: say(z.exactOptional(count), 'only when it succeeded'),
  error: ended,
  urls,
});
export type ListedJob = Wire<typeof ListedJob>;

export const JobList = z.strictObject({
  jobs: say(z.array(ListedJob), 'the newest first'),
  next_cursor: nextCursor,
});
export type JobList = Wire<typeof JobList>;

const upload = { method: z.literal('PUT'), expires_at: time };
export const JobUpload = say(
  z.union([
    z.strictObject({ ...upload, url: text }),
    z.strictObject({
      ...upload,
      part_bytes: say(count, 'of every part but the last'),
      part_urls: texts,
    }),
  ]),
  'Where the bytes of the file go: in one request, or in parts when it is large.',
);
export type JobUpload = Wire<typeof JobUpload>;

export const JobAccepted = z.strictObject({ ...members, upload: z.exactOptional(JobUpload) });
export type JobAccepted = Wire<typeof JobAccepted>;

export const JobEvent = z.strictObject({
  type: z.enum(FINAL_STATES.map((state) => `job.${state}` as const)),
  timestamp: time,
  data: z.strictObject(facts),
});
export type JobEvent = Wire<typeof JobEvent>;
