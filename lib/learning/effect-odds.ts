import type { EffectPoint, TrainingRecord } from './training-record.ts';

/** A value's factor on the odds that `nameOdds` names. */
export const oddsOf = ({ odds, effect }: EffectPoint): number => odds ?? Math.exp(effect);

/** Which odds a record's factors are of: the published ones, but for older records of calibrated models. */
export const nameOdds = ({
  calibration,
  effects,
}: Pick<TrainingRecord, 'calibration' | 'effects'>): string =>
  calibration === 'none' || effects.some(({ points }) => points.some(({ odds }) => odds !== undefined))
    ? 'the odds of the average lead'
    : 'the average lead’s odds before calibration';

/** What the contributions of a record's model are. */
export const nameUnit = ({ calibration }: Pick<TrainingRecord, 'calibration'>): 'log-odds' | 'probability' =>
  calibration === 'identity' ? 'probability' : 'log-odds';
