import { findRepeats } from '../../../../lib/learning/evaluation/find-repeats.ts';
import type { Feature } from '../../../../lib/learning/table/encode-leads.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';

const number = (field: string, values: readonly number[]): Feature => ({
  kind: 'number',
  field,
  values: Float64Array.from(values),
});
const level = (field: string, codes: readonly number[], levels: number): Feature => ({
  kind: 'level',
  field,
  levels: Array.from({ length: levels }, (_, i) => `level ${i}`),
  codes: Uint8Array.from(codes),
});
const find = (features: readonly Feature[], labels: readonly number[]) =>
  findRepeats({ features, count: labels.length }, Uint8Array.from(labels));
const draw = (seed: number) => {
  const random = createRandom(seed);
  return {
    whole: (count: number, below: number) =>
      Array.from({ length: count }, () => Math.floor(below * random())),
    real: (count: number) => Array.from({ length: count }, () => random()),
  };
};
const twice = <T>(list: readonly T[]): T[] => [...list, ...list];

describe('noise leads, each twice', () => {
  const { whole, real } = draw(1);
  const labels = twice(whole(300, 2));
  test.each([
    ['of one number', [number('a', twice(real(300)))]],
    ['of two numbers', [number('a', twice(real(300))), number('b', twice(real(300)))]],
    ['of two coarse numbers', [number('a', twice(whole(300, 60))), number('b', twice(whole(300, 60)))]],
    ['of a number and a yes or no', [number('a', twice(real(300))), level('b', twice(whole(300, 2)), 2)]],
  ])('are found %s', (_, features) => {
    const found = find(features, labels)!;
    expect(found.rows).toBeGreaterThanOrEqual(300);
    for (let lead = 0; lead < 300; lead++) expect(found.groups[lead]).toBe(found.groups[lead + 300]);
  });
});

test('honest leads of poor features are no repeats, however many are equal', () => {
  const { whole, real } = draw(2);
  const [a, b] = [whole(4000, 2), whole(4000, 2)];
  expect(find([level('a', a, 2), level('b', b, 2)], whole(4000, 2))).toBeUndefined();
  // A campaign says which page was seen, so the two depend on each other; and the conversion rate depends on both.
  const campaign = whole(4000, 200).map((c, i) => Math.floor((c * (i % 7)) / 7));
  const page = campaign.map((c) => c % 11);
  const luck = real(4000);
  const labels = campaign.map((c, i) => Number(luck[i]! < (c % 10) / 15));
  expect(find([level('campaign', campaign, 200), level('page', page, 11)], labels)).toBeUndefined();
});

test('a few repeats among leads of rich features are found, whatever became of them', () => {
  const { whole, real } = draw(3);
  const labels = whole(1000, 2);
  const values = [1, 2, 3].map(() => real(1000));
  for (const column of values) for (let i = 0; i < 37; i++) column[900 + i] = column[i]!;
  const found = find(
    values.map((column, i) => number(`n${i}`, column)),
    labels,
  )!;
  expect([found.rows, found.sets]).toEqual([37, 37]);
});

test('a lead that stands in the file thirty times is found by its outcomes', () => {
  const { whole, real } = draw(4);
  const [a, b, outcome] = [real(100), real(100), whole(100, 2)];
  const repeated = <T>(list: readonly T[]) => list.flatMap((value) => new Array<T>(30).fill(value));
  const features = [number('a', repeated(a)), number('b', repeated(b))];
  expect(find(features, repeated(outcome))!.rows).toBe(2900);
  // Campaigns that tell everything of their leads, which convert as they like: these are no repeats.
  expect(find(features, whole(3000, 2))).toBeUndefined();
});

test('no equal leads, and a profile that much of the file has, are no repeats', () => {
  const { whole, real } = draw(5);
  expect(find([number('a', real(500))], whole(500, 2))).toBeUndefined();
  const empty = real(1000).map((value, i) => (i < 200 ? Number.NaN : value));
  expect(
    find(
      [
        number('a', empty),
        number(
          'b',
          empty.map((value) => value * 2),
        ),
      ],
      whole(1000, 2).map((label, i) => (i < 200 ? 0 : label)),
    ),
  ).toBeUndefined();
});
