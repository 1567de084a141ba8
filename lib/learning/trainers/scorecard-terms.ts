import type { MainTerm } from '../../model/artifact.ts';
import type { ScorecardFeature } from './scorecard-features.ts';

/**
 * A feature's term: coefficient × weight of evidence per bin. What the training leads never showed
 * contributes the feature's mean: it moves the score neither up nor down.
 */
export function buildScorecardTerm(
  { feature, edges, bins: { binOf, table } }: ScorecardFeature,
  coefficient: number,
): MainTerm {
  const rows = table.bins.reduce((sum, bin) => sum + bin.rows, 0);
  const mean = table.bins.reduce((sum, bin) => sum + bin.rows * coefficient * bin.woe, 0) / rows;
  const values = table.bins.map((bin) => (bin.rows === 0 ? mean : coefficient * bin.woe));
  const base = { feature: feature.field, missing: values.at(-1)!, mean };
  if (feature.kind === 'number') {
    return {
      kind: 'binned',
      ...base,
      ...(feature.part === undefined ? {} : { part: feature.part }),
      edges: Array.from(edges).filter((_, i) => binOf[i] !== binOf[i + 1]),
      values: values.slice(0, -1),
    };
  }
  const other = values.length - 2;
  return {
    kind: 'category',
    ...base,
    ...(feature.part === undefined ? {} : { part: feature.part }),
    values: Object.fromEntries(
      feature.levels.flatMap((level, i) => (binOf[i] === other ? [] : [[level, values[binOf[i]!]!]])),
    ),
    other: values[other]!,
  };
}
