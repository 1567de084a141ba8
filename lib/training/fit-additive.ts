import type { LeadSchema } from '../lead/schema.ts';
import { ARTIFACT_FORMAT, type ModelArtifact, type Term } from '../model/artifact.ts';
import { type CompiledModel, compileModel } from '../model/compile-model.ts';
import { buildTerms } from './build-terms.ts';
import { buildDesign } from './design.ts';
import type { EncodedLeads } from './encode-leads.ts';
import { prepareFeatures } from './prepare-features.ts';
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

/** The fit in the one scorer, so that what is measured is what is served. */
export function compileFit(fit: AdditiveFit, schema: LeadSchema): CompiledModel {
  return compileModel({ ...UNFINISHED, ...fit, schema });
}

/** The probabilities of the leads at `rows`. */
export function predictLeads(model: CompiledModel, leads: EncodedLeads, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => model.score(leads.leadAt(row)).probability);
}

/** What a model says of itself only when it is finished; none of it takes part in scoring. */
const UNFINISHED: Omit<ModelArtifact, 'schema' | 'intercept' | 'terms'> = {
  format: ARTIFACT_FORMAT,
  kind: 'additive',
  name: '',
  created_at: '',
  trainer: '',
  trainer_options: {},
  seed: 0,
  calibration: { method: 'none' },
  scale: { percentiles: [], grades: { A: 90, B: 70, C: 40 } },
  metrics: {
    holdout: { rows: 0, base_rate: 0, roc_auc: 0, pr_auc: 0, log_loss: 0, brier: 0, constant_log_loss: 0 },
  },
  baseline: {},
  lineage: {
    data_sha256: '',
    rows: 0,
    converted: 0,
    target: '',
    positive: '',
    left_out: {},
    preparation: [],
    libraries: {},
  },
};
