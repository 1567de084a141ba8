import type { ArtifactHorizon } from '../../model/artifact.ts';
import { sum } from '../../statistics/sum.ts';
import type { ReadHorizon } from '../table/read-leads.ts';

/** What the artifact says of the horizon, and what of it the record adds. */
export function describeHorizon({ days, asOf, curve, isOld }: ReadHorizon, time: string): ArtifactHorizon {
  const { shares } = curve;
  const ages = Array.from(shares.keys()).filter(
    // Where the line bends; the ends always.
    (day) => day === 0 || day === days || shares[day + 1]! - shares[day]! !== shares[day]! - shares[day - 1]!,
  );
  return {
    days,
    as_of: asOf,
    time,
    old_rows: sum(isOld),
    curve: { ages, shares: ages.map((day) => shares[day]!) },
  };
}
