import { aucError } from '../../../lib/statistics/auc-error.ts';

test('the standard error of the example of Hanley and McNeil (1982), which tell it as .032', () => {
  expect(aucError(0.893, 51, 58)).toBeCloseTo(0.0325, 4);
  expect(aucError(1, 51, 58)).toBe(0);
});
