import { planRewrite, writeHeader } from '../bulk/plan-rewrite.ts';
import { formatRejectedHeader } from '../bulk/rejected-rows.ts';
import type { RewritePlan } from '../bulk/row-rewriter.ts';
import { RowWriter } from '../bulk/row-writer.ts';
import { openText } from '../csv/byte-source.ts';
import { ByteScanner } from '../csv/scan-bytes.ts';
import type { Separator } from '../csv/scan-csv.ts';
import { InputError } from '../errors.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import type { Job } from './job.ts';
import type { Checkpoint } from './job-message.ts';

/** How the chunks of a job's file are read and written: the same for each, written once, kept as JSON. */
export interface JobPlan {
  readonly rewrite: Omit<RewritePlan, 'artifact'>;
  /** What stands before the first row of the result, and of the rejected rows. */
  readonly head: { readonly result: string; readonly rejected: string };
  /** Where the first chunk begins. */
  readonly rows: Checkpoint;
  readonly warnings: readonly string[];
}

/**
 * Plans how a file is scored, from its beginning; undefined when that does not hold the whole header.
 *
 * @param whole the bytes are the whole file
 * @throws {InputError} it is no table, or not one that the model can score
 */
export function planJob(
  artifact: ModelArtifact,
  beginning: Uint8Array,
  whole: boolean,
  { source: { fileName }, options }: Pick<Job, 'source' | 'options'>,
): JobPlan | undefined {
  const bytes = whole ? beginning : wholeLines(beginning);
  const { encoding } = options;
  // Of the bytes as they stand: an encoding may change where they are, but not what ends a row.
  const { separator } = openText({ open: () => [bytes] }, { fileName, encoding });
  const rows = findRows(bytes, separator, fileName, whole);
  if (rows === undefined && !whole) return undefined;
  const { first: text } = openText({ open: () => [bytes.subarray(0, rows?.offset)] }, { fileName, encoding });
  const plans: Omit<JobPlan, 'rows'>[] = [];
  const scanner = new ByteScanner(separator, (row) => {
    const settings = { ...options, fileName, badRows: 'set aside' as const };
    const { plan, warnings } = planRewrite(artifact, row, separator, settings);
    const pieces: Buffer[] = [];
    const writer = new RowWriter((piece) => pieces.push(Buffer.from(piece)));
    writer.start(text);
    writeHeader(writer, row, plan);
    writer.flush();
    const rejected = formatRejectedHeader(plan, row.buffer.subarray(row.from, row.to));
    const { artifact: _artifact, ...rewrite } = plan;
    const head = { result: Buffer.concat(pieces).toString(), rejected: Buffer.from(rejected).toString() };
    plans.push({ rewrite, head, warnings });
  });
  scanner.push(text);
  scanner.end();
  const [plan] = plans;
  if (plan !== undefined && rows !== undefined) return { ...plan, rows };
  throw new InputError(
    `${fileName}: expected a file with a header line and rows of data, found ${bytes.length === 0 ? 'an empty one' : 'blank lines only'}.`,
  );
}

/** Where the row behind the header begins. */
function findRows(
  bytes: Uint8Array,
  separator: Separator,
  fileName: string,
  whole: boolean,
): Checkpoint | undefined {
  let rows: Checkpoint | undefined;
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

const LF = 10;
const CR = 13;

/** A character, or the line end, may be cut at the end. */
const wholeLines = (bytes: Uint8Array): Uint8Array =>
  bytes.subarray(0, 1 + (bytes.includes(LF) ? bytes.lastIndexOf(LF) : bytes.lastIndexOf(CR)));
