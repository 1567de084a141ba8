import type { TrainInput } from '../../../lib/learning/train-input.ts';
import { trainModel } from '../../../lib/learning/train-model.ts';
import { createRandom } from '../../../lib/statistics/random.ts';

/** What validation says of tables that nothing can be learned from. */
const train = (csv: string, input: Partial<TrainInput> = {}) =>
  trainModel({
    data: csv,
    fileName: 'noise.csv',
    target: 'converted',
    name: 'noise',
    createdAt: new Date('2026-01-01T00:00:00Z'),
    trainers: ['boosted'],
    folds: 2,
    ...input,
  });

function drawNoise(rows: number, columns: number, seed: number): string[] {
  const random = createRandom(seed);
  return Array.from({ length: rows }, () => {
    const cells = Array.from({ length: columns }, () => random().toFixed(4));
    return [...cells, random() < 0.5 ? 'yes' : 'no'].join(',');
  });
}
const header = (columns: number) =>
  [...Array.from({ length: columns }, (_, i) => `n${i}`), 'converted'].join(',');

test.each([2, 6])(
  'noise leads of %d numbers, each twice under fresh ids: no figure flatters',
  async (columns) => {
    const leads = drawNoise(300, columns, 7 + columns);
    const lines = [...leads, ...leads].map((line, i) => `L-${i * 7 + 1000},${line}`);
    const { record } = await train([`id,${header(columns)}`, ...lines].join('\n'), { holdout: 0.3 });
    const { verdict, split, warnings } = record;
    expect(split.repeats).toBe(300);
    expect(split.text).toContain('300 leads that repeat another stay with it');
    expect(warnings).toContain(
      '300 leads repeat another in everything that is used; each set stays on one side of every split',
    );
    expect(Math.abs(verdict!.roc_auc - 0.5)).toBeLessThan(Math.max(1e-9, 2 * verdict!.roc_auc_error));
    expect(verdict!.better).toBe(false);
    expect(warnings[0]).toMatch(/^the model is useless as measured/);
  },
);

test('with the outcome permuted, a winner among several is called better in 200 runs no more often than 5 % allow', async () => {
  const runs = 200;
  let better = 0;
  for (let run = 0; run < runs; run++) {
    const csv = [header(3), ...drawNoise(150, 3, 1000 + run)].join('\n');
    const { record } = await train(csv, {
      seed: run,
      trainers: ['logistic', 'scorecard'],
      holdout: run % 2 === 0 ? 0.3 : 0,
    });
    const { verdict, choice } = record;
    if (verdict!.better) better += 1;
    else expect(choice).not.toContain('better');
  }
  expect(better).toBeLessThanOrEqual(0.05 * runs + 2 * Math.sqrt(runs * 0.05 * 0.95));
});

describe('forward in time', () => {
  /** The rate rises along the file from 7 % to 60 %; the only column is noise. */
  function drawRising(rows: number, seed: number): string[] {
    const random = createRandom(seed);
    return Array.from({ length: rows }, (_, i) => {
      const rate = 0.07 + (0.53 * i) / rows;
      return `${random().toFixed(4)},${random().toFixed(4)},${random() < rate ? 'yes' : 'no'}`;
    });
  }
  const csv = [header(2), ...drawRising(1500, 1)].join('\n');

  test('every figure stands beside the constant of its own leads, and a useless model is said to be', async () => {
    const { record } = await train(csv, { time: 'row-order', trainers: ['logistic'], folds: 3 });
    const [{ cross_validated, holdout }] = record.candidates as never as [
      Record<'cross_validated' | 'holdout', { base_rate: number; constant_log_loss: number; rows: number }>,
    ];
    expect(holdout.rows).toBe(300);
    expect(holdout.base_rate).toBeGreaterThan(1.4 * cross_validated.base_rate);
    const entropy = (rate: number) => -rate * Math.log(rate) - (1 - rate) * Math.log(1 - rate);
    // Learned of rarer conversions, the constant is worse than the leads' own rate would be.
    expect(holdout.constant_log_loss).toBeGreaterThan(1.03 * entropy(holdout.base_rate));
    expect(record.verdict!.better).toBe(false);
    expect(record.warnings[0]).toMatch(/^the model is useless as measured/);
    expect(record.split).toMatchObject({ scheme: 'forward', column: 'row-order' });
    const drift = record.warnings.find((warning) => warning.includes('conversion rate moves'))!;
    expect(drift).toMatch(
      /^the conversion rate moves with the order of the rows: \d+\.\d % in the first fifth/,
    );
    // What was given is not recommended.
    expect(drift).not.toContain('--time');
  });

  test('a file whose order carries a trend suggests --time row-order; one without does not', async () => {
    const { record } = await train(csv, { trainers: ['logistic'] });
    expect(record.warnings.join('\n')).toContain('--time row-order');
    const still = await train([header(2), ...drawNoise(1500, 2, 3)].join('\n'), { trainers: ['logistic'] });
    expect(still.record.warnings.join('\n')).not.toContain('row-order');
  });

  test('a column that is named row-order is the time, and that is told', async () => {
    const named = [`row-order,${header(2)}`, ...drawRising(600, 2).map((line, i) => `${600 - i},${line}`)];
    const { record } = await train(named.join('\n'), { time: 'row-order', trainers: ['logistic'] });
    expect(record.warnings).toContain(
      '--time row-order is the column of that name here, not the order of the file’s rows',
    );
    // Its latest are the file's first, which hardly convert.
    expect(record.verdict!.constant_log_loss).toBeGreaterThan(record.verdict!.log_loss * 0.5);
    expect(record.candidates[0]!.holdout!.base_rate).toBeLessThan(0.2);
  });

  test('--group goes with --time: nothing of a group that is held out is learned from', async () => {
    const grouped = [`account,${header(2)}`, ...drawRising(900, 4).map((line, i) => `A${i % 700},${line}`)];
    const { record } = await train(grouped.join('\n'), {
      time: 'row-order',
      group: 'account',
      trainers: ['boosted'],
    });
    expect(record.split).toMatchObject({ scheme: 'forward', column: 'row-order', group: 'account' });
    expect(record.split.parted).toBe(180);
    expect(record.split.text).toContain('no account is both learned from and measured on');
    expect(record.split.text).toMatch(
      /\d+ earlier leads took no part, as their account or a repeat of theirs is held out/,
    );
  });
});
