import { recalibrate } from '../../../../lib/learning/evaluation/recalibrate.ts';
import { logit } from '../../../../lib/statistics/logit.ts';
import { sigmoid } from '../../../../lib/statistics/sigmoid.ts';
import { FORTY_LEADS } from './forty-leads.ts';
import { drawPredictions } from './predictions.ts';

test('lines and standard errors are those of R’s glm', () => {
  // R 4.2.2: glm(y ~ z, binomial) and glm(y ~ offset(z), binomial), z = log(p / (1 - p)), epsilon = 1e-14
  const found = recalibrate(FORTY_LEADS)!;
  expect(found.intercept).toBeCloseTo(0.318564807075, 8);
  expect(found.intercept_error).toBeCloseTo(0.326024542023, 8);
  expect(found.slope).toBeCloseTo(0.254939457632, 8);
  expect(found.slope_error).toBeCloseTo(0.225508358869, 8);
  expect(found.in_the_large).toBeCloseTo(0.447859600108, 8);
  expect(found.in_the_large_error).toBeCloseTo(0.384189758559, 8);
});

test('with groups, standard errors are those of the sandwich', () => {
  // B %*% (G / (G - 1) * crossprod(rowsum(X * (y - fitted), g))) %*% B in R, B the inverse information, G the number of groups
  const found = recalibrate(FORTY_LEADS, FORTY_LEADS.groups)!;
  expect(found.intercept_error).toBeCloseTo(0.361853433078, 8);
  expect(found.slope_error).toBeCloseTo(0.186055011861, 8);
  expect(found.in_the_large_error).toBeCloseTo(0.458074023211, 8);
});

test('finds how much too extreme and too high probabilities were made', () => {
  const { probabilities, labels } = drawPredictions(40_000, 3, (u) => sigmoid(4 * u - 2));
  const right = recalibrate({ probabilities, labels })!;
  expect(Math.abs(right.slope - 1)).toBeLessThan(3 * right.slope_error);
  expect(Math.abs(right.in_the_large)).toBeLessThan(3 * right.in_the_large_error);
  const spoilt = probabilities.map((p) => sigmoid(logit(p) / 0.6 + 1));
  const found = recalibrate({ probabilities: spoilt, labels })!;
  expect(found.slope).toBeCloseTo(0.6 * right.slope, 6);
  expect(found.in_the_large).toBeLessThan(-3 * found.in_the_large_error);
});

test('there is none where the line does not exist', () => {
  const labels = Uint8Array.of(0, 0, 1, 1);
  expect(recalibrate({ probabilities: Float64Array.of(0.1, 0.2, 0.8, 0.9), labels })).toBeUndefined();
  expect(recalibrate({ probabilities: new Float64Array(4).fill(0.5), labels })).toBeUndefined();
});

test('a probability of 0 or 1 is no infinity', () => {
  const probabilities = Float64Array.of(0, 0.2, 0.5, 1, 0.6, 0);
  const found = recalibrate({ probabilities, labels: Uint8Array.of(0, 1, 0, 1, 1, 1) })!;
  expect(Object.values(found).every(Number.isFinite)).toBe(true);
});
