import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine } from './machine.ts';
import { makeTable } from './make-table.ts';
import { type Measurement, runMeasured } from './measure.ts';
import { type Comparison, renderResults } from './render-results.ts';
import { trainModel } from './train-model.ts';

/**
 * npm run bench [-- --rows 10000,100000,1000000] [--repetitions 3]: training and scoring of a seeded table, ours
 * and, with PEERS_PYTHON naming a Python with scikit-learn and pandas, the peer's pipeline on the same file in
 * turn. Prints medians, ratios and peak memory, and writes them to bench/RESULTS.md.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000,100000,1000000' },
    repetitions: { type: 'string', default: '3' },
  },
});
const sizes = values.rows.split(',').map(Number);
const repetitions = Number(values.repetitions);
if (![...sizes, repetitions].every((n) => Number.isInteger(n) && n > 0))
  throw new Error(`expected --rows 10000,100000 and --repetitions 3, found ${JSON.stringify(values)}`);
const python = process.env.PEERS_PYTHON;
const here = import.meta.dirname;
const folder = mkdtempSync(join(tmpdir(), 'scorelane-bench-'));
const at = (name: string) => join(folder, name);

// As an installed command has it: the types of the sources are stripped once, not in every measured run.
process.env.NODE_COMPILE_CACHE = at('compile-cache');
const ours = (script: string, ...args: string[]) =>
  runMeasured(process.execPath, [join(here, script), ...args]);
const peer = (script: string, ...args: string[]) =>
  runMeasured(python!, [join(here, 'peers', script), ...args]);

try {
  const comparisons: Comparison[] = [];
  let model = '';
  for (const rows of sizes) {
    const table = at(`${rows}.csv`);
    makeTable(table, rows);
    model ||= trainModel(table, at('model'));
    comparisons.push({
      what: `train on ${rows.toLocaleString('en-US')} rows`,
      runs: compare({
        Scorelane: () => ours('train-ours.ts', table, at('fit.json'), 'none'),
        'Scorelane, skewed numbers transformed': () => ours('train-ours.ts', table, at('fit.json'), 'auto'),
        ...(python ? { 'scikit-learn': () => peer('train.py', table, at('model.pickle')) } : {}),
      }),
    });
    comparisons.push({
      what: `score ${rows.toLocaleString('en-US')} rows, CSV to CSV`,
      runs: compare({
        Scorelane: () => ours('score-ours.ts', model, table, at('scored.csv'), '0', 'auto'),
        'Scorelane, one thread': () => ours('score-ours.ts', model, table, at('scored.csv'), '0', '1'),
        'Scorelane, with three reasons a row': () =>
          ours('score-ours.ts', model, table, at('scored.csv'), '3', 'auto'),
        ...(python
          ? { 'scikit-learn': () => peer('score.py', at('model.pickle'), table, at('scored.csv')) }
          : {}),
      }),
    });
    if (rows !== sizes.at(-1)) rmSync(table);
  }
  const { with_reasons_us, without_us, by_hand_us } = ours('one-lead.ts', model, at(`${sizes.at(-1)}.csv`));
  const oneLead = { withReasons: with_reasons_us!, without: without_us!, byHand: by_hand_us! };
  const peers = python
    ? spawnSync(python, [join(here, 'peers/versions.py')], { encoding: 'utf8' }).stdout.trim()
    : '';
  const text = renderResults({ machine: describeMachine(), peers, repetitions, comparisons, oneLead });
  process.stdout.write(`\n${text}`);
  writeFileSync(join(here, 'RESULTS.md'), text);
} finally {
  rmSync(folder, { recursive: true, force: true });
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
