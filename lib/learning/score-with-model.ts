import type { ModelArtifact } from '../model/artifact.ts';
import { calibrate } from '../model/calibrate.ts';
import { namePart, nameTerm } from '../model/name-term.ts';
import { scoreColumns } from './score-columns.ts';
import type { EncodedLeads } from './table/encode-leads.ts';

/**
 * The probabilities that a finished model gives to encoded leads.
 *
 * @returns a text naming what the leads lack, when the model needs a feature that they do not have
 */
export function scoreWithModel(
  artifact: ModelArtifact,
  { features }: EncodedLeads,
  rows: Int32Array,
): Float64Array | string {
  for (const { feature, part, kind } of artifact.trees?.inputs ?? []) {
    const found = features.find((each) => each.field === feature && each.part === part);
    if (found === undefined) return `the data lacks ${namePart(feature, part)}, which it needs`;
    if ((found.kind === 'level') !== (kind === 'level'))
      return `${namePart(feature, part)} is of another type in the data`;
  }
  for (const term of artifact.terms) {
    const needed =
      term.kind === 'pair'
        ? term.features.map((field, side) => ({ field, part: term.axes[side]!.part, kind: undefined }))
        : [{ field: term.feature, part: term.part, kind: term.kind === 'category' ? 'level' : 'number' }];
    for (const { field, part, kind } of needed) {
      const found = features.find((feature) => feature.field === field && feature.part === part);
      if (found === undefined) return `the data lacks ${nameTerm(term)}, which it needs`;
      if (kind !== undefined && found.kind !== kind)
        return `${nameTerm(term)} is of another type in the data`;
    }
  }
  return scoreColumns(artifact, features, rows).map((z) => calibrate(artifact.calibration, z));
}
