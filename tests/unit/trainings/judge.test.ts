import fc from 'fast-check';
import { compareLosses } from '../../../lib/statistics/compare-losses.ts';
import { judge } from '../../../lib/trainings/judge.ts';
import { TRIGGERED_POLICY } from '../../../lib/trainings/training-policy.ts';

const finite = fc.double({ min: -1, max: 1, noNaN: true });

test('by default a model is promoted when, and only when, it is better by more than the standard errors', () => {
  fc.assert(
    fc.property(
      finite,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(0, 1, 2),
      (difference, error, standardErrors) => {
        const compared = {
          rows: 100,
          champion_log_loss: 0.5,
          candidate_log_loss: 0.5 - difference,
          difference,
          standard_error: error,
        };
        const { verdict, reason } = judge(
          { ...TRIGGERED_POLICY, standardErrors },
          { model: 'm', version: 'v2', champion: 'v1', compared, findings: [] },
        );
        expect(verdict).toBe(difference > standardErrors * error ? 'promote' : 'challenge');
        expect(reason).toContain('100 held-out leads that v1 has not seen');
      },
    ),
  );
});

test('paired losses: worked out by hand', () => {
  // Losses .5108, .2231 against .2231, .5108: no difference on average, and each the other’s opposite.
  const even = compareLosses(Float64Array.of(0.6, 0.2), Float64Array.of(0.8, 0.4), Uint8Array.of(1, 0));
  expect(even.first).toBeCloseTo(0.36698, 5);
  expect(even.difference).toBeCloseTo(0, 12);
  // sd of (.2877, −.2877) = .4068; ÷ √2
  expect(even.standardError).toBeCloseTo(0.28768, 5);
  const same = compareLosses(Float64Array.of(0.6, 0.2), Float64Array.of(0.6, 0.2), Uint8Array.of(1, 0));
  expect(same).toMatchObject({ difference: 0, standardError: 0 });
});
