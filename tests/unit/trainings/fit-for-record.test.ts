import { trainingToItem } from '../../../lib/adapters/aws/training-item.ts';
import { fitForRecord } from '../../../lib/trainings/fit-for-record.ts';
import { resolveTraining } from '../../../lib/trainings/resolve-training.ts';
import { REQUESTED_POLICY } from '../../../lib/trainings/training-policy.ts';
import { createTrainingLab, leads } from '../../support/run-training.ts';

/** Of an item. */
const MOST_BYTES = 400_000;

test('what is short stays as it is', () => {
  const figures = { rows: 3, choice: 'a'.repeat(4000), none: null, nested: { list: [1.5, 'b', true] } };
  expect(fitForRecord(figures)).toEqual(figures);
});

test('what is long is cut, the texts as little as will do', () => {
  expect(fitForRecord({ message: 'a'.repeat(5000) }).message).toBe(`${'a'.repeat(3999)}…`);
  const [first, ...others] = fitForRecord({ notes: Array(30).fill('é'.repeat(5000)) }).notes;
  expect([first!.length, others.length]).toEqual([250, 19]);
  expect(Object.keys(fitForRecord(Object.fromEntries(Array(60).fill(0).entries())))).toHaveLength(50);
});

test('a file whose columns have names of nine thousand characters leaves a record that a table takes', async () => {
  const lab = createTrainingLab();
  const names = Array.from({ length: 60 }, (_, i) => `é${i}`.padEnd(9000, 'x'));
  const [head, ...lines] = leads(600).trimEnd().split('\n');
  const same = ',a'.repeat(names.length);
  const file = [`${[...names, head].join(',')}`, ...lines.map((line) => `${same.slice(1)},${line}`)].join(
    '\n',
  );
  const training = await lab.train(await lab.put('a', `${file}\n`));
  expect(training).toMatchObject({ status: 'succeeded', newVersion: 'v1' });
  expect(Buffer.byteLength(JSON.stringify(trainingToItem(training)))).toBeLessThan(MOST_BYTES / 4);
  const failed = await lab.train('a', { target: 'bought' });
  expect(failed.failure!.message).toContain('got “bought”');
  expect(Buffer.byteLength(JSON.stringify(trainingToItem(failed)))).toBeLessThan(MOST_BYTES / 4);
});

test('a policy file may name so many columns', async () => {
  const lab = createTrainingLab();
  const plan = async (drop: string[]) => {
    await lab.put('policies/m.json', JSON.stringify({ target: 'converted', drop }));
    return resolveTraining(lab, 'm', {}, {}, REQUESTED_POLICY);
  };
  expect((await plan(Array(70).fill('é'.repeat(100)))).options.drop).toHaveLength(70);
  await expect(plan(Array(100).fill('é'.repeat(100)))).rejects.toThrow(
    'policies/m.json: drop: expected a list of column names, at most 500 and 20,000 bytes of them.',
  );
});
