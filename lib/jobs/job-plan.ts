import type { Separator } from '../files/csv/scan-bytes.ts';
import { ByteScanner } from '../files/csv/scan-bytes.ts';
import { emptyFile } from '../files/scoring/conclude.ts';
import { type PlannedFile, planCsv, planJsonLines } from '../files/scoring/plan-file.ts';
import type { CsvPlan, JsonLinesPlan } from '../files/scoring/rewrite-plan.ts';
import { findTable } from '../files/table/find-table.ts';
import { tellTitles } from '../files/table/left-out-lines.ts';
import { CR, LF } from '../files/text/bytes.ts';
import type { Encoding } from '../files/text/encoding.ts';
import type { TextFormat } from '../files/text/file-form.ts';
import { readTextNow } from '../files/text/read-text.ts';
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
  /** Of the chunks; undefined in the plan of an earlier version: as the job's options say, or UTF-8. */
  readonly encoding?: Encoding;
  readonly warnings: readonly string[];
}

/** What a job's file holds, when it is no archive any more. */
export interface JobTextForm {
  readonly format: TextFormat;
  readonly compressed: boolean;
  /** Where it is known, of what was made into CSV. */
  readonly separator?: Separator;
  /** Of the bytes that are cut into chunks. */
  readonly encoding: Encoding;
  /** What is to be known of how the file is read. */
  readonly notes: readonly string[];
}

/**
 * Plans how a file is scored, from the beginning of its text; undefined when that does not hold the whole header.
 *
 * @param whole the bytes are the whole text
 * @throws {InputError} it is no table, or not one that the model can score
 */
export function planJob(
  artifact: ModelArtifact,
  { format, compressed, separator: known, encoding, notes }: JobTextForm,
  beginning: Uint8Array,
  whole: boolean,
  job: Pick<Job, 'source' | 'options'>,
): JobPlan | undefined {
  const { fileName } = job.source;
  const settings = { ...job.options, encoding, fileName, badRows: 'set aside' as const };
  const finish = (planned: PlannedFile, rows: ChunkStart, more: readonly string[] = []): JobPlan => ({
    ...toJobPlan(planned, rows, compressed),
    encoding,
    warnings: [...notes, ...more, ...planned.warnings],
  });
  if (format === 'json lines') {
    if (beginning.length === 0) throw emptyFile(fileName, format);
    const planned = planJsonLines(artifact, beginning, settings);
    return finish(planned, { offset: planned.end, number: 1, line: 1 });
  }
  const bytes = whole ? beginning : wholeLines(beginning);
  const decode = (part: Uint8Array): Uint8Array => {
    const [text = new Uint8Array(0)] = readTextNow({ open: () => [part] }, { fileName, encoding });
    return text.slice();
  };
  const start = findTable(decode(bytes), fileName, known);
  const { separator, line } = start;
  // Of the bytes as they stand: an encoding may change where they are, but not what ends a row.
  const rows = findRows(bytes, separator, line, fileName, whole);
  if (rows === undefined && !whole) return undefined;
  const head = decode(bytes.subarray(0, rows?.offset)).subarray(start.offset);
  const planned = planCsv(artifact, head, separator, settings, line);
  if (planned === undefined || rows === undefined) throw emptyFile(fileName);
  return finish(planned, rows, tellTitles(start.titles));
}

function toJobPlan(
  { plan: { artifact: _artifact, ...rewrite }, head, rejectedHead, warnings }: PlannedFile,
  rows: ChunkStart,
  compressed: boolean,
): JobPlan {
  const heads = { result: Buffer.from(head).toString(), rejected: Buffer.from(rejectedHead).toString() };
  return { rewrite: rewrite as JobPlan['rewrite'], head: heads, rows, compressed, warnings };
}

/** Where the row behind the header begins. @param header the line that it stands on, at least */
function findRows(
  bytes: Uint8Array,
  separator: Separator,
  header: number,
  fileName: string,
  whole: boolean,
): ChunkStart | undefined {
  let rows: ChunkStart | undefined;
  const scanner = new ByteScanner(
    separator,
    ({ buffer, to, line }) => {
      if (rows !== undefined || line < header) return;
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
