import { rankCorrelation } from '../../../lib/statistics/rank-correlation.ts';

test('is Spearman’s, ties by their mean rank, with the interval of Bonett and Wright', () => {
  // scipy 1.17.1: r = spearmanr(one, other).statistic; tanh(atanh(r) ± 1.95996 · √((1 + r² / 2) / (n − 3)))
  const { value, low, high } = rankCorrelation(
    [1, 2, 2, 4, 5, 7, 7, 7, 9, 3],
    [2, 1, 4, 4, 3, 9, 8, 8, 7, 5],
  )!;
  expect(value).toBeCloseTo(0.789507738610049, 12);
  expect(low).toBeCloseTo(0.21814291712448577, 12);
  expect(high).toBeCloseTo(0.9577969704577575, 12);
});

test('of a perfect order it is 1 or −1', () => {
  expect(rankCorrelation([1, 2, 3, 4], [10, 20, 30, 400])).toEqual({ value: 1, low: 1, high: 1 });
  expect(rankCorrelation([1, 2, 3, 4], [4, 3, 2, 1])!.value).toBe(-1);
});

test('three pairs, and numbers that are all the same, have none', () => {
  expect(rankCorrelation([1, 2, 3], [1, 2, 3])).toBeUndefined();
  expect(rankCorrelation([1, 1, 1, 1], [1, 2, 3, 4])).toBeUndefined();
});

test('lists of different lengths are a defect', () => {
  expect(() => rankCorrelation([1, 2], [1])).toThrow('expected two lists of the same length, got 2 and 1');
});
