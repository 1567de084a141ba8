import type { Term } from '../../model/artifact.ts';
import type { Prepared, PreparedLevels, PreparedNumber } from '../preparation/prepare-features.ts';
import { type Design, type FeatureParameters, sumByParameter } from './design.ts';

/**
 * Reads fitted weights out into the artifact's terms. What the training leads never showed, a missing value
 * or a level outside, contributes the feature's mean: it moves the score neither up nor down.
 */
export function buildTerms(prepared: readonly Prepared[], design: Design, weights: Float64Array): Term[] {
  const sums = sumByParameter(design, new Float64Array(design.rows).fill(1));
  return prepared.map((entry, f) => {
    const parameters = design.parameters[f]!;
    return entry.kind === 'number'
      ? buildLinearTerm(entry, parameters, weights, sums)
      : buildCategoryTerm(entry, parameters, weights, design.rows);
  });
}

function buildLinearTerm(
  { feature, steps, missingRows, fill }: PreparedNumber,
  { slope, missing }: FeatureParameters,
  weights: Float64Array,
  sums: Float64Array,
): Term {
  const weight = weights[slope]!;
  const own = missing < 0 ? 0 : weights[missing]!;
  const effect = weight * fill + own;
  // In the design a missing value counts as its fill, and the constant as 1.
  const mean = (weight * sums[slope]! + missingRows * own) / sums[0]!;
  return {
    kind: 'linear',
    feature: feature.field,
    ...(feature.part === undefined ? {} : { part: feature.part }),
    steps,
    weight,
    missing: missingRows === 0 ? mean : effect,
    mean,
  };
}

function buildCategoryTerm(
  { feature, own, counts, otherRows, missingRows }: PreparedLevels,
  { levels, other, missing }: FeatureParameters,
  weights: Float64Array,
  rows: number,
): Term {
  const known = own.reduce((sum, level, i) => sum + counts[level]! * weights[levels[i]!]!, 0);
  const rare = other < 0 ? 0 : otherRows * weights[other]!;
  const absent = missing < 0 ? 0 : missingRows * weights[missing]!;
  const present = rows - missingRows;
  const mean = (known + rare + absent) / rows;
  return {
    kind: 'category',
    feature: feature.field,
    ...(feature.part === undefined ? {} : { part: feature.part }),
    values: Object.fromEntries(own.map((level, i) => [feature.levels[level]!, weights[levels[i]!]!])),
    other: other >= 0 ? weights[other]! : present > 0 ? known / present : mean,
    missing: missing >= 0 ? weights[missing]! : mean,
    mean,
  };
}
