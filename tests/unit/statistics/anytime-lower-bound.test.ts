import { anytimeLowerBound } from '../../../lib/statistics/anytime-lower-bound.ts';
import { createRandom } from '../../../lib/statistics/random.ts';

test.each([
  // numpy, by the formula of the paper with 2α
  [5000, 50, 200, 0.00214858],
  [5000, 100, 200, 0.01217815],
  [1000, 30, 40, 0.01027804],
])('of %d differences with the sum %d', (count, sum, squares, bound) => {
  expect(anytimeLowerBound({ count, sum, squares })).toBeCloseTo(bound, 8);
});

test('of equal differences it is their mean; one is too few', () => {
  expect(anytimeLowerBound({ count: 3, sum: 0.3, squares: 0.03 })).toBeCloseTo(0.1, 7);
  expect(anytimeLowerBound({ count: 1, sum: 5, squares: 25 })).toBeUndefined();
});

test('in a year of daily looks at differences of mean 0 it is rarely ever above 0', () => {
  const random = createRandom(7);
  const years = 400;
  let [wrong, wrongByOneLook] = [0, 0];
  for (let year = 0; year < years; year++) {
    let [sum, squares, isAbove, isAboveOnce] = [0, 0, false, false];
    for (let count = 1; count <= 365 * 20; count++) {
      // Skewed, as differences of losses are.
      const x = random() < 0.1 ? 0.9 : -0.1;
      sum += x;
      squares += x * x;
      if (count % 20 !== 0) continue;
      isAbove ||= anytimeLowerBound({ count, sum, squares })! > 0;
      const error = Math.sqrt((squares - (sum * sum) / count) / (count - 1) / count);
      isAboveOnce ||= count >= 500 && sum / count > 1.645 * error;
    }
    wrong += Number(isAbove);
    wrongByOneLook += Number(isAboveOnce);
  }
  expect(wrong / years).toBeLessThan(0.05);
  expect(wrongByOneLook / years).toBeGreaterThan(0.2);
});
