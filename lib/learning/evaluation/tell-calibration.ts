import { formatPercent } from '../../format-figures.ts';
import type { Recalibration } from '../training-record.ts';

/** Two standard errors, about 95 %. */
const CERTAIN = 1.96;
/** Log-odds and slopes that are off by less make no difference to anyone who calls leads. */
const SMALL = 0.05;

/**
 * What a recalibration says of the probabilities, in a sentence without a full stop.
 *
 * @param rate share of the leads that converted
 * @example tellCalibration({ slope: 0.6, slope_error: 0.05, … }, 0.2)
 * // 'too extreme (slope 0.60 ± 0.05): high probabilities are too high and low ones too low'
 */
export function tellCalibration(
  { slope, slope_error, in_the_large, in_the_large_error }: Recalibration,
  rate: number,
): string {
  const shown = `slope ${slope.toFixed(2)} ± ${slope_error.toFixed(2)}`;
  const isOff = (distance: number, error: number) => Math.abs(distance) > CERTAIN * error;
  const by = (distance: number) => (Math.abs(distance) < SMALL ? 'slightly ' : '');
  const spread = !isOff(slope - 1, slope_error)
    ? `neither clearly too extreme nor too cautious (${shown})`
    : slope <= 0
      ? `upside down (${shown}): leads with high probabilities convert less often`
      : slope < 1
        ? `${by(1 - slope)}too extreme (${shown}): high probabilities are too high and low ones too low`
        : `${by(1 - slope)}too cautious (${shown}): high probabilities are too low and low ones too high`;
  // Of leads with the mean rate: what they were promised.
  const promised = 1 / (1 + Math.exp(-(Math.log(rate / (1 - rate)) - in_the_large)));
  const level = isOff(in_the_large, in_the_large_error)
    ? `${by(in_the_large)}too ${in_the_large > 0 ? 'low' : 'high'} on the whole: about ${formatPercent(promised)} where ${formatPercent(rate)} converted`
    : 'on the whole neither clearly too low nor too high';
  return `${spread}; ${level}`;
}
