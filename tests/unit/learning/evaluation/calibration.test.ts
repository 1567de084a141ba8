import fc from 'fast-check';
import { fitIsotonic } from '../../../../lib/learning/evaluation/fit-isotonic.ts';
import { fitPlatt } from '../../../../lib/learning/evaluation/fit-platt.ts';
import { fitSigmoid } from '../../../../lib/learning/evaluation/fit-sigmoid.ts';
import { calibrate } from '../../../../lib/model/calibrate.ts';
import { sigmoid } from '../../../../lib/statistics/sigmoid.ts';
// scikit-learn 1.9.1 and statsmodels 0.15.0; golden/calibration.py says how.
import golden from '../golden/calibration.json' with { type: 'json' };
import { drawPredictions, predictions, shuffle } from './predictions.ts';

const cases = Object.entries(golden.cases).map(([name, expected]) => ({
  name,
  expected,
  z: Float64Array.from(expected.z),
  labels: Uint8Array.from(expected.labels),
}));

describe('Platt', () => {
  test.each(cases)(
    'agrees with scikit-learn, and with statsmodels to 1e-9: $name',
    ({ z, labels, expected }) => {
      const { slope, offset } = fitPlatt(z, labels);
      expect(slope).toBeCloseTo(expected.platt.slope, 6);
      expect(offset).toBeCloseTo(expected.platt.offset, 5);
      expect(slope).toBeCloseTo(expected.exact.slope, 9);
      expect(offset).toBeCloseTo(expected.exact.offset, 9);
    },
  );

  test('log-odds that point the wrong way are flattened, not turned round', () => {
    const z = Float64Array.of(3, 2, -2, -3);
    const { slope, offset } = fitPlatt(z, Uint8Array.of(0, 0, 1, 0));
    expect(slope).toBe(0);
    // The mean of Platt's targets 1/5, 1/5, 2/3, 1/5.
    expect(sigmoid(offset)).toBeCloseTo((3 / 5 + 2 / 3) / 4, 12);
  });

  test('log-odds that are all alike give one probability', () => {
    const { slope, offset } = fitPlatt(new Float64Array(6).fill(0.1), Uint8Array.of(1, 0, 0, 0, 0, 0));
    expect(slope).toBe(0);
    expect(sigmoid(offset)).toBeCloseTo((2 / 3 + 5 / 7) / 6, 12);
  });

  test('log-odds far out are fitted as those near by', () => {
    const { z, labels } = cases[0]!;
    const near = fitPlatt(z, labels);
    const far = fitPlatt(
      z.map((value) => 1e6 + 1e3 * value),
      labels,
    );
    expect(far.slope * 1e3).toBeCloseTo(near.slope, 6);
  });
});

describe('isotonic', () => {
  test.each(cases)('agrees with scikit-learn: $name', ({ z, labels, expected }) => {
    const calibration = fitIsotonic(z, labels);
    expect(calibration.p).toEqual(expected.isotonic.blocks.map((p) => expect.closeTo(p, 12)));
    expect(expected.isotonic.at.map((at) => calibrate(calibration, at))).toEqual(
      expected.isotonic.p.map((p) => expect.closeTo(p, 12)),
    );
  });

  test('is strictly ascending, strictly inside 0 and 1, in at most 200 points, whatever the order of the leads', () => {
    fc.assert(
      fc.property(predictions({ most: 300 }), fc.integer(), (leads, seed) => {
        const calibration = fitIsotonic(leads.probabilities, leads.labels);
        const { z, p } = calibration;
        expect(z).toHaveLength(p.length);
        expect(z.length).toBeLessThanOrEqual(200);
        for (let i = 1; i < z.length; i++) {
          expect(z[i]).toBeGreaterThan(z[i - 1]!);
          expect(p[i]).toBeGreaterThan(p[i - 1]!);
        }
        expect(p[0]).toBeGreaterThan(0);
        expect(p.at(-1)).toBeLessThan(1);
        const shuffled = shuffle(leads, seed);
        expect(fitIsotonic(shuffled.probabilities, shuffled.labels)).toEqual(calibration);
      }),
    );
  });

  test('more than 200 points are thinned to those that keep the curve', () => {
    // 400 distinct log-odds of 1,000 leads each, whose shares of conversions ascend.
    const z = Float64Array.from({ length: 400_000 }, (_, i) => Math.floor(i / 1000) / 50 - 4);
    const labels = Uint8Array.from(z, (value, i) => (i % 1000 < 1000 * sigmoid(value) ? 1 : 0));
    const calibration = fitIsotonic(z, labels);
    expect(calibration.z).toHaveLength(200);
    for (let at = -3.9; at < 3.9; at += 0.1) {
      expect(Math.abs(calibrate(calibration, at) - sigmoid(at))).toBeLessThan(0.01);
    }
  });

  test('leads between the outermost centres that the model tells apart keep different probabilities', () => {
    const { probabilities, labels } = drawPredictions(3000, 5);
    const calibration = fitIsotonic(probabilities, labels);
    const [first, last] = [calibration.z[0]!, calibration.z.at(-1)!];
    const inner = new Set(probabilities.filter((z) => z > first && z < last));
    expect(inner.size).toBeGreaterThan(2500);
    expect(new Set(Array.from(inner, (z) => calibrate(calibration, z))).size).toBe(inner.size);
  });

  test('log-odds that point the wrong way become one probability', () => {
    const { z, p } = fitIsotonic(Float64Array.of(1, 2, 3, 4), Uint8Array.of(1, 1, 0, 0));
    expect([z, p]).toEqual([[2.5], [0.5]]);
  });
});

describe('calibration slope', () => {
  test.each(cases.filter(({ expected }) => 'cox' in expected))(
    'agrees with statsmodels: $name',
    ({ z, labels, expected }) => {
      const { slope, offset } = fitSigmoid(z, labels, [0, 1]);
      const { cox } = expected as unknown as { cox: { slope: number; intercept: number } };
      expect(slope).toBeCloseTo(cox.slope, 9);
      expect(offset).toBeCloseTo(cox.intercept, 9);
    },
  );

  test('is about 1 for true probabilities, and a half for log-odds twice too far out', () => {
    const { probabilities, labels } = drawPredictions(20_000, 4, (u) => 0.02 + 0.9 * u ** 3);
    const logOdds = probabilities.map((p) => Math.log(p / (1 - p)));
    const { slope, offset } = fitSigmoid(logOdds, labels, [0, 1]);
    expect(slope).toBeGreaterThan(0.95);
    expect(slope).toBeLessThan(1.05);
    expect(Math.abs(offset)).toBeLessThan(0.1);
    const doubled = fitSigmoid(
      logOdds.map((z) => 2 * z),
      labels,
      [0, 1],
    );
    expect(doubled.slope).toBeCloseTo(slope / 2, 9);
  });

  test('stays finite where a threshold separates the classes', () => {
    const { slope } = fitSigmoid(Float64Array.of(-2, -1, 1, 2), Uint8Array.of(0, 0, 1, 1), [0, 1]);
    expect(slope).toBeGreaterThan(5);
    expect(slope).toBeLessThan(Number.MAX_VALUE);
  });
});
