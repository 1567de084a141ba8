import { openInput } from '../cli/files/files.ts';
import { scoreColumns } from '../lib/learning/score-columns.ts';
import { readLeads } from '../lib/learning/table/read-leads.ts';
import { binLeads } from '../lib/learning/trainers/trees/bin-leads.ts';
import { buildTrees } from '../lib/learning/trainers/trees/build-trees.ts';
import { createTreeGrower } from '../lib/learning/trainers/trees/grow/create-tree-grower.ts';
import type { GrownTree } from '../lib/learning/trainers/trees/grow/tree-grower.ts';
import { logLoss } from '../lib/statistics/log-loss.ts';
import { sigmoid } from '../lib/statistics/sigmoid.ts';
import { range } from '../lib/typed-arrays.ts';
import { peakMegabytes } from './measure.ts';

/**
 * grow-ours.ts TABLE.csv HELD_OUT.csv THREADS: reads, bins and grows 200 trees of 15 leaves, as peers/trees.py does with
 * LightGBM: no sampling, no early stopping, the same rules.
 */
const [, , table, heldOut, threads] = process.argv;
const TREES = 200;
const RULES = {
  leaves: 15,
  learningRate: 0.05,
  minLeadsPerLeaf: 20,
  minHessianPerLeaf: 1e-3,
  l2: 0,
  levelSmoothing: 10,
  levelL2: 10,
  maxLevels: 32,
  minLeadsPerStep: 100,
  columnShare: 1,
  rowShare: 1,
};
const start = performance.now();
const { leads, labels, converted } = readLeads({ data: openInput(table!), target: 'converted' }, 42);
const readSeconds = (performance.now() - start) / 1000;
const columns = binLeads(leads.features, range(leads.count), 20, () => 0);
const binSeconds = (performance.now() - start) / 1000;
const base = Math.log(converted / (leads.count - converted));
const grower = createTreeGrower(
  { count: leads.count, columns },
  { labels, positiveWeight: 1, start: base },
  RULES,
  { threads: Number(threads) },
);
const trees: GrownTree[] = [];
for (let seed = 0; seed < TREES; seed++) {
  const tree = grower.grow(seed);
  if (tree !== undefined) trees.push(tree);
}
grower.close();
const built = buildTrees(columns, [{ trees, weight: 1 }]);
const seconds = (performance.now() - start) / 1000;
const peak = peakMegabytes();
const { user, system } = process.cpuUsage();

// Not part of what is measured: how good the trees are on other leads.
const other = readLeads({ data: openInput(heldOut!), target: 'converted' }, 42);
const logOdds = scoreColumns(
  { intercept: base, terms: [], ...(built === undefined ? {} : { trees: built }) },
  other.leads.features,
  range(other.leads.count),
);
const result = {
  seconds,
  cpu_seconds: (user + system) / 1e6,
  peak_mb: peak,
  read_seconds: readSeconds,
  bin_seconds: binSeconds - readSeconds,
  log_loss: logLoss(logOdds.map(sigmoid), other.labels),
};
console.log(JSON.stringify(result));
