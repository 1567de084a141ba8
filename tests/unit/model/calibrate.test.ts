import fc from 'fast-check';
import { calibrate } from '../../../lib/model/calibrate.ts';
import { sigmoid } from '../../../lib/statistics/sigmoid.ts';

test('sigmoid keeps its precision at both ends', () => {
  expect(sigmoid(0)).toBe(0.5);
  expect(sigmoid(-745)).toBeGreaterThan(0);
  expect(sigmoid(-40)).toBeCloseTo(4.248354255291589e-18, 30);
  expect(sigmoid(800)).toBe(1);
});

test('platt scales and shifts the log-odds', () => {
  expect(calibrate({ method: 'platt', slope: 2, offset: -1 }, 1.5)).toBe(sigmoid(2));
});

describe('isotonic', () => {
  const steps = { method: 'isotonic', z: [-1, 0, 2], p: [0.1, 0.2, 0.6] } as const;

  test.each([
    [-5, 0.1],
    [-1, 0.1],
    [-0.5, 0.15],
    [0, 0.2],
    [1, 0.4],
    [9, 0.6],
  ])('z = %p → %p', (z, p) => {
    expect(calibrate(steps, z)).toBeCloseTo(p, 12);
  });

  test('never falls', () => {
    const z = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(z, z, (a, b) => {
        expect(calibrate(steps, Math.min(a, b))).toBeLessThanOrEqual(calibrate(steps, Math.max(a, b)));
      }),
    );
  });

  test('one point is a constant', () => {
    expect(calibrate({ method: 'isotonic', z: [0], p: [0.3] }, 4)).toBe(0.3);
  });
});
