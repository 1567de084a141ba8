import { namePart } from '../../model/name-term.ts';
import { compileTrees, MEMORY_IN_BULK } from '../../model/trees/compile-trees.ts';
import { contributeColumn, readInput, type Scoring, scanInputs } from '../score-columns.ts';
import type { Feature } from '../table/encode-leads.ts';

/** A feature that a model looks at: a field, or a part of a date. */
export interface ExplainedFeature {
  readonly field: string;
  readonly part: Feature['part'];
  /** By how much it moves each lead's raw score away from the average lead's. */
  readonly effects: Float64Array;
}

/**
 * The effects of the features, as reasons have them of the fields: Shapley values by the trees, with what the terms beside them
 * contribute beyond their means, a pair's by half. The parts of a date are players of their own here, so that each has a curve.
 *
 * @param rows the leads that are looked at; what a feature does to one costs as much as its reasons
 * @returns by name: `visits`, `first_contact (weekday)`
 */
export function explainFeatures(
  { terms, trees }: Scoring,
  features: readonly Feature[],
  rows: Int32Array,
): ReadonlyMap<string, ExplainedFeature> {
  const explained = new Map<string, ExplainedFeature>();
  const effectsOf = (field: string, part: Feature['part']): Float64Array => {
    const name = namePart(field, part);
    const known = explained.get(name) ?? { field, part, effects: new Float64Array(rows.length) };
    explained.set(name, known);
    return known.effects;
  };
  for (const term of terms) {
    const contributions = contributeColumn(term, features, rows);
    const sides =
      term.kind === 'pair'
        ? term.features.map((field, side) => effectsOf(field, term.axes[side]!.part))
        : [effectsOf(term.feature, term.part)];
    for (const effects of sides)
      for (let i = 0; i < effects.length; i++) effects[i]! += (contributions[i]! - term.mean) / sides.length;
  }
  if (trees === undefined) return explained;
  const inputs = trees.inputs.map((input) => ({ ...input, feature: namePart(input.feature, input.part) }));
  const players = compileTrees({ ...trees, inputs }, MEMORY_IN_BULK);
  const partOf = new Map(trees.inputs.map((input) => [namePart(input.feature, input.part), input]));
  const sums = players.fields.map((name) => {
    const { feature, part } = partOf.get(name)!;
    return effectsOf(feature, part);
  });
  const scratch = new Float64Array(sums.length);
  const columns = trees.inputs.map((input) => readInput(input, features, rows));
  scanInputs(columns, rows.length, (inputs, lead) => {
    players.explainInputs(inputs, scratch);
    for (let p = 0; p < scratch.length; p++) sums[p]![lead]! += scratch[p]!;
  });
  return explained;
}
