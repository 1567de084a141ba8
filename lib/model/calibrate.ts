import { interpolate } from '../statistics/interpolate.ts';
import { logit } from '../statistics/logit.ts';
import { sigmoid } from '../statistics/sigmoid.ts';
import type { Calibration } from './artifact.ts';

/** The probability that belongs to raw log-odds. Non-decreasing in z for every calibration that training makes. */
export function calibrate(calibration: Calibration, z: number): number {
  switch (calibration.method) {
    case 'none':
      return sigmoid(z);
    case 'identity':
      return Math.min(1, Math.max(0, z));
    case 'platt':
      return sigmoid(calibration.slope * z + calibration.offset);
    case 'isotonic':
      return interpolate(calibration.z, calibration.p, z);
  }
}

/** What raw scores, contributions and effects are: log-odds before calibration, or parts of a probability. */
export type EffectUnit = 'log_odds' | 'probability';

export const unitOf = ({ method }: Calibration): EffectUnit =>
  method === 'identity' ? 'probability' : 'log_odds';

/** A calibration of log-odds. */
export type LogOddsCalibration = Exclude<Calibration, { method: 'identity' }>;

/**
 * By how much an effect moves the log-odds of the *published* probability: those of the lead, less those that it would
 * have without the effect (ADR 35). Without calibration that is the effect itself, under Platt's the slope times the effect,
 * for every lead; under isotonic calibration it depends on where the lead stands, and is 0 on a level stretch.
 *
 * @returns a function of an effect (log-odds before calibration) and the lead's log-odds before calibration; ±∞ where a
 * probability is 0 or 1
 */
export function compileShift(calibration: LogOddsCalibration): (effect: number, logOdds: number) => number {
  switch (calibration.method) {
    case 'none':
      return (effect) => effect;
    case 'platt':
      return (effect) => calibration.slope * effect;
    case 'isotonic': {
      const published = (z: number) => logit(calibrate(calibration, z));
      return (effect, z) => {
        const [as, without] = [published(z), published(z - effect)];
        // Two infinities of one sign have no difference.
        return as === without ? 0 : as - without;
      };
    }
  }
}
