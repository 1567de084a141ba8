import fc from 'fast-check';
import { normalShare } from '../../../lib/statistics/normal-share.ts';
import { poissonBinomial } from '../../../lib/statistics/poisson-binomial.ts';

const repeat = (times: number, p: number) => Array.from({ length: times }, () => p);

test('is the convolution of the leads', () => {
  // numpy: f = convolve(f, [1 - q, q]) for every lead; cumsum; searchsorted(F, [.025, .975])
  const grades = poissonBinomial([...repeat(60, 0.05), ...repeat(30, 0.15), ...repeat(10, 0.48)]);
  expect(grades.mean).toBeCloseTo(12.3, 12);
  expect(grades.variance).toBeCloseTo(9.171, 12);
  expect(grades.atMost(9)).toBeCloseTo(0.178195, 6);
  expect(grades).toMatchObject({ low: 7, high: 18 });
  const forty = poissonBinomial(Array.from({ length: 40 }, (_, i) => (i + 0.5) / 41));
  expect(forty).toMatchObject({ low: 14, high: 25 });
  expect(forty.atMost(10)).toBeCloseTo(2.19899914e-4, 12);
  expect(forty.atMost(19)).toBeCloseTo(0.49817606, 9);
  expect(forty.atMost(25)).toBeCloseTo(0.989632312, 9);
});

test('of many leads it is within 0.0001 of the convolution', () => {
  // numpy: p = .05 + .02 * sin(arange(6000)), convolved as above
  const many = poissonBinomial(Array.from({ length: 6000 }, (_, i) => 0.05 + 0.02 * Math.sin(i)));
  expect(many).toMatchObject({ low: 267, high: 333 });
  for (const [count, share] of [
    [250, 0.00129925],
    [300, 0.5152133],
    [320, 0.88734538],
  ] as const)
    expect(Math.abs(many.atMost(count) - share)).toBeLessThan(1e-4);
});

test('of equal leads it is the binomial distribution, also where nearly none converts', () => {
  // scipy 1.17.1: binom(100_000, 1e-4).cdf([5, 10]), .ppf([.025, .975])
  const rare = poissonBinomial(repeat(100_000, 1e-4));
  expect(rare.atMost(5)).toBeCloseTo(0.0670765, 7);
  expect(rare).toMatchObject({ low: 4, high: 17 });
});

test('up to 5,000 leads it is exact, however far it spreads', () => {
  // Python: sum(comb(4000, i) for i in range(k + 1)) / 2**4000
  const wide = poissonBinomial(repeat(4000, 0.5));
  expect(wide.atMost(1980)).toBeCloseTo(0.2687373633657358, 12);
  expect(wide.atMost(1938)).toBeCloseTo(0.02589269394696233, 12);
  expect(wide).toMatchObject({ low: 1938, high: 2062 });
});

test('certain leads only move it', () => {
  const some = poissonBinomial([0.3, 0.6]);
  const more = poissonBinomial([0, 1, 0.3, 0, 1, 0.6]);
  for (const count of [-1, 0, 1, 2, 9]) expect(more.atMost(count + 2)).toBeCloseTo(some.atMost(count), 15);
  expect(poissonBinomial([])).toMatchObject({ mean: 0, variance: 0, low: 0, high: 0 });
  expect(poissonBinomial([]).atMost(0)).toBe(1);
  expect(poissonBinomial([]).atMost(-1)).toBe(0);
});

test('the range is the smallest from the 2.5 % to the 97.5 % point, and the mean lies between its ends', () => {
  const probability = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(probability, { maxLength: 60 }), (probabilities) => {
      const { atMost, low, high, mean } = poissonBinomial(probabilities);
      expect(atMost(low)).toBeGreaterThanOrEqual(0.025);
      expect(atMost(low - 1)).toBeLessThan(0.025);
      expect(atMost(high)).toBeGreaterThanOrEqual(0.975);
      expect(atMost(high - 1)).toBeLessThan(0.975);
      let average = 0;
      for (let count = 0; count < probabilities.length; count++) average += 1 - atMost(count);
      expect(average).toBeCloseTo(mean, 9);
    }),
  );
});

test('what is no probability is refused', () => {
  expect(() => poissonBinomial([0.5, 1.1])).toThrow('expected probabilities, got 1.1');
  expect(() => poissonBinomial([Number.NaN])).toThrow('expected probabilities, got NaN');
});

test.each([
  // scipy 1.17.1: scipy.stats.norm.cdf(x)
  [-5, 2.866515718791933e-7],
  [-1.5, 0.06680720126885807],
  [0, 0.5],
  [0.3, 0.6179114221889526],
  [2.5, 0.9937903346742238],
  [6, 0.9999999990134123],
  [-40, 0],
  [40, 1],
])('the share of the normal distribution up to %d', (x, share) => {
  expect(normalShare(x)).toBeCloseTo(share, 14);
});
