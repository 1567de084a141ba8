import type { Calibration } from './artifact.ts';
import { calibrate, compileShift } from './calibrate.ts';
import { describeChange, describeMove } from './sentences.ts';

/**
 * The second half of a reason's sentence, in the unit of the model's effects: what an effect does to the odds of the published
 * probability, or to the probability itself.
 *
 * @returns a function of an effect and the lead's raw score, of which the effect is a part
 * @example compileChange({ method: 'none' })(0.35, -1) // ' raises the odds by 42 %'
 */
export function compileChange(calibration: Calibration): (effect: number, raw: number) => string {
  if (calibration.method === 'identity')
    return (effect, raw) =>
      describeMove(effect, calibrate(calibration, raw) - calibrate(calibration, raw - effect));
  const shiftOf = compileShift(calibration);
  return (effect, raw) => describeChange(effect, shiftOf(effect, raw));
}
