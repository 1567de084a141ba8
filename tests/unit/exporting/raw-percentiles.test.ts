import fc from 'fast-check';
import { rawPercentiles } from '../../../lib/exporting/raw-percentiles.ts';
import type { Calibration } from '../../../lib/model/artifact.ts';
import { calibrate } from '../../../lib/model/calibrate.ts';
import { scoreOf } from '../../../lib/model/scale.ts';
import { lowerBound } from '../../../lib/statistics/lower-bound.ts';
import { exampleArtifact, exampleTreesArtifact } from '../../support/example-model.ts';

const calibrations: readonly Calibration[] = [
  { method: 'none' },
  { method: 'platt', slope: 0.7, offset: -0.3 },
  { method: 'platt', slope: 0, offset: -0.3 },
  { method: 'isotonic', z: [-2, -1, 0, 0, 2], p: [0.01, 0.2, 0.2, 0.4, 1] },
  { method: 'identity' },
];

test('a raw score gets the score of its probability, also where it ties with a percentile', () => {
  const raw = fc.oneof(
    fc.double({ min: -40, max: 40, noNaN: true }),
    fc.constantFrom(-1, 0, 1, 2, -0, 1e308, -1e308),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...calibrations),
      fc.array(raw, { minLength: 1, maxLength: 98 }),
      raw,
      (calibration, raws, other) => {
        // As training makes them: probabilities of leads.
        const percentiles = raws.map((z) => calibrate(calibration, z)).sort((a, b) => a - b);
        const scale = { percentiles, grades: { A: 90, B: 70, C: 40 } };
        const bounds = rawPercentiles(exampleArtifact({ calibration, scale }));
        for (const z of [...raws, other]) {
          expect(Math.min(99, 1 + lowerBound(bounds, z))).toBe(scoreOf(scale, calibrate(calibration, z)));
        }
      },
    ),
  );
});

test('where another order of a sum moves the raw score, a tie stays one', () => {
  const z = -5 + 2 ** -50;
  const scale = { percentiles: [calibrate({ method: 'none' }, -5)], grades: { A: 90, B: 70, C: 40 } };
  expect(lowerBound(rawPercentiles(exampleArtifact({ scale })), z)).toBe(1);
  expect(lowerBound(rawPercentiles(exampleTreesArtifact({ scale })), z)).toBe(0);
  expect(lowerBound(rawPercentiles(exampleTreesArtifact({ scale })), -5 + 1e-10)).toBe(1);
});
