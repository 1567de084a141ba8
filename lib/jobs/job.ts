import { JOBS_FOLDER } from '../bucket-folders.ts';
import type { FINAL_STATES, JOB_STATES } from '../contract/words.ts';
import type { Formulas } from '../files/csv/formulas.ts';
import type { LeftOutLines } from '../files/table/left-out-lines.ts';
import type { Encoding } from '../files/text/encoding.ts';
import type { Grade } from '../model/artifact.ts';
import type { ModelRef } from '../registry/registry.ts';
import type { Webhook } from '../webhook/webhook.ts';
import type { ChunkStart } from './job-message.ts';

export type JobStatus = (typeof JOB_STATES)[number];
export type FinalStatus = (typeof FINAL_STATES)[number];
export const OPEN: readonly JobStatus[] = ['awaiting_upload', 'queued', 'running'];

/**
 * A file of leads that is scored in chunks, each by a function of its own (docs/adr/0027-jobs.md). What is not optional is
 * written once.
 */
export interface Job {
  readonly id: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Pinned when the job was accepted. */
  readonly model: ModelRef;
  readonly source: JobSource;
  readonly options: JobOptions;
  /** Of what an idempotency key was used for. */
  readonly requestSha256?: string;
  /** Where its end is to be told. */
  readonly webhook?: Webhook;

  readonly status: JobStatus;
  readonly startedAt?: Date;
  readonly completedAt?: Date;
  readonly failure?: { readonly code: string; readonly message: string };
  /** The file as it was when it was first read; from then on it may not change. */
  readonly file?: { readonly bytes: number; readonly etag: string };
  /** Where the last run that cut the file handed on: the next one goes on there. */
  readonly cutTo?: ChunkStart;
  /** How many chunks there are; known once the whole file was cut. */
  readonly chunks?: number;
  readonly result?: JobResult;
  /** Why a chunk was not scored the last time. */
  readonly lastError?: string;
  /** How often it was looked at and nothing had been done in between. */
  readonly deferred?: number;
  /** What had been done when it was looked at last. */
  readonly seen?: number;
}

export interface JobSource {
  /** In the stack's bucket. */
  readonly key: string;
  /** As the caller calls it. */
  readonly fileName: string;
  /** Of an upload in parts. */
  readonly uploadId?: string;
  /** Declared for the upload. */
  readonly bytes?: number;
}

export interface JobOptions {
  /** Found out unless told. */
  readonly encoding?: Encoding;
  /** Of all numbers; without it, of each column as the model's training table had it. */
  readonly decimal?: '.' | ',';
  /** 0–3 */
  readonly reasons: number;
  /** The column that holds the caller's own id of each lead. */
  readonly reference?: string;
  /** Of CSV; `escape` unless told otherwise. */
  readonly formulas?: Formulas;
}

/** What came of a chunk; recorded once, whatever is delivered twice. */
export interface ChunkResult {
  /** From 1. */
  readonly number: number;
  /** Bytes of the file that it stands for. */
  readonly sourceBytes: number;
  readonly rows: number;
  readonly rejected: number;
  /** Of its result, and of its rejected rows. */
  readonly bytes: number;
  readonly rejectedBytes: number;
  /** Of the count of rows that are unlike the training leads; 0: there is none. */
  readonly skewBytes: number;
  readonly grades: Readonly<Record<Grade, number>>;
  /** Where the header stands again; undefined: nowhere. */
  readonly repeated?: LeftOutLines;
}

export interface JobResult extends Omit<ChunkResult, 'number' | 'sourceBytes' | 'skewBytes' | 'repeated'> {
  readonly warnings: readonly string[];
}

/** Chunks are recorded in pages of so many: a write costs by the size of its page, a look at the job by their number. */
export const CHUNKS_PER_PAGE = 50;
export const pageOf = (chunk: number): number => Math.floor((chunk - 1) / CHUNKS_PER_PAGE);
/** How many chunks a page holds when all are scored. */
export const sizeOfPage = (page: number, chunks: number): number =>
  Math.min(CHUNKS_PER_PAGE, chunks - page * CHUNKS_PER_PAGE);

/** Everything of a job lies under `jobs/<id>/`; the bucket's lifecycle removes it. */
const folder = (id: string): string => `${JOBS_FOLDER}${id}/`;
const numbered = (number: number): string => String(number).padStart(5, '0');
export const uploadKey = (id: string): string => `${folder(id)}upload`;
export const planKey = (id: string): string => `${folder(id)}plan.json`;
/** A chunk of a text that does not stand in its file as it is. */
export const chunkKey = (id: string, chunk: number): string => `${folder(id)}chunks/${numbered(chunk)}`;
export const scoredChunkKey = (id: string, chunk: number): string => `${folder(id)}parts/${numbered(chunk)}`;
export const rejectedChunkKey = (id: string, chunk: number): string =>
  `${folder(id)}rejected/${numbered(chunk)}`;
/** How the rows of a chunk are unlike the training leads, as JSON. */
export const skewChunkKey = (id: string, chunk: number): string => `${folder(id)}skew/${numbered(chunk)}`;
export const resultKey = (id: string): string => `${folder(id)}result`;
export const rejectedKey = (id: string): string => `${folder(id)}rejected-rows`;
