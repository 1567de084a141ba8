import { closeSync, openSync, readSync } from 'node:fs';
import { peakMegabytes } from '../../../bench/measure.ts';
import { readModel } from '../../../cli/models/read-model.ts';
import { RecordBoundaries } from '../../../lib/files/csv/record-boundaries.ts';
import { ChunkCutter, type Cut } from '../../../lib/jobs/chunk-cutter.ts';
import { planJob } from '../../../lib/jobs/job-plan.ts';
import { scorePart } from '../../../lib/jobs/score-part.ts';
import { timeProcessor } from './time-processor.ts';

/**
 * score-chunks.ts MODEL.json TABLE.csv CHUNK_BYTES CHUNKS: scores chunks one after the other in this process, as a running
 * function does, and prints what the later ones took and how much memory all of them needed. The first is for the compiler.
 */
const PIECE_BYTES = 1 << 16;
const OPTIONS = { encoding: 'utf-8', decimal: '.', reasons: 3 } as const;

const [, , modelFile, table, chunkBytes, count] = process.argv;
const { artifact } = readModel(modelFile!);
const file = openSync(table!, 'r');
const beginning = readRange(0, 1 << 20);
const plan = planJob(artifact, { format: 'csv', compressed: false }, beginning, false, {
  source: { key: '', fileName: 'table.csv' },
  options: OPTIONS,
})!;

const scored = cutChunks().map(({ offset, to, number, line }) => {
  const bytes = readRange(offset, to);
  const { result: part, seconds } = timeProcessor(() =>
    scorePart(artifact, plan, 'utf-8', bytes, { first: number === 1, line }),
  );
  const { result, rewritten } = part;
  return { rows: rewritten.rows, seconds, bytesIn: to - offset, bytesOut: result.length };
});
closeSync(file);

const later = scored.slice(1);
const sum = (of: (chunk: (typeof scored)[number]) => number) =>
  later.reduce((all, chunk) => all + of(chunk), 0);
const result = {
  seconds: sum(({ seconds }) => seconds),
  rows: sum(({ rows }) => rows),
  bytes_in: sum(({ bytesIn }) => bytesIn),
  bytes_out: sum(({ bytesOut }) => bytesOut),
  peak_mb: peakMegabytes(),
};
console.log(JSON.stringify(result));

function cutChunks(): Cut[] {
  const boundaries = new RecordBoundaries(',', true);
  const cutter = new ChunkCutter(boundaries, 'table.csv', Number(chunkBytes), plan.rows);
  const cuts: Cut[] = [];
  for (let at = plan.rows.offset; cuts.length < Number(count); at += 1 << 20) {
    const bytes = readRange(at, at + (1 << 20));
    if (bytes.length === 0) throw new Error(`expected a table of ${count} chunks, found ${cuts.length}`);
    cuts.push(...cutter.push(bytes));
  }
  return cuts.slice(0, Number(count));
}

/** In pieces that are put together, as the SDK does with what comes over the network: it needs the memory twice. */
function readRange(from: number, to: number): Uint8Array {
  const pieces: Buffer[] = [];
  for (let at = from; at < to; ) {
    const piece = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, to - at));
    const read = readSync(file, piece, 0, piece.length, at);
    if (read === 0) break;
    pieces.push(piece.subarray(0, read));
    at += read;
  }
  return Buffer.concat(pieces);
}
