import { generateSample } from '../../../lib/learning/sample/generate-sample.ts';
import { compareLosses } from '../../../lib/statistics/compare-losses.ts';
import { createRandom } from '../../../lib/statistics/random.ts';
import { FEWEST_OF_AN_OUTCOME } from '../../../lib/trainings/compare-with-champion.ts';
import { createTrainingLab } from '../../support/run-training.ts';

/** How often a model that is too low by .3 in log-odds beats the truth by more than a standard error, on samples. */
function promoteTheWorse(rate: number, rows: number, fewest: number): number {
  const random = createRandom(7);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  let [compared, promoted] = [0, 0];
  while (compared < 500) {
    const logOdds = Float64Array.from({ length: rows }, () => Math.log(rate / (1 - rate)) + normal());
    const labels = Uint8Array.from(logOdds, (x) => +(random() < sigmoid(x)));
    const converted = labels.reduce((sum, label) => sum + label, 0);
    if (Math.min(converted, rows - converted) < fewest) continue;
    compared += 1;
    const low = logOdds.map((x) => sigmoid(x - 0.3));
    const { difference, standardError } = compareLosses(logOdds.map(sigmoid), low, labels);
    if (difference > standardError) promoted += 1;
  }
  return promoted / compared;
}

test('few conversions promote the worse model, ten of either outcome hardly ever', () => {
  expect(promoteTheWorse(0.02, 100, 0)).toBeGreaterThan(0.15);
  for (const [rate, rows] of [
    [0.02, 800],
    [0.05, 300],
    [0.1, 150],
    [0.3, 50],
  ] as const)
    expect(promoteTheWorse(rate, rows, FEWEST_OF_AN_OUTCOME)).toBeLessThan(0.1);
});

const { csv } = generateSample({ rows: 4000, seed: 1 });
const [head, ...lines] = csv.trimEnd().split('\n') as [string, ...string[]];
/** Trains on one file and then on another; what was decided. */
async function decide(first: readonly string[], second: readonly string[], settings = {}) {
  const lab = createTrainingLab();
  await lab.train(await lab.put('a', first.join('\n')), settings);
  const { decision } = await lab.train(await lab.put('b', second.join('\n')), settings);
  return decision!;
}

describe('leads of groups', () => {
  const file = (rows: number, companyOf: (i: number) => number) => [
    `${head},company`,
    ...lines.slice(0, rows).map((line, i) => `${line},company ${companyOf(i)} of ours`),
  ];
  const settings = { group: 'company' };

  test('of few groups decide nothing, however many they are', async () => {
    const of = (i: number) => Math.floor(i / 50);
    const decision = await decide(file(2000, of), file(4000, of), settings);
    expect(decision.outcome).toBe('challenger');
    expect(decision.reason).toMatch(/ are new to v1, of \d+ groups; at least 30 are needed\. Train on /);
  });

  test('of which the champion knows some are not new', async () => {
    const of = (i: number) => i % 40;
    const decision = await decide(file(2000, of), file(4000, of), settings);
    expect(decision.reason).toMatch(/^of \d+ held-out leads 0 are new to v1/);
  });
});

describe('outcomes that become known later promote nobody by themselves', () => {
  /** Of what has converted in the end, the first file knows four in five. */
  const early = (line: string, i: number) => (i % 5 === 0 ? line.replace(/,yes$/, ',no') : line);
  const known = lines.slice(0, 3000).map(early);

  test('of leads that often say the same, those that none said before are compared only', async () => {
    // Source, country and whether a demo was requested.
    const few = (line: string) =>
      line
        .split(',')
        .filter((_, i) => [2, 4, 9, 10].includes(i))
        .join();
    const decision = await decide([few(head), ...known.map(few)], [few(head), ...lines.map(few)]);
    expect(decision.outcome).toBe('challenger');
    expect(decision.reason).toMatch(/^of 800 held-out leads \d are new to v1/);
  });

  test('of leads that were changed when they converted, none is compared', async () => {
    // Visits go on being counted: of those who convert later, and of a fifth of the others.
    const later = lines.map((line, i) => {
      if (!(early(line, i) !== line || i % 5 === 1)) return line;
      const cells = line.split(',');
      cells[6] = String(Number(cells[6]) + 40);
      return cells.join();
    });
    const decision = await decide([head, ...known], [head, ...later]);
    expect(decision.outcome).toBe('challenger');
    expect(decision.reason).toMatch(
      /^of the 3,000 leads that v1 has learned from, \d{3} are missing from the file or changed, so it is not known/,
    );
  });
});
