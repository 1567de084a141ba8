import * as z from 'zod/mini';
import { PermanentError } from '../errors.ts';

/** A step of a job that one function does alone: cutting its file into chunks, or joining their results. */
export type JobStep =
  | { readonly step: 'split'; readonly jobId: string; readonly from?: ChunkStart }
  | { readonly step: 'join'; readonly jobId: string };

/** Where a chunk begins; cutting may go on there. */
export interface ChunkStart {
  /** Offset in the file, bytes. */
  readonly offset: number;
  /** Of the chunk that begins there. */
  readonly number: number;
  /** The line that it begins on, from 1. */
  readonly line: number;
}

/** Whole records of a job's file. */
export interface JobChunk {
  readonly jobId: string;
  /** From 1. */
  readonly number: number;
  /** Bytes `from` to `to` − 1 of the job's file, or of the file of its own that an unpacked chunk is. */
  readonly from: number;
  readonly to: number;
  readonly unpacked?: true;
  /** Of the job's file that it stands for. */
  readonly sourceBytes: number;
  /** The line of the text that it begins on, from 1. */
  readonly line: number;
}

const VERSION = 1;
const count = z.number().check(z.int(), z.minimum(0));
const id = z.string().check(z.minLength(1));
const stepMessage = z.discriminatedUnion('step', [
  z.object({
    version: z.literal(VERSION),
    step: z.literal('split'),
    job_id: id,
    from: z.optional(z.object({ offset: count, number: count, line: count })),
  }),
  z.object({ version: z.literal(VERSION), step: z.literal('join'), job_id: id }),
]);
const chunkMessage = z.object({
  version: z.literal(VERSION),
  job_id: id,
  number: count,
  from: count,
  to: count,
  unpacked: z.optional(z.literal(true)),
  source_bytes: count,
  line: count,
});

export const encodeJobStep = ({ jobId, ...step }: JobStep): string =>
  JSON.stringify({ version: VERSION, job_id: jobId, ...step });

export const encodeJobChunk = ({ jobId, sourceBytes, ...chunk }: JobChunk): string =>
  JSON.stringify({ version: VERSION, job_id: jobId, source_bytes: sourceBytes, ...chunk });

/** @throws {PermanentError} the body was not written by `encodeJobStep` */
export function decodeJobStep(body: string): JobStep {
  const parsed = stepMessage.safeParse(readJson(body));
  if (!parsed.success) throw foreign('a step of a job');
  const { job_id: jobId, version: _version, ...step } = parsed.data;
  return { jobId, ...step } as JobStep;
}

/** @throws {PermanentError} the body was not written by `encodeJobChunk` */
export function decodeJobChunk(body: string): JobChunk {
  const parsed = chunkMessage.safeParse(readJson(body));
  if (!parsed.success) throw foreign('a chunk of a job');
  const { job_id: jobId, source_bytes: sourceBytes, version: _version, unpacked, ...chunk } = parsed.data;
  return { jobId, sourceBytes, ...chunk, ...(unpacked === undefined ? {} : { unpacked }) };
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const foreign = (what: string): PermanentError =>
  new PermanentError(`expected a message of version ${VERSION} about ${what}, got another one`);
