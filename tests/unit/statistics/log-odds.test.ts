import fc from 'fast-check';
import { logLoss } from '../../../lib/statistics/log-loss.ts';
import { logit } from '../../../lib/statistics/logit.ts';
import { sigmoid } from '../../../lib/statistics/sigmoid.ts';
import { softplus } from '../../../lib/statistics/softplus.ts';

test('the sigmoid and the logit undo each other, and no log-odds overflow', () => {
  fc.assert(
    fc.property(fc.double({ min: -30, max: 30, noNaN: true }), (z) => {
      // Near 1 a double has few digits left for 1 − p.
      expect(logit(sigmoid(z))).toBeCloseTo(z, z > 15 ? 1 : 8);
      expect(sigmoid(z) + sigmoid(-z)).toBeCloseTo(1, 15);
    }),
  );
  expect([sigmoid(-1000), sigmoid(0), sigmoid(1000)]).toEqual([0, 0.5, 1]);
  expect([logit(0), logit(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
});

test('softplus is the loss of log-odds, and large ones lose themselves', () => {
  expect([softplus(-1000), softplus(0), softplus(1000)]).toEqual([0, Math.LN2, 1000]);
  fc.assert(
    fc.property(fc.double({ min: -15, max: 15, noNaN: true }), (z) => {
      expect(softplus(z)).toBeCloseTo(logLoss(Float64Array.of(sigmoid(z)), Uint8Array.of(0)), 8);
      expect(softplus(-z)).toBeCloseTo(logLoss(Float64Array.of(sigmoid(z)), Uint8Array.of(1)), 8);
    }),
  );
});

test('a certain probability that was wrong costs 36 nats, not infinitely many', () => {
  expect(logLoss(Float64Array.of(0), Uint8Array.of(1))).toBeCloseTo(52 * Math.LN2, 12);
  expect(logLoss(Float64Array.of(1, 0.5), Uint8Array.of(0, 1))).toBeCloseTo((52 + 1) * (Math.LN2 / 2), 12);
});
