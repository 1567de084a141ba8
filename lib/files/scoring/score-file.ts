import { setImmediate } from 'node:timers/promises';
import { InputError } from '../../errors.ts';
import type { ModelArtifact } from '../../model/artifact.ts';
import { cutPieces, describeTooLarge, RecordTooLargeError } from '../csv/cut-pieces.ts';
import { LineBoundaries } from '../csv/line-boundaries.ts';
import { RecordBoundaries } from '../csv/record-boundaries.ts';
import type { Separator } from '../csv/scan-bytes.ts';
import { findTable } from '../table/find-table.ts';
import { moveTail, tellRepeatedHeaders, tellTail, tellTitles } from '../table/left-out-lines.ts';
import { holdTail, TailHolder } from '../table/table-tail.ts';
import { type AsyncByteSource, type CsvData, prepend, toByteSource } from '../text/byte-source.ts';
import { countLineEnds } from '../text/line-ends.ts';
import { readText } from '../text/read-text.ts';
import { conclude, emptyFile } from './conclude.ts';
import { createRewriter } from './create-rewriter.ts';
import type { ScoredFile, ScoredSink, ScoreFileOptions } from './options.ts';
import { PieceWorkers } from './piece-workers.ts';
import { planCsv, planJsonLines } from './plan-file.ts';
import { formatRejected } from './rejected-rows.ts';
import type { CsvPlan, JsonLinesPlan, PieceRewriter, RewritePlan } from './rewrite-plan.ts';
import { RowWriter } from './row-writer.ts';
import type { PieceReply } from './score-worker.ts';
import { addTallies, emptyTally, type Tally } from './tally.ts';

export interface ScoreWork {
  /** 1: all is done here. More: so many workers score, and this one reads, cuts and writes. */
  readonly threads: number;
  /** Bytes of a piece; half a megabyte unless told otherwise. */
  readonly pieceBytes?: number;
  /** Told how many bytes of the text are scored and written. */
  readonly onProgress?: (bytes: number) => void;
  /** Told after every piece how far the file is scored and written. */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void;
  /** Where to go on; the sink has what was written until then. */
  readonly resume?: Checkpoint | undefined;
}

