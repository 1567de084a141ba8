import { NEW_COLUMNS, NEW_NAMES, nameResults, noteRenamed } from '../../lead/name-results.ts';
import type { ModelArtifact } from '../../model/artifact.ts';
import { toWord } from '../../to-word.ts';
import { checkHeader } from '../check-header.ts';
import { decodeCells } from '../csv/decode-cells.ts';
import { escapeRow } from '../csv/formulas.ts';
import { type ByteRow, type Separator, scanBytes } from '../csv/scan-bytes.ts';
import { nameColumns } from '../table/name-columns.ts';
import { BYTE_ORDER_MARK, CR, LF, startsWithMark } from '../text/bytes.ts';
import { parseJsonObject } from './json-object.ts';
import { findNamedColumn, matchColumns } from './match-columns.ts';
import type { ScoreFileOptions } from './options.ts';
import { REJECTED_COLUMNS } from './rejected-rows.ts';
import type { CsvPlan, RewritePlan } from './rewrite-plan.ts';
import { usualDecimal } from './usual-decimal.ts';

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

const MOST_REASONS = 3;

/**
 * Plans how a CSV file is scored.
 *
 * @param beginning of the file: whole records, the header among them
 * @param line that it begins on; above are blank lines only
 * @returns undefined, when there are blank lines only
 * @throws {InputError} a required column is missing, or a name stands twice
 */
export function planCsv(
  artifact: ModelArtifact,
  beginning: Uint8Array,
  separator: Separator,
  options: ScoreFileOptions,
  line = 1,
): PlannedFile | undefined {
  let planned: PlannedFile | undefined;
  const plan = (header: ByteRow, nextLine: number): void => {
    planned ??= planFromHeader(artifact, beginning, header, nextLine - 1, separator, options);
  };
  scanBytes(beginning, separator, plan, options.fileName, line);
  return planned;
}

function planFromHeader(
  artifact: ModelArtifact,
  beginning: Uint8Array,
  header: ByteRow,
  lines: number,
  separator: Separator,
  options: ScoreFileOptions,
): PlannedFile {
  const { fileName, decimal, reasons = MOST_REASONS, badRows = 'stop', formulas = 'escape' } = options;
  const { width, buffer, from, to } = header;
  const names = decodeCells(header).map(toWord);
  const named = nameColumns(names);
  checkHeader({ fileName, columns: names.map((name) => ({ kind: 'text', name })) });
  const usual = NEW_COLUMNS.slice(0, NEW_COLUMNS.length - MOST_REASONS + reasons);
  const { columns, added, warnings } = matchColumns(artifact.schema, named, usual, fileName);
  const crlf = buffer[to] === CR && buffer[to + 1] === LF;
  // The line end of the header is that of all.
  const lineEnd = crlf ? '\r\n' : '\n';
  const plan: CsvPlan = {
    format: 'csv',
    artifact,
    fileName,
    separator,
    ...(decimal === undefined ? {} : { decimal }),
    written: decimal ?? usualDecimal(artifact.schema, columns),
    reasons,
    width,
    header: names,
    columns,
    added: added.length,
    lineEnd,
    badRows,
    formulas,
    ...(options.reference === undefined
      ? {}
      : {
          reference: {
            name: options.reference,
            column: findNamedColumn(named, options.reference, 'references', fileName),
          },
        }),
  };
  const bytes = (formulas === 'escape' ? escapeRow(header) : undefined) ?? buffer.subarray(from, to);
  const mark = beginning.subarray(0, startsWithMark(beginning) ? BYTE_ORDER_MARK.length : 0);
  const join = (...texts: readonly (string | Uint8Array)[]) =>
    Buffer.concat(texts.map((text) => (typeof text === 'string' ? Buffer.from(text) : text)));
  return {
    plan,
    warnings: [...named.notes, ...warnings],
    // Counted from the end, which the scanner's buffer has in common with the text; the beginning may have been left out there.
    end: beginning.length - Math.max(0, buffer.length - to - (crlf ? 2 : 1)),
    lines,
    head: join(mark, bytes, ...added.map((name) => separator + name), lineEnd),
    rejectedHead: join(REJECTED_COLUMNS.map((name) => name + separator).join(''), bytes, lineEnd),
  };
}

/** Plans how a file of JSON Lines is scored. @param beginning of the file */
export function planJsonLines(
  artifact: ModelArtifact,
  beginning: Uint8Array,
  { fileName, reasons = MOST_REASONS, badRows = 'stop', reference }: ScoreFileOptions,
): PlannedFile {
  const end = startsWithMark(beginning) ? BYTE_ORDER_MARK.length : 0;
  const fields = artifact.schema.fields.map(({ name }) => name);
  const names = nameResults(NEW_NAMES, [...fields, ...firstNames(beginning.subarray(end))]);
  return {
    plan: {
      format: 'json lines',
      artifact,
      fileName,
      reasons,
      badRows,
      names,
      ...(reference === undefined ? {} : { reference }),
    },
    warnings: noteRenamed(NEW_NAMES, names),
    end,
    lines: 0,
    head: beginning.slice(0, end),
    rejectedHead: new Uint8Array(0),
  };
}

/**
 * The names of the fields in the first line of JSON Lines: wherever the file is cut, that line is whole. A later line that
 * has other names that are taken is refused.
 */
function firstNames(beginning: Uint8Array): string[] {
  const found = beginning.indexOf(LF);
  const line = beginning.subarray(0, found < 0 ? beginning.length : found);
  return Object.keys(parseJsonObject(new TextDecoder().decode(line)) ?? {});
}
