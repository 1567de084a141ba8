import type { ModelVersion } from '../../lib/registry/registry.ts';

/** `within 90 days`, as the end of a sentence about conversions. */
export const tellHorizon = (days: number | undefined): string =>
  days === undefined ? 'at any time' : `within ${days} days`;

/** That a probability means something else from now on; undefined: it means the same. */
export function tellOtherHorizon(present: ModelVersion, next: ModelVersion): string | undefined {
  if (present.horizonDays === next.horizonDays) return undefined;
  const tell = ({ name, version, horizonDays }: ModelVersion) =>
    `${name}@${version} predicts conversions ${tellHorizon(horizonDays)}`;
  return `${tell(next)}, ${tell(present)}: answers mean something else, and the log-losses cannot be compared.`;
}
