import { InputError } from '../../errors.ts';
import type { Calibration } from '../../model/artifact.ts';
import { sqlCase, sqlDouble, sqlNumber } from './quote.ts';

/** A probability, as `calibrate` makes it. @param z the name of a column: it appears several times */
export function probabilityToSql(calibration: Calibration, z: string): string {
  switch (calibration.method) {
    case 'none':
      return sigmoidToSql(z, `${z} >= 0`);
    case 'identity':
      return `LEAST(GREATEST(${z}, 0), 1)`;
    case 'platt': {
      const { slope, offset } = calibration;
      if (slope !== 0 && !(Math.abs(slope) > 1e-100 && Math.abs(slope) < 1e100))
        throw new InputError(`calibration: cannot compute with a slope of ${slope} in SQL`);
      const moved = `(${sqlNumber(slope)} * ${z} + ${sqlNumber(offset)})`;
      return sigmoidToSql(moved, `${moved} >= 0`);
    }
    case 'isotonic':
      return interpolateToSql(calibration.z, calibration.p, z);
  }
}

/** Beyond ±700 a probability is 0 or 1 to 300 digits, and `exp` would end the statement. */
const sigmoidToSql = (z: string, isAbove: string): string =>
  `CASE WHEN ${isAbove} THEN 1 / (1 + exp(-LEAST(${z}, 700))) ` +
  `ELSE exp(GREATEST(${z}, -700)) / (1 + exp(GREATEST(${z}, -700))) END`;

function interpolateToSql(x: readonly number[], y: readonly number[], z: string): string {
  const last = x.length - 1;
  const ends = [
    `WHEN ${z} <= ${sqlNumber(x[0]!)} THEN ${sqlDouble(y[0]!)}`,
    `WHEN ${z} >= ${sqlNumber(x[last]!)} THEN ${sqlNumber(y[last]!)}`,
  ];
  const between = x.flatMap((high, i) => {
    const [low, from, to] = [x[i - 1]!, y[i - 1]!, y[i]!];
    if (i === 0 || high === low) return [];
    const value =
      to === from
        ? sqlNumber(from)
        : `${sqlNumber(from)} + (${z} - ${sqlNumber(low)}) / ${sqlNumber(high - low)} * ${sqlNumber(to - from)}`;
    return [`WHEN ${z} <= ${sqlNumber(high)} THEN ${value}`];
  });
  return sqlCase([...ends, ...between]);
}
