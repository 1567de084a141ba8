import type { ModelArtifact } from '../../model/artifact.ts';
import type { Separator } from '../csv/scan-bytes.ts';
import { BYTE_ORDER_MARK, ByteScanner } from '../csv/scan-bytes.ts';
import type { ScoreCsvOptions } from './options.ts';
import { headerBytes, MOST_REASONS, planRewrite, writeHeader } from './plan-rewrite.ts';
import { formatRejectedHeader } from './rejected-rows.ts';
import type { RewritePlan } from './rewrite-plan.ts';
import { RowWriter } from './row-writer.ts';

/** What the beginning of a file says about the rest of it. */
export interface PlannedFile {
  readonly plan: RewritePlan;
  readonly warnings: readonly string[];
  /** Bytes before the first record: byte order mark and header. */
  readonly end: number;
  /** Lines that end before the first record. */
  readonly lines: number;
  /** What the scored file begins with. */
  readonly head: Uint8Array;
  /** What the file of rejected rows begins with. */
  readonly rejectedHead: Uint8Array;
}

/**
 * Plans how a CSV file is scored.
 *
 * @param beginning of the file: whole records, the header among them
 * @param line that it begins on; above are blank lines only
 * @returns undefined, when there are blank lines only
 * @throws {InputError} as `planRewrite`
 */
export function planCsv(
  artifact: ModelArtifact,
  beginning: Uint8Array,
  separator: Separator,
  options: ScoreCsvOptions,
  line = 1,
): PlannedFile | undefined {
  let planned: PlannedFile | undefined;
  const scanner = new ByteScanner(
    separator,
    (row) => {
      if (planned !== undefined) return;
      const { plan, warnings } = planRewrite(artifact, row, separator, options);
      const head: Uint8Array[] = [];
      const writer = new RowWriter((piece) => head.push(piece.slice()));
      writer.start(beginning);
      writeHeader(writer, row, plan);
      writer.flush();
      const { buffer, to } = row;
      planned = {
        plan,
        warnings,
        end: Math.min(beginning.length, to + lineEndAt(buffer, to)),
        lines: scanner.line - 1,
        head: Buffer.concat(head),
        rejectedHead: formatRejectedHeader(plan, headerBytes(row, plan.formulas)),
      };
    },
    options.fileName,
  );
  if (line > 1) scanner.resume(line);
  scanner.push(beginning);
  scanner.end();
  return planned;
}

/** CR LF, or one of them. */
const lineEndAt = (buffer: Uint8Array, at: number): number =>
  buffer[at] === 13 && buffer[at + 1] === 10 ? 2 : 1;

/** Plans how a file of JSON Lines is scored. @param beginning of the file */
export function planJsonLines(
  artifact: ModelArtifact,
  beginning: Uint8Array,
  { fileName, reasons = MOST_REASONS, badRows = 'stop' }: ScoreCsvOptions,
): PlannedFile {
  const marked = BYTE_ORDER_MARK.every((byte, i) => beginning[i] === byte);
  const end = marked ? BYTE_ORDER_MARK.length : 0;
  return {
    plan: { format: 'json lines', artifact, fileName, reasons, badRows },
    warnings: [],
    end,
    lines: 0,
    head: beginning.slice(0, end),
    rejectedHead: new Uint8Array(0),
  };
}
