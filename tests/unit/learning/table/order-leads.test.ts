import fc from 'fast-check';
import { makeWordRules } from '../../../../lib/lead/value-words.ts';
import { splitHoldout, splitStratified } from '../../../../lib/learning/evaluation/split-leads.ts';
import { buildDataset } from '../../../../lib/learning/table/build-dataset.ts';
import { orderLeads } from '../../../../lib/learning/table/order-leads.ts';
import { readTable } from '../../../../lib/learning/table/read-table.ts';

const order = (lines: readonly string[], seed: number) => {
  const dataset = buildDataset(
    readTable(['a,b,won', ...lines].join('\n')),
    { target: 'won' },
    makeWordRules(),
  );
  const { rows, labels } = orderLeads(dataset, dataset.columns, seed);
  return { lines: Array.from(rows, (row) => lines[row]!), labels };
};
const someLines = Array.from(
  { length: 400 },
  (_, i) => `${i % 7},${(i * i) % 5},${i % 4 === 0 ? 'yes' : 'no'}`,
);

test('the order depends on the leads and the seed, not on the order of the file', () => {
  const expected = order(someLines, 42).lines;
  expect(order(someLines, 43).lines).not.toEqual(expected);
  fc.assert(
    fc.property(fc.shuffledSubarray(someLines, { minLength: 400, maxLength: 400 }), (shuffled) => {
      expect(order(shuffled, 42).lines).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});

test('every lead keeps its outcome', () => {
  const { lines, labels } = order(someLines, 1);
  expect(lines.map((line) => Number(line.endsWith('yes')))).toEqual([...labels]);
  expect([...lines].sort()).toEqual([...someLines].sort());
});

test('equal leads are spread, not dealt out in turn', () => {
  // Were the copies of a lead neighbours, each fold would get exactly a fifth of them, and the folds would be too alike.
  const { lines, labels } = order(someLines, 42);
  const copies = splitStratified(labels, Int32Array.from(labels.keys()), 5).map(
    ({ test: fold }) => Array.from(fold, (i) => lines[i]!).filter((line) => line === '1,1,no').length,
  );
  expect(new Set(copies).size).toBeGreaterThan(2);
});

describe('splits', () => {
  const { labels } = order(someLines, 42);
  const converted = (rows: Int32Array) => rows.reduce((sum, row) => sum + labels[row]!, 0);

  test('the hold-out is a fifth of either class', () => {
    const { train, test: held } = splitHoldout(labels, 0.2);
    expect([held.length, converted(held)]).toEqual([80, 20]);
    expect([...train, ...held].sort((a, b) => a - b)).toEqual([...labels.keys()]);
  });

  test('folds are stratified, disjoint and complete', () => {
    const folds = splitStratified(labels, Int32Array.from(labels.keys()), 5);
    expect(folds.map(({ test: fold }) => [fold.length, converted(fold)])).toEqual(Array(5).fill([80, 20]));
    expect(folds.flatMap(({ test: fold }) => [...fold]).sort((a, b) => a - b)).toEqual([...labels.keys()]);
    for (const { train, test: fold } of folds) expect(train.length + fold.length).toBe(400);
  });
});
