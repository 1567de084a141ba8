import { type ByteSource, type CsvData, openText, toByteSource } from '../csv/byte-source.ts';
import { cutPieces } from '../csv/cut-pieces.ts';
import { ByteScanner } from '../csv/scan-bytes.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import { conclude, emptyFile } from './conclude.ts';
import type { ScoreCsvOptions, ScoredCsv, ScoredSink } from './options.ts';
import { PieceWorkers } from './piece-workers.ts';
import { planRewrite, writeHeader } from './plan-rewrite.ts';
import { formatRejected, formatRejectedHeader } from './rejected-rows.ts';
import { type RewritePlan, type Rewritten, RowRewriter } from './row-rewriter.ts';
import { RowWriter } from './row-writer.ts';
import { scoreCsv } from './score-csv.ts';
import type { PieceReply } from './score-worker.ts';

export interface Parallel {
  /** 1: all is done here. More: so many workers score, and this one reads, cuts and writes. */
  readonly threads: number;
  /** Bytes of a piece; half a megabyte unless told otherwise. */
  readonly pieceBytes?: number;
  /** Told how many bytes of the text are scored and written. */
  readonly onProgress?: (bytes: number) => void;
}

const PIECE_BYTES = 1 << 19;
/** Pieces under way per thread: one that is worked on, and the next. */
const AHEAD = 2;

/** Threads take a third of a second to start and to learn; below this one is sooner done (bench/RESULTS.md). */
const WORTH_BYTES = 50_000_000;

/** How many threads a file is worth. @param size in bytes, where it is known */
export const chooseThreads = (size: number | undefined, cores: number): number =>
  size !== undefined && size < WORTH_BYTES ? 1 : cores;

/**
 * What `scoreCsv` does, byte for byte, on several threads. A file of one piece is scored here: threads take longer to
 * start than it does. Memory does not grow with the file: when the result is not written as fast as rows are scored,
 * reading waits.
 *
 * @throws {InputError} as `scoreCsv`
 */
export async function scoreInParallel(
  artifact: ModelArtifact,
  data: CsvData,
  options: ScoreCsvOptions,
  sink: ScoredSink,
  { threads, pieceBytes = PIECE_BYTES, onProgress = () => {} }: Parallel,
): Promise<ScoredCsv> {
  if (threads === 1) return scoreCsv(artifact, tellOf(toByteSource(data), onProgress), options, sink);
  const { write, writeRejected = () => {} } = sink;
  const text = openText(toByteSource(data), options);
  const writer = new RowWriter(write);
  writer.start(text.first);
  let begun: Begun | undefined;
  let workers: PieceWorkers | undefined;
  const done: Rewritten[] = [];
  /** Of what is done: those of a piece count from its own beginning. */
  let lines = 0;
  const underWay: { reply: Promise<PieceReply>; end: number }[] = [];
  const writeNext = async (pool: PieceWorkers, { plan }: Begun) => {
    const { reply: promise, end } = underWay.shift()!;
    const reply = await promise;
    if (reply.rewritten === 'failed') {
      // Once more, where the lines before are counted: it throws again, and says the right one.
      throw explainPiece(plan, reply, lines);
    }
    write(new Uint8Array(reply.output, 0, reply.size));
    for (const row of reply.rejected) writeRejected(formatRejected(plan, { ...row, line: lines + row.line }));
    done.push(reply.rewritten);
    lines += reply.rewritten.lines;
    pool.release(reply);
    onProgress(end);
  };
  try {
    for (const { bytes, end } of cutPieces(text, pieceBytes)) {
      if (begun === undefined) {
        begun = beginFile(bytes);
        onProgress(end);
        continue;
      }
      workers ??= new PieceWorkers(begun.plan, threads);
      const reply = workers.score(bytes);
      // Looked at in its turn; until then its failure is nobody's.
      reply.catch(() => {});
      underWay.push({ reply, end });
      if (underWay.length >= AHEAD * threads) await writeNext(workers, begun);
    }
    while (underWay.length > 0) await writeNext(workers!, begun!);
    if (begun === undefined) throw emptyFile(options.fileName);
    return { ...conclude(begun.plan, done), warnings: begun.warnings };
  } finally {
    await workers?.close();
  }

  /** The header, and the rows of its piece; undefined, as long as there are blank lines only. */
  function beginFile(bytes: Uint8Array): Begun | undefined {
    let found: (Begun & { readonly rewriter: RowRewriter }) | undefined;
    const scanner = new ByteScanner(
      text.separator,
      (row) => {
        if (found !== undefined) return found.rewriter.add(row);
        const { plan, warnings } = planRewrite(artifact, row, text.separator, options);
        writeHeader(writer, row, plan);
        writeRejected(formatRejectedHeader(plan, row.buffer.subarray(row.from, row.to)));
        const rewriter = new RowRewriter(plan, writer, (rejected) =>
          writeRejected(formatRejected(plan, rejected)),
        );
        found = { plan, warnings, rewriter };
      },
      options.fileName,
    );
    if (lines > 0) scanner.resume(lines + 1);
    scanner.push(bytes);
    scanner.end();
    writer.flush();
    lines = scanner.line - 1;
    if (found !== undefined) done.push(found.rewriter.take(lines));
    return found;
  }
}

/** A source whose chunks are told of when they are worked off. */
const tellOf = (source: ByteSource, onProgress: (bytes: number) => void): ByteSource => ({
  ...source,
  *open() {
    let bytes = 0;
    for (const chunk of source.open()) {
      yield chunk;
      bytes += chunk.length;
      onProgress(bytes);
    }
  },
});

interface Begun {
  readonly plan: RewritePlan;
  readonly warnings: readonly string[];
}

/** Why a piece cannot be read, with the line it is on. */
function explainPiece(plan: RewritePlan, { input, length }: PieceReply, linesBefore: number): unknown {
  try {
    new RowRewriter(plan, new RowWriter(() => {})).addPiece(
      new Uint8Array(input, 0, length),
      linesBefore + 1,
    );
  } catch (error) {
    return error;
  }
  return new Error('a piece of the file could be read here, and not by its worker');
}
