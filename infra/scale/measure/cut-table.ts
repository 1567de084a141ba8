import { readFileSync } from 'node:fs';
import { peakMegabytes } from '../../../bench/measure.ts';
import { RecordBoundaries } from '../../../lib/files/csv/record-boundaries.ts';
import { ChunkCutter } from '../../../lib/jobs/chunk-cutter.ts';
import { timeProcessor } from './time-processor.ts';

/**
 * cut-table.ts TABLE.csv CHUNK_BYTES plain|quoted: cuts a table that is in memory, in the portions that a job reads; with
 * every cell in quotes, too, because what is quoted is looked at byte by byte.
 */
const PORTION_BYTES = 8 * 2 ** 20;

const [, , table, chunkBytes, form] = process.argv;
const plain = readFileSync(table!);
const bytes = form === 'quoted' ? Buffer.from(plain.toString('latin1').replace(/[^,\n]+/g, '"$&"')) : plain;
// For the compiler.
for (let i = 0; i < 4; i++) cut(bytes);
const { result: chunks, seconds } = timeProcessor(() => cut(bytes));
console.log(JSON.stringify({ seconds, bytes_in: bytes.length, chunks, peak_mb: peakMegabytes() }));

/** @returns how many chunks there are */
function cut(file: Uint8Array): number {
  const cutter = new ChunkCutter(new RecordBoundaries(',', true), 'table.csv', Number(chunkBytes), {
    offset: 0,
    number: 1,
    line: 1,
  });
  for (let at = 0; at < file.length; at += PORTION_BYTES) {
    for (const _ of cutter.push(file.subarray(at, at + PORTION_BYTES)));
  }
  cutter.end();
  return cutter.next.number - 1;
}
