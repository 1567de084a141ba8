import { fitLevelPrior, shrinkLevel } from '../../../../lib/learning/rare-levels/fit-prior.ts';
import { logit } from '../../../../lib/statistics/logit.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';

/** Levels whose rates are drawn from a beta distribution of whole parameters: the a-th smallest of a + b − 1 uniform numbers. */
function drawLevels(levels: number, each: number, a: number, b: number, seed: number) {
  const random = createRandom(seed);
  const total = new Float64Array(levels).fill(each);
  const converted = total.map(() => {
    const rate = Array.from({ length: a + b - 1 }, random).sort((x, y) => x - y)[a - 1]!;
    return Array.from({ length: each }, random).filter((x) => x < rate).length;
  });
  return { total, converted };
}

test('worked by hand: twenty levels of two leads, of which all or none converted', () => {
  // p = 1/2, every two leads of a level agree: ρ = 1, so the strength is the least, half a lead.
  const total = new Float64Array(20).fill(2);
  const converted = total.map((_, i) => (i % 2 === 0 ? 2 : 0));
  const prior = fitLevelPrior({ total, converted })!;
  expect(prior).toEqual({ rate: 0.5, strength: 0.5 });
  // (2 + .25) ÷ (2 + .5) = .9, and log-odds of .9 are ln 9.
  expect(shrinkLevel(prior, 2, 2)).toBeCloseTo(Math.log(9), 12);
  expect(shrinkLevel(prior, 0, 0)).toBe(0);
});

test('the beta distribution that rates come from is found again', () => {
  const { rate, strength } = fitLevelPrior(drawLevels(4000, 10, 2, 6, 1))!;
  expect(rate).toBeGreaterThan(0.24);
  expect(rate).toBeLessThan(0.26);
  expect(strength).toBeGreaterThan(7);
  expect(strength).toBeLessThan(9);
});

test('the more leads a level has, the nearer is its own rate', () => {
  const prior = { rate: 0.2, strength: 10 };
  const own = [1, 10, 100, 10_000].map((n) => shrinkLevel(prior, n, n / 2) + logit(0.2));
  expect(own).toEqual([...own].sort((a, b) => a - b));
  expect(own.at(-1)).toBeCloseTo(logit(0.5), 2);
});

test('levels that differ by chance alone have no prior, but for one column in a hundred', () => {
  const random = createRandom(7);
  const found = Array.from({ length: 1000 }, () => {
    const total = new Float64Array(200).fill(10);
    const converted = total.map((n) => Array.from({ length: n }, random).filter((x) => x < 0.2).length);
    return fitLevelPrior({ total, converted });
  }).filter((prior) => prior !== undefined).length;
  // The level is .01; two binomial standard deviations more are 16.3 of a thousand, and the sum is skewed.
  expect(found).toBeLessThanOrEqual(25);
});

test('few levels, one class and levels of one lead each have none', () => {
  const nine = {
    total: new Float64Array(9).fill(10),
    converted: Float64Array.from({ length: 9 }, (_, i) => (i % 2) * 10),
  };
  expect(fitLevelPrior(nine)).toBeUndefined();
  expect(fitLevelPrior({ total: [5, 5], converted: [0, 0] })).toBeUndefined();
  const ones = {
    total: new Float64Array(100).fill(1),
    converted: Float64Array.from({ length: 100 }, (_, i) => i % 2),
  };
  expect(fitLevelPrior(ones)).toBeUndefined();
  expect(fitLevelPrior({ total: [], converted: [] })).toBeUndefined();
});
