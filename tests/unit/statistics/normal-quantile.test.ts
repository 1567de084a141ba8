import { normalQuantile } from '../../../lib/statistics/normal-quantile.ts';

// python3 -c "from statistics import NormalDist as N; print([N().inv_cdf(p) for p in (.975, .5, .1, .001, .999999, 5e-05, 1e-09)])"
test.each([
  [0.975, 1.9599639845400536],
  [0.5, 0],
  [0.1, -1.2815515655446008],
  [0.001, -3.090232306167813],
  [0.999999, 4.753424308822899],
  [5e-5, -3.890591886413094],
  [1e-9, -5.9978070150076865],
])('of %p is %p', (share, quantile) => {
  expect(normalQuantile(share)).toBeCloseTo(quantile, 10);
});
