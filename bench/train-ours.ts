import { writeFileSync } from 'node:fs';
import { openInput } from '../cli/files/files.ts';
import { PREPARATION_DEFAULTS } from '../lib/learning/preparation/preparation-options.ts';
import { prepareFeatures } from '../lib/learning/preparation/prepare-features.ts';
import { readLeads } from '../lib/learning/table/read-leads.ts';
import { buildTerms } from '../lib/learning/trainers/build-terms.ts';
import { buildDesign, computeLogOdds } from '../lib/learning/trainers/design.ts';
import { fitLogistic } from '../lib/learning/trainers/fit-logistic.ts';
import { logLoss } from '../lib/statistics/log-loss.ts';
import { sigmoid } from '../lib/statistics/sigmoid.ts';
import { range } from '../lib/typed-arrays.ts';
import { peakMegabytes } from './measure.ts';

/**
 * train-ours.ts TABLE.csv FIT.json TRANSFORM: reads, prepares and fits one logistic regression, as peers/train.py
 * does; TRANSFORM is `none`, as there, or `auto`, our default.
 */
const [, , table, fitFile, transform] = process.argv;
const start = performance.now();
const { leads, labels } = readLeads({ data: openInput(table!), target: 'converted' }, 42);
const readSeconds = (performance.now() - start) / 1000;
const rows = range(leads.count);
const prepared = prepareFeatures(leads.features, rows, {
  ...PREPARATION_DEFAULTS,
  transform: transform as 'none' | 'auto',
});
const design = buildDesign(prepared, rows);
const { weights, iterations, loss } = fitLogistic(design, labels, { l2: 1 });
const terms = buildTerms(prepared, design, weights);
const seconds = (performance.now() - start) / 1000;
const peak = peakMegabytes();

// Not part of what is measured: how far from the optimum the fit stopped, per lead.
writeFileSync(fitFile!, JSON.stringify({ intercept: weights[0], terms }));
const best = fitLogistic(design, labels, { l2: 1, tolerance: 1e-9 });
const result = {
  seconds,
  peak_mb: peak,
  read_seconds: readSeconds,
  log_loss: logLoss(computeLogOdds(design, weights).map(sigmoid), labels),
  above_optimum: (loss - best.loss) / labels.length,
  iterations,
};
console.log(JSON.stringify(result));
