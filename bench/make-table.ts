import { closeSync, openSync, writeSync } from 'node:fs';
import { createRandom, mix32, type Random } from '../lib/statistics/random.ts';
import { sigmoid } from '../lib/statistics/sigmoid.ts';

/**
 * The table that everything is measured on: 10 numbers (normal, skewed, counts, a share), 8 categories of 8 to 164
 * levels with frequencies as 1 ÷ rank, 5 % of all values missing, about 12 % converting. 18 columns and `converted`;
 * 408 levels and 10 numbers make a one-hot design of 418 columns. Seeded: the same rows and seed give the same bytes.
 */
const NUMBERS = [
  { name: 'score_web', draw: (n: number) => n, effect: 0.5 },
  { name: 'score_mail', draw: (n: number) => 2 * n + 5, effect: -0.2 },
  { name: 'revenue', draw: (n: number) => 1000 * Math.exp(1.2 * n), effect: 0.3 },
  { name: 'employees', draw: (n: number) => Math.ceil(Math.exp(4 + 1.3 * n)), effect: 0.25 },
  { name: 'visits', draw: (n: number) => Math.floor(Math.exp(1 + 0.9 * n)), effect: 0.4 },
  { name: 'minutes', draw: (n: number) => 12 * Math.exp(0.8 * n), effect: 0.1 },
  { name: 'age_days', draw: (n: number) => Math.floor(400 * sigmoid(n)), effect: -0.3 },
  { name: 'distance', draw: (n: number) => 50 + 30 * n, effect: 0 },
  { name: 'discount', draw: (n: number) => sigmoid(1.5 * n), effect: 0.15 },
  { name: 'rank', draw: (n: number) => 10 * n, effect: -0.1 },
];
const CATEGORIES = [
  { name: 'country', levels: 164 },
  { name: 'campaign', levels: 96 },
  { name: 'job_title', levels: 52 },
  { name: 'industry', levels: 36 },
  { name: 'referrer', levels: 24 },
  { name: 'product', levels: 16 },
  { name: 'source', levels: 12 },
  { name: 'segment', levels: 8 },
];
const MISSING = 0.05;
/** Makes about 12 % convert. */
const INTERCEPT = -3.3;
const LINES_PER_WRITE = 5000;

/** Writes the table; about 130 bytes per row. */
export function makeTable(path: string, rows: number, seed = 1): void {
  const random = createRandom(seed);
  const categories = CATEGORIES.map(({ name, levels }) => ({ name, ...describeLevels(name, levels) }));
  const file = openSync(path, 'w');
  const header = [...NUMBERS.map((n) => n.name), ...CATEGORIES.map((c) => c.name), 'converted'];
  let lines = [header.join(',')];
  for (let row = 0; row < rows; row++) {
    lines.push(drawRow(categories, random));
    if (lines.length === LINES_PER_WRITE || row === rows - 1) {
      writeSync(file, `${lines.join('\n')}\n`);
      lines = [];
    }
  }
  closeSync(file);
}

type Levels = ReturnType<typeof describeLevels>;

/** Level names, their cumulated shares (1 ÷ rank) and effects between −.6 and .6, fixed by name and rank. */
function describeLevels(name: string, count: number) {
  const names = Array.from({ length: count }, (_, i) => `${name} ${String(i + 1).padStart(3, '0')}`);
  const weights = names.map((_, i) => 1 / (i + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  const upTo = Float64Array.from(weights, (weight) => (sum += weight / total));
  const effects = Float64Array.from(names, (_, i) => 1.2 * (mix32(31 * count + i) / 2 ** 32) - 0.6);
  return { names, upTo, effects };
}

function drawRow(categories: readonly Levels[], random: Random): string {
  let logOdds = INTERCEPT;
  const cells: string[] = [];
  for (const { draw, effect } of NUMBERS) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const missing = random() < MISSING;
    if (!missing) logOdds += effect * normal;
    cells.push(missing ? '' : String(Number(draw(normal).toFixed(4))));
  }
  for (const { names, upTo, effects } of categories) {
    const at = random();
    const missing = random() < MISSING;
    let level = 0;
    while (level < names.length - 1 && upTo[level]! < at) level += 1;
    if (!missing) logOdds += effects[level]!;
    cells.push(missing ? '' : names[level]!);
  }
  cells.push(random() < sigmoid(logOdds) ? '1' : '0');
  return cells.join(',');
}

if (import.meta.main) {
  const [, , rows, path] = process.argv;
  makeTable(path!, Number(rows));
}
