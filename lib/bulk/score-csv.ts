import { type CsvData, scanSource, toByteSource } from '../csv/byte-source.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import { conclude, emptyFile } from './conclude.ts';
import type { ScoreCsvOptions, ScoredCsv } from './options.ts';
import { planRewrite, writeHeader } from './plan-rewrite.ts';
import { type RewritePlan, RowRewriter } from './row-rewriter.ts';
import { RowWriter } from './row-writer.ts';

export type { ScoreCsvOptions, ScoredCsv };

/**
 * Adds probability, score, grade and reasons to every row of a CSV file; what stood in the row stays as it is, byte
 * for byte (Latin-1 becomes UTF-8). Columns that the model does not know are kept and not looked at. Memory does
 * not grow with the file.
 *
 * @param write told of the result piece by piece; a piece is good until it returns
 * @throws {InputError} when a required column is missing, rows differ in length, or, without `keepBadRows`, a row
 * does not fit. What was written until then is to be thrown away
 */
export function scoreCsv(
  artifact: ModelArtifact,
  data: CsvData,
  options: ScoreCsvOptions,
  write: (piece: Uint8Array) => void,
): ScoredCsv {
  const { fileName, encoding } = options;
  const writer = new RowWriter(write);
  let planned: { plan: RewritePlan; warnings: readonly string[]; rewriter: RowRewriter } | undefined;
  scanSource(
    toByteSource(data),
    { fileName, encoding, onStart: (start) => writer.start(start) },
    (row, separator) => {
      if (planned !== undefined) return planned.rewriter.add(row);
      const { plan, warnings } = planRewrite(artifact, row, separator, options);
      writeHeader(writer, row, plan);
      planned = { plan, warnings, rewriter: new RowRewriter(plan, writer) };
    },
  );
  if (planned === undefined) throw emptyFile(fileName);
  const { plan, warnings, rewriter } = planned;
  writer.flush();
  return { ...conclude(plan, [rewriter.take(0)], options), warnings };
}
