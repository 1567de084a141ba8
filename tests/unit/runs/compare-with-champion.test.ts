import { FEWEST_OF_AN_OUTCOME } from '../../../lib/runs/compare-with-champion.ts';
import { compareLosses } from '../../../lib/training/evaluation/compare-losses.ts';
import { createRandom } from '../../../lib/training/random.ts';
import { generateSample } from '../../../lib/training/sample/generate-sample.ts';
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

test('leads of few groups decide nothing, however many they are', async () => {
  const lab = createTrainingLab();
  const { csv } = generateSample({ rows: 4000, seed: 1 });
  const [head, ...lines] = csv.trimEnd().split('\n');
  // Forty companies, of which a fifth is held out.
  const file = (rows: number) =>
    [
      `${head},company`,
      ...lines.slice(0, rows).map((line, i) => `${line},company ${(i * 7919) % 40} of ours`),
    ].join('\n');
  const settings = { group: 'company' };
  await lab.train(await lab.put('a', file(2000)), settings);
  const { decision } = await lab.train(await lab.put('b', file(4000)), settings);
  expect(decision!.outcome).toBe('challenger');
  expect(decision!.reason).toMatch(/ are new to v1, of \d groups; at least 30 are needed$/);
});
