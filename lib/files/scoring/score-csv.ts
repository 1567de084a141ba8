import type { ModelArtifact } from '../../model/artifact.ts';
import { type CsvData, scanSource, toByteSource } from '../text/byte-source.ts';
import { conclude, emptyFile } from './conclude.ts';
import type { ScoreCsvOptions, ScoredCsv, ScoredSink } from './options.ts';
import { headerBytes, planRewrite, writeHeader } from './plan-rewrite.ts';
import { formatRejected, formatRejectedHeader } from './rejected-rows.ts';
import type { CsvPlan } from './rewrite-plan.ts';
import { RowRewriter } from './row-rewriter.ts';
import { RowWriter } from './row-writer.ts';

export type { ScoreCsvOptions, ScoredCsv };

/**
 * Adds probability, score, grade and reasons to every row of a CSV file; what stood in the row stays as it is, byte
 * for byte (Latin-1 becomes UTF-8), but for cells that a spreadsheet takes for formulas: unless they are to be kept, an
 * apostrophe goes before them. Columns that the model does not know are kept and not looked at. Memory does
 * not grow with the file.
 *
 * @throws {InputError} when a required column is missing, or, unless bad rows are set aside, rows differ in length, or,
 * unless they are kept, do not fit. What was written until then is to be thrown away
 */
export function scoreCsv(
  artifact: ModelArtifact,
  data: CsvData,
  options: ScoreCsvOptions,
  { write, writeRejected = () => {} }: ScoredSink,
): ScoredCsv {
  const { fileName, encoding } = options;
  const writer = new RowWriter(write);
  let planned: { plan: CsvPlan; warnings: readonly string[]; rewriter: RowRewriter } | undefined;
  scanSource(
    toByteSource(data),
    { fileName, encoding, onStart: (start) => writer.start(start) },
    (row, separator) => {
      if (planned !== undefined) return planned.rewriter.add(row);
      const { plan, warnings } = planRewrite(artifact, row, separator, options);
      writeHeader(writer, row, plan);
      const rewriter = new RowRewriter(plan, writer, (rejected) =>
        writeRejected(formatRejected(plan, rejected)),
      );
      writeRejected(formatRejectedHeader(plan, headerBytes(row, plan.formulas)));
      planned = { plan, warnings, rewriter };
    },
  );
  if (planned === undefined) throw emptyFile(fileName);
  const { plan, warnings, rewriter } = planned;
  writer.flush();
  return { ...conclude(plan, [rewriter.take(0)]), warnings };
}
