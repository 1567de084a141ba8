import type { Separator } from '../files/csv/scan-bytes.ts';
import { ByteScanner } from '../files/csv/scan-bytes.ts';
import { openText } from '../files/csv/scan-source.ts';
import { emptyFile } from '../files/scoring/conclude.ts';
import { type PlannedFile, planCsv, planJsonLines } from '../files/scoring/plan-file.ts';
import type { CsvPlan, JsonLinesPlan } from '../files/scoring/rewrite-plan.ts';
import { CR, LF } from '../files/text/bytes.ts';
import type { TextFormat } from '../files/text/file-form.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import type { Job } from './job.ts';
import type { ChunkStart } from './job-message.ts';

/** How the chunks of a job's file are read and written: the same for each, written once, kept as JSON. */
export interface JobPlan {
  readonly rewrite: Omit<CsvPlan, 'artifact'> | Omit<JsonLinesPlan, 'artifact'>;
  /** What stands before the first row of the result, and of the rejected rows. */
  readonly head: { readonly result: string; readonly rejected: string };
  /** Where the first chunk begins, in the text. */
  readonly rows: ChunkStart;
  /** The scored chunks are compressed by gzip, as the file is. */
  readonly compressed: boolean;
  readonly warnings: readonly string[];
}

/** What a job's file holds, when it is no archive any more. */
export interface JobTextForm {
  readonly format: TextFormat;
  readonly compressed: boolean;
}

/**
 * Plans how a file is scored, from the beginning of its text; undefined when that does not hold the whole header.
 *
 * @param whole the bytes are the whole text
 * @throws {InputError} it is no table, or not one that the model can score
 */
export function planJob(
  artifact: ModelArtifact,
  { format, compressed }: JobTextForm,
  beginning: Uint8Array,
  whole: boolean,
  job: Pick<Job, 'source' | 'options'>,
): JobPlan | undefined {
  const { fileName } = job.source;
  const settings = { ...job.options, fileName, badRows: 'set aside' as const };
  if (format === 'json lines') {
    if (beginning.length === 0) throw emptyFile(fileName, format);
    const planned = planJsonLines(artifact, beginning, settings);
    return toJobPlan(planned, { offset: planned.end, number: 1, line: 1 }, compressed);
  }
  const bytes = whole ? beginning : wholeLines(beginning);
  const { encoding } = job.options;
  // Of the bytes as they stand: an encoding may change where they are, but not what ends a row.
  const { separator } = openText({ open: () => [bytes] }, { fileName, encoding });
  const rows = findRows(bytes, separator, fileName, whole);
  if (rows === undefined && !whole) return undefined;
  const { first } = openText({ open: () => [bytes.subarray(0, rows?.offset)] }, { fileName, encoding });
  const planned = planCsv(artifact, first, separator, settings);
  if (planned === undefined || rows === undefined) throw emptyFile(fileName);
  return toJobPlan(planned, rows, compressed);
}

function toJobPlan(
  { plan: { artifact: _artifact, ...rewrite }, head, rejectedHead, warnings }: PlannedFile,
  rows: ChunkStart,
  compressed: boolean,
): JobPlan {
  const heads = { result: Buffer.from(head).toString(), rejected: Buffer.from(rejectedHead).toString() };
  return { rewrite: rewrite as JobPlan['rewrite'], head: heads, rows, compressed, warnings };
}

/** Where the row behind the header begins. */
function findRows(
  bytes: Uint8Array,
  separator: Separator,
  fileName: string,
  whole: boolean,
): ChunkStart | undefined {
  let rows: ChunkStart | undefined;
  const scanner = new ByteScanner(
    separator,
    ({ buffer, to }) => {
      if (rows !== undefined) return;
      const lineEnd = buffer[to] === CR && buffer[to + 1] === LF ? 2 : 1;
      rows = { offset: to + lineEnd, number: 1, line: scanner.line };
    },
    fileName,
  );
  scanner.push(bytes);
  if (rows !== undefined || !whole) return rows;
  scanner.end();
  // Without a line end the header is all there is.
  return rows && { number: 1, line: scanner.line, offset: bytes.length };
}

/** A character, or the line end, may be cut at the end. */
const wholeLines = (bytes: Uint8Array): Uint8Array =>
  bytes.subarray(0, 1 + (bytes.includes(LF) ? bytes.lastIndexOf(LF) : bytes.lastIndexOf(CR)));
