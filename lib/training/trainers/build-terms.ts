import { applySteps } from '../../model/apply-steps.ts';
import type { NumberStep, Term } from '../../model/artifact.ts';
import type { Prepared, PreparedLevels, PreparedNumber } from '../preparation/prepare-features.ts';
import type { NumberFeature } from '../table/encode-leads.ts';
import type { Design, FeatureParameters } from './design.ts';

/**
 * Reads fitted weights out into the artifact's terms. What the training leads never showed, a missing value
 * or a level outside, contributes the feature's mean: it moves the score neither up nor down.
 *
 * @param rows the leads that were fitted
 */
export function buildTerms(
  prepared: readonly Prepared[],
  design: Design,
  weights: Float64Array,
  rows: Int32Array,
): Term[] {
  return prepared.map((entry, f) => {
    const parameters = design.parameters[f]!;
    return entry.kind === 'number'
      ? buildLinearTerm(entry, parameters, weights, rows)
      : buildCategoryTerm(entry, parameters, weights, rows.length);
  });
}

function buildLinearTerm(
  { feature, steps, missingRows, fill, ownMissingEffect }: PreparedNumber,
  { slope, missing }: FeatureParameters,
  weights: Float64Array,
  rows: Int32Array,
): Term {
  const weight = weights[slope]!;
  const own = missing < 0 ? 0 : weights[missing]!;
  const known = sumPrepared(feature, steps, rows);
  const effect = weight * fill + own;
  const mean = (weight * known + missingRows * effect) / rows.length;
  return {
    kind: 'linear',
    feature: feature.field,
    ...(feature.part === undefined ? {} : { part: feature.part }),
    steps,
    weight,
    // With an effect of its own that training never showed, a missing value is the average.
    missing: ownMissingEffect && missing < 0 ? mean : effect,
    mean,
  };
}

/** Σ of the known values after their steps. */
function sumPrepared({ values }: NumberFeature, steps: readonly NumberStep[], rows: Int32Array): number {
  let sum = 0;
  for (const row of rows) {
    const value = values[row]!;
    if (!Number.isNaN(value)) sum += applySteps(steps, value);
  }
  return sum;
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
