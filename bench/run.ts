import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine } from './machine.ts';
import { makeTable } from './make-table.ts';
import { type Measurement, runMeasured } from './measure.ts';
import { describePeers, hasPeer, python, runPeer } from './peers.ts';
import { type Comparison, renderComparison, renderResults } from './render-results.ts';
import { trainModel } from './train-model.ts';

/**
 * npm run bench [-- --rows 10000,100000,1000000] [--repetitions 3] [--only trees]: training and scoring of a seeded table, ours
 * and, with PEERS_PYTHON naming a Python with scikit-learn, pandas and LightGBM, the peers on the same file in
 * turn. Prints medians, ratios and peak memory, and writes them to bench/RESULTS.md; only that of trees is not written.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000,100000,1000000' },
    repetitions: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
});
const sizes = values.rows.split(',').map(Number);
const repetitions = Number(values.repetitions);
if (![...sizes, repetitions].every((n) => Number.isInteger(n) && n > 0))
  throw new Error(`expected --rows 10000,100000 and --repetitions 3, found ${JSON.stringify(values)}`);
if (values.only !== undefined && values.only !== 'trees')
  throw new Error(`expected --only trees, found ${JSON.stringify(values.only)}`);
const here = import.meta.dirname;
const folder = mkdtempSync(join(tmpdir(), 'scorelane-bench-'));
const at = (name: string) => join(folder, name);

// As an installed command has it: the types of the sources are stripped once, not in every measured run.
process.env.NODE_COMPILE_CACHE = at('compile-cache');
const ours = (script: string, ...args: string[]) =>
  runMeasured(process.execPath, [join(here, script), ...args]);
/** Trees are grown on tables of at least so many rows; as many rows, or these, are held out to compare what they learned. */
const TREE_ROWS = 100_000;
const THREADS = [
  ['one thread', '1'],
  ['two threads', '2'],
] as const;
const hasLightGbm = hasPeer('lightgbm');

try {
  const comparisons: Comparison[] = [];
  let model = '';
  for (const rows of sizes) {
    const table = at(`${rows}.csv`);
    makeTable(table, rows);
    if (values.only === 'trees') {
      process.stdout.write(renderComparison(compareTrees(table, rows)));
      continue;
    }
    model ||= trainModel(table, at('model'));
    comparisons.push({
      what: `train on ${rows.toLocaleString('en-US')} rows`,
      runs: compare({
        Scorelane: () => ours('train-ours.ts', table, at('fit.json'), 'none'),
        'Scorelane, skewed numbers transformed': () => ours('train-ours.ts', table, at('fit.json'), 'auto'),
        ...(python ? { 'scikit-learn': () => runPeer('train.py', table, at('model.pickle')) } : {}),
      }),
    });
    if (rows >= TREE_ROWS) comparisons.push(compareTrees(table, rows));
    comparisons.push({
      what: `score ${rows.toLocaleString('en-US')} rows, CSV to CSV`,
      runs: compare({
        Scorelane: () => ours('score-ours.ts', model, table, at('scored.csv'), '0', 'auto'),
        'Scorelane, one thread': () => ours('score-ours.ts', model, table, at('scored.csv'), '0', '1'),
        'Scorelane, with three reasons a row': () =>
          ours('score-ours.ts', model, table, at('scored.csv'), '3', 'auto'),
        ...(python
          ? { 'scikit-learn': () => runPeer('score.py', at('model.pickle'), table, at('scored.csv')) }
          : {}),
      }),
    });
    if (rows !== sizes.at(-1)) rmSync(table);
  }
  if (values.only === undefined) reportAll(model, comparisons);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function reportAll(model: string, comparisons: readonly Comparison[]): void {
  const { with_reasons_us, without_us, by_hand_us } = ours('one-lead.ts', model, at(`${sizes.at(-1)}.csv`));
  const oneLead = { withReasons: with_reasons_us!, without: without_us!, byHand: by_hand_us! };
  const peers = describePeers();
  const text = renderResults({ machine: describeMachine(), peers, repetitions, comparisons, oneLead });
  process.stdout.write(`\n${text}`);
  writeFileSync(join(here, 'RESULTS.md'), text);
}

/** 200 trees of 15 leaves; ours and the peer's take turns. */
function compareTrees(table: string, rows: number): Comparison {
  const heldOut = at('held-out.csv');
  makeTable(heldOut, TREE_ROWS, 2);
  return {
    what: `grow trees on ${rows.toLocaleString('en-US')} rows`,
    runs: compare(
      Object.fromEntries(
        THREADS.flatMap(([words, threads]) => [
          [`Scorelane, ${words}`, () => ours('grow-ours.ts', table, heldOut, threads)],
          ...(hasLightGbm
            ? [[`LightGBM, ${words}`, () => runPeer('trees.py', table, heldOut, threads)] as const]
            : []),
        ]),
      ),
    ),
    peers: Object.fromEntries(THREADS.map(([words]) => [`Scorelane, ${words}`, `LightGBM, ${words}`])),
  };
}

/** Runs the contestants in turn, so that what disturbs the machine disturbs all of them alike. */
function compare(contestants: Record<string, () => Measurement>): Record<string, Measurement[]> {
  // Once unmeasured: what comes first would pay for compiling and for a cold file cache.
  for (const run of Object.values(contestants)) run();
  const results = Object.fromEntries(
    Object.keys(contestants).map((name): [string, Measurement[]] => [name, []]),
  );
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const [name, run] of Object.entries(contestants)) {
      const measurement = run();
      const { seconds, peak_mb } = measurement;
      process.stderr.write(`${name}: ${seconds.toFixed(2)} s, ${Math.round(peak_mb)} MB\n`);
      results[name]!.push(measurement);
    }
  }
  return results;
}
