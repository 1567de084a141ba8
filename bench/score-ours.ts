import { createOutput, openInput } from '../cli/files.ts';
import { readModel } from '../cli/read-model.ts';
import { scoreCsv } from '../lib/bulk/score-csv.ts';
import { peakMegabytes } from './measure.ts';

/** score-ours.ts MODEL.json TABLE.csv OUT.csv REASONS: what `scorelane score` does, as peers/score.py does it. */
const [, , modelFile, table, out, reasons] = process.argv;
const { artifact } = readModel(modelFile!);
const start = performance.now();
const output = createOutput(out!);
scoreCsv(artifact, openInput(table!), { fileName: 'table', reasons: Number(reasons) }, output.write);
output.finish();
console.log(JSON.stringify({ seconds: (performance.now() - start) / 1000, peak_mb: peakMegabytes() }));
