import { JsonLinesRewriter } from './json-lines-rewriter.ts';
import type { RejectedRow } from './rejected-rows.ts';
import type { PieceRewriter, RewritePlan } from './rewrite-plan.ts';
import { RowRewriter } from './row-rewriter.ts';
import type { RowWriter } from './row-writer.ts';

/**
 * The rewriter of a file's format.
 *
 * @param writer of the result; whoever made it flushes it
 * @param setAside told of every row that is set aside; its bytes are good until it returns
 */
export const createRewriter = (
  plan: RewritePlan,
  writer: RowWriter,
  setAside: (rejected: RejectedRow) => void = () => {},
): PieceRewriter =>
  plan.format === 'csv'
    ? new RowRewriter(plan, writer, setAside)
    : new JsonLinesRewriter(plan, writer, setAside);
