import type { Term } from '../model/artifact.ts';
import { sigmoid } from '../model/calibrate.ts';
import { prepareFeatures } from './preparation/prepare-features.ts';
import { scoreColumns } from './score-columns.ts';
import type { EncodedLeads } from './table/encode-leads.ts';
import { buildTerms } from './trainers/build-terms.ts';
import { buildDesign } from './trainers/design.ts';
import { fitByGradientDescent, type GradientDescentOptions } from './trainers/gradient-descent.ts';

/** A fitted model: the part of the artifact that scores. */
export interface AdditiveFit {
  readonly intercept: number;
  readonly terms: readonly Term[];
}

/**
 * Learns preparation and weights from the leads at `rows`, and from no others.
 *
 * @param labels 1 or 0 for every lead, not only those at `rows`
 */
export function fitAdditive(
  leads: EncodedLeads,
  labels: Uint8Array,
  rows: Int32Array,
  options: GradientDescentOptions,
): AdditiveFit {
  const prepared = prepareFeatures(leads.features, rows);
  const design = buildDesign(prepared, rows);
  const { weights } = fitByGradientDescent(
    design,
    Uint8Array.from(rows, (row) => labels[row]!),
    options,
  );
  return { intercept: weights[0]!, terms: buildTerms(prepared, design, weights) };
}

/** The probabilities of the leads at `rows`. */
export function predictLeads(fit: AdditiveFit, leads: EncodedLeads, rows: Int32Array): Float64Array {
  return scoreColumns(fit, leads.features, rows).map(sigmoid);
}
