import { InputError } from '../../../../lib/errors.ts';
import { chooseCalibration } from '../../../../lib/learning/evaluation/choose-calibration.ts';
import { fitIsotonic } from '../../../../lib/learning/evaluation/fit-isotonic.ts';
import { fitPlatt } from '../../../../lib/learning/evaluation/fit-platt.ts';
import { poolFolds } from '../../../../lib/learning/evaluation/summarise-folds.ts';
import { calibrate } from '../../../../lib/model/calibrate.ts';
import { logLoss } from '../../../../lib/statistics/log-loss.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';
import { sigmoid } from '../../../../lib/statistics/sigmoid.ts';

/** Folds of leads with log-odds z, that convert with probability p(z). */
function drawFolds(probability: (z: number) => number, { rows = 1500, folds = 4, seed = 1 } = {}) {
  const random = createRandom(seed);
  return Array.from({ length: folds }, () => {
    const z = Float64Array.from({ length: rows }, () => 6 * random() - 4);
    return { z, labels: Uint8Array.from(z, (value) => (random() < probability(value) ? 1 : 0)) };
  });
}

const shapes = [
  ['none', 'is calibrated', sigmoid],
  ['platt', 'is twice too sure', (z: number) => sigmoid(0.5 * z)],
  ['isotonic', 'is wrong in steps', (z: number) => (z < -1 ? 0.02 : z < 1 ? 0.4 : 0.45)],
] as const;

test.each(shapes)('auto takes %s for a model that %s', (method, _text, probability) => {
  expect(chooseCalibration(drawFolds(probability), 'auto').calibration.method).toBe(method);
});

test('a gain within its standard error does not make a calibration worth it', () => {
  const folds = drawFolds((z) => sigmoid(0.97 * z), { rows: 100 });
  expect(chooseCalibration(folds, 'auto').calibration).toEqual({ method: 'none' });
});

test('the calibration to deploy is fitted on all folds, a fold’s probabilities by the others', () => {
  const folds = drawFolds((z) => sigmoid(0.5 * z));
  const chosen = chooseCalibration(folds, 'platt');
  const fitOn = (these: typeof folds) => {
    const { probabilities: z, labels } = poolFolds(
      these.map((fold) => ({ probabilities: fold.z, labels: fold.labels })),
    );
    return fitPlatt(z, labels);
  };
  expect(chosen.calibration).toEqual(fitOn(folds));
  folds.forEach(({ z, labels }, i) => {
    const calibration = fitOn(folds.filter((_, other) => other !== i));
    expect(chosen.folds[i]).toEqual({
      probabilities: z.map((value) => calibrate(calibration, value)),
      labels,
    });
  });
});

test('forward in time, a fold’s probabilities know nothing of later folds', () => {
  const folds = drawFolds((z) => sigmoid(0.5 * z));
  const { folds: calibrated } = chooseCalibration(folds, 'isotonic', 'forward');
  expect(calibrated[0]!.probabilities).toEqual(folds[0]!.z.map(sigmoid));
  const first = fitIsotonic(folds[0]!.z, folds[0]!.labels);
  expect(calibrated[1]!.probabilities).toEqual(folds[1]!.z.map((value) => calibrate(first, value)));
  const altered = [
    ...folds.slice(0, 3),
    { z: folds[3]!.z, labels: folds[3]!.labels.map((label) => 1 - label) },
  ];
  const again = chooseCalibration(altered, 'isotonic', 'forward');
  expect(again.folds.slice(0, 3)).toEqual(calibrated.slice(0, 3));
});

test('forward in time, auto leaves the probabilities as they are: what they are off by may be drift', () => {
  const folds = drawFolds((z) => sigmoid(0.5 * z));
  const { calibration, folds: calibrated } = chooseCalibration(folds, 'auto', 'forward');
  expect(calibration).toEqual({ method: 'none' });
  expect(calibrated.map(({ probabilities }) => probabilities)).toEqual(folds.map(({ z }) => z.map(sigmoid)));
});

test('a calibration that is taken lowers the log-loss on leads that nobody saw', () => {
  const { calibration } = chooseCalibration(
    drawFolds((z) => sigmoid(0.5 * z)),
    'auto',
  );
  const [fresh] = drawFolds((z) => sigmoid(0.5 * z), { rows: 5000, folds: 1, seed: 2 });
  const { z, labels } = fresh!;
  const before = logLoss(z.map(sigmoid), labels);
  const after = logLoss(
    z.map((value) => calibrate(calibration, value)),
    labels,
  );
  expect(after).toBeLessThan(before);
});

test('without folds there is nothing to calibrate on', () => {
  expect(chooseCalibration([], 'auto')).toEqual({ calibration: { method: 'none' }, folds: [] });
  expect(() => chooseCalibration([], 'platt')).toThrow(InputError);
});
