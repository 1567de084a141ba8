import { availableParallelism } from 'node:os';
import { openInput } from '../cli/files/files.ts';
import { OutputFiles } from '../cli/files/output-files.ts';
import { findTarget } from '../cli/files/output-target.ts';
import { readModel } from '../cli/models/read-model.ts';
import { chooseThreads, scoreFile } from '../lib/files/scoring/score-file.ts';
import { peakMegabytes } from './measure.ts';

/** score-ours.ts MODEL.json TABLE.csv OUT.csv REASONS auto|THREADS: what `scorelane score` does, as peers/score.py does it. */
const [, , modelFile, table, out, reasons, threads] = process.argv;
const { artifact } = readModel(modelFile!);
const start = performance.now();
const input = openInput(table!);
const output = new OutputFiles([{ target: findTarget('OUT.csv', out!) }]);
const sink = { write: output.writers[0]! };
await scoreFile(artifact, input, { fileName: 'table', reasons: Number(reasons) }, sink, {
  threads: threads === 'auto' ? chooseThreads(input.size, availableParallelism()) : Number(threads),
});
output.finish();
console.log(JSON.stringify({ seconds: (performance.now() - start) / 1000, peak_mb: peakMegabytes() }));