/** How far a file is: enough to go on from there, and as JSON. */
export interface Checkpoint {
  readonly plan: Omit<CsvPlan, 'artifact'> | Omit<JsonLinesPlan, 'artifact'>;
  readonly warnings: readonly string[];
  /** Bytes of the text that are scored and written; a record begins there. */
  readonly end: number;
  readonly done: Tally;
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
 * Adds probability, score, grade and reasons to every row of a file; what stood in the row stays as it is, byte for byte
 * (Latin-1 becomes UTF-8), but for cells that a spreadsheet takes for formulas: unless they are to be kept, an apostrophe
 * goes before them. Columns that the model does not know are kept and not looked at.
 *
 * The result is the same for any number of threads. A file of one piece is scored here: threads take longer to start than
 * it does. Memory does not grow with the file: when the result is not written as fast as rows are scored, reading waits.
 *
 * @throws {InputError} a required column is missing, a record has more than 16 MB, or, unless bad rows are set aside, rows
 * differ in length, or, unless they are kept, do not fit. What was written until then is to be thrown away
 */
export async function scoreFile(
  artifact: ModelArtifact,
  data: CsvData | AsyncByteSource,
  options: ScoreFileOptions,
  sink: ScoredSink,
  work: ScoreWork,
): Promise<ScoredFile> {
  const source = toByteSource(data);
  const { format = 'csv', fileName } = options;
  const { threads, pieceBytes = PIECE_BYTES, onProgress = () => {}, onCheckpoint, resume } = work;
  const { write, writeRejected = () => {} } = sink;
  let done = resume?.done ?? emptyTally();
  let notes: string[] = [];
  let begun: Begun | undefined =
    resume === undefined ? undefined : begin({ ...resume.plan, artifact }, resume.warnings);
  let workers: PieceWorkers | undefined;
  const underWay: { reply: Promise<PieceReply>; end: number }[] = [];
  try {
    const { blocks, separator, from, holder } = await open();
    const boundaries =
      separator === undefined ? new LineBoundaries() : new RecordBoundaries(separator, from > 0);
    for await (const { bytes, end } of cutPieces(blocks, boundaries, pieceBytes, from)) {
      if (begun === undefined || threads === 1) {
        scoreHere(bytes, separator);
        tellPassed(end);
        // Whoever waits for a signal gets it in between.
        await setImmediate();
        continue;
      }
      workers ??= new PieceWorkers(begun.plan, threads);
      const reply = workers.score(bytes);
      // Looked at in its turn; until then its failure is nobody's.
      reply.catch(() => {});
      underWay.push({ reply, end });
      if (underWay.length >= AHEAD * threads) await writeNext(workers, begun);
    }
    await writeAll();
    if (begun === undefined) throw emptyFile(fileName, format);
    const left = holder === undefined ? [] : tellTail(moveTail(holder.tail, done.lines));
    const concluded = conclude(begun.plan, done);
    const repeats = tellRepeatedHeaders(done.repeated);
    return { ...concluded, warnings: [...begun.warnings, ...repeats, ...left, ...concluded.warnings] };
  } catch (error) {
    if (!(error instanceof RecordTooLargeError)) throw error;
    // The line is known when all before it are read.
    await writeAll();
    const hint = format === 'csv' ? undefined : 'Each lead stands on a line of its own.';
    throw new InputError(`${fileName}: ${describeTooLarge(`in line ${done.lines + 1}`, hint)}`);
  } finally {
    await workers?.close();
  }

  /** The text from where it is read, and what is to be known of a table. */
  async function open() {
    const text = readText(source, options, resume?.end);
    if (format !== 'csv') return { blocks: text, from: resume?.end ?? 0 };
    if (resume?.plan.format === 'csv') {
      const { separator, width } = resume.plan;
      const holder = new TailHolder(separator, width);
      return { blocks: holdTail(text, holder), separator, from: resume.end, holder };
    }
    const iterator = text[Symbol.asyncIterator]();
    const { value: first = new Uint8Array(0) } = await iterator.next();
    const { offset, line, width, titles, separator } = findTable(first, fileName, options.separator);
    done = emptyTally(line - 1);
    const holder = new TailHolder(separator, width);
    const rows = holdTail(prepend(first.subarray(offset), iterator), holder);
    notes = tellTitles(titles);
    return { blocks: rows, separator, from: offset, holder };
  }

  function begin(plan: RewritePlan, warnings: readonly string[]): Begun {
    const writer = new RowWriter(write);
    const rewriter = createRewriter(plan, writer, (row) =>
      writeRejected(formatRejected(plan, { ...row, line: done.lines + row.line })),
    );
    return { plan, warnings, rewriter, writer };
  }

  function scoreHere(piece: Uint8Array, separator: Separator | undefined): void {
    let bytes = piece;
    if (begun === undefined) {
      const planned =
        separator === undefined
          ? planJsonLines(artifact, bytes, options)
          : planCsv(artifact, bytes, separator, options, done.lines + 1);
      if (planned === undefined) {
        // Blank lines only, of which each ends as it does.
        done = emptyTally(done.lines + countLineEnds(bytes, 0, bytes.length));
        return;
      }
      write(planned.head);
      writeRejected(planned.rejectedHead);
      done = emptyTally(planned.lines);
      begun = begin(planned.plan, [...notes, ...planned.warnings]);
      bytes = bytes.subarray(planned.end);
    }
    const { plan, rewriter, writer } = begun;
    try {
      const rewritten = rewriter.addPiece(bytes);
      writer.flush();
      done = addTallies(done, rewritten);
    } catch (error) {
      // The line is not known to the rewriter; an error of the sink is none of the piece.
      throw explainPiece(plan, bytes, done.lines) ?? error;
    }
  }

  async function writeNext(pool: PieceWorkers, { plan }: Begun): Promise<void> {
    const { reply: promise, end } = underWay.shift()!;
    const reply = await promise;
    if (reply.rewritten === 'failed') {
      const piece = new Uint8Array(reply.input, 0, reply.length);
      throw explainPiece(plan, piece, done.lines) ?? new Error('a worker failed at a piece that can be read');
    }
    write(new Uint8Array(reply.output, 0, reply.size));
    for (const row of reply.rejected) {
      writeRejected(formatRejected(plan, { ...row, line: done.lines + row.line }));
    }
    done = addTallies(done, reply.rewritten);
    pool.release(reply);
    tellPassed(end);
  }

  async function writeAll(): Promise<void> {
    while (underWay.length > 0) await writeNext(workers!, begun!);
  }

  /** Told of everything up to here. */
  function tellPassed(end: number): void {
    if (begun !== undefined && onCheckpoint !== undefined) {
      const { artifact: _, ...plan } = begun.plan;
      onCheckpoint({ plan, warnings: begun.warnings, end, done });
    }
    onProgress(end);
  }
}

interface Begun {
  readonly plan: RewritePlan;
  readonly warnings: readonly string[];
  readonly rewriter: PieceRewriter;
  readonly writer: RowWriter;
}

/** Why a piece cannot be read, with the line it is on: read once more, it throws again. Undefined, when it can be read. */
function explainPiece(plan: RewritePlan, bytes: Uint8Array, linesBefore: number): unknown {
  try {
    createRewriter(plan, new RowWriter(() => {})).addPiece(bytes, linesBefore + 1);
  } catch (error) {
    return error;
  }
  return undefined;
}
