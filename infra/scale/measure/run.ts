import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeMachine } from '../../../bench/machine.ts';
import { makeTable } from '../../../bench/make-table.ts';
import { type Measurement, median, runMeasured } from '../../../bench/measure.ts';
import { trainModel } from '../../../bench/train-model.ts';
import type { Measured } from '../measured.ts';

/**
 * npm run scale:measure: measures what the simulation is fed with, on this machine, and writes infra/scale/measured.json.
 * Each figure is the median of runs in a process of their own.
 */
const MIB = 2 ** 20;
const RUNS = 3;
const TRAINING_ROWS = 100_000;
/** Three of the largest chunks. */
const ROWS = 6_500_000;
const SPEED_CHUNKS = 24;
const CHUNK_MIB = [8, 64, 167, 256];
/** As many as show what a function needs that scores one after the other. */
const MEMORY_CHUNKS = 3;
/** What Lambda's runtime sets for a function of 1,769 MB: nine tenths of it. */
const HEAP = '--max-old-space-size=1592';

const folder = mkdtempSync(join(tmpdir(), 'scorelane-scale-'));
process.once('exit', () => rmSync(folder, { recursive: true }));
const training = join(folder, 'training.csv');
const table = join(folder, 'table.csv');
makeTable(training, TRAINING_ROWS, 1);
makeTable(table, ROWS, 2);
const model = trainModel(training, folder);

const script = (name: string, ...args: readonly (string | number)[]): Measurement =>
  runMeasured(process.execPath, [HEAP, join(import.meta.dirname, name), ...args.map(String)]);
const repeat = (run: () => Measurement): Measurement[] => Array.from({ length: RUNS }, run);
const middle = (runs: readonly Measurement[], of: (run: Measurement) => number): number =>
  median(runs.map(of));

const speed = repeat(() => script('score-chunks.ts', model, table, 8 * MIB, SPEED_CHUNKS));
const [plain, quoted] = ['plain', 'quoted'].map((form) =>
  repeat(() => script('cut-table.ts', training, 8 * MIB, form)),
);
const memory = CHUNK_MIB.map((mebibytes) => {
  const run = script('score-chunks.ts', model, table, mebibytes * MIB, MEMORY_CHUNKS);
  return { chunkBytes: mebibytes * MIB, peakMegabytes: Math.round(run.peak_mb) };
});
const measured: Measured = {
  date: new Date().toISOString().slice(0, 10),
  machine: describeMachine(),
  rowsPerSecond: round(middle(speed, ({ rows, seconds }) => rows! / seconds)),
  bytesPerRow: {
    in: round(middle(speed, ({ rows, bytes_in }) => bytes_in! / rows!)),
    out: round(middle(speed, ({ rows, bytes_out }) => bytes_out! / rows!)),
  },
  cutBytesPerSecond: {
    plain: round(middle(plain!, ({ seconds, bytes_in }) => bytes_in! / seconds)),
    quoted: round(middle(quoted!, ({ seconds, bytes_in }) => bytes_in! / seconds)),
  },
  memory,
};
const path = join(import.meta.dirname, '../measured.json');
writeFileSync(path, `${JSON.stringify(measured, null, 2)}\n`);
console.log(measured);

/** To three digits: the rest is noise. */
function round(value: number): number {
  return Number(value.toPrecision(3));
}
