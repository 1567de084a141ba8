import type { LeadValue } from '../lead/schema.ts';
import type { ModelArtifact } from './artifact.ts';
import { unitOf } from './calibrate.ts';
import { compileChange } from './compile-change.ts';
import { compileRareLevels } from './compile-term.ts';
import { compileDescription } from './sentences.ts';
import { Strongest } from './strongest.ts';

/** Why a lead's score is higher or lower than the average lead's. */
export interface Reason {
  readonly feature: string;
  /** The lead's value; null when it was not given. */
  readonly value: LeadValue;
  /**
   * Log-odds before calibration: the feature's contribution minus its mean contribution over the training leads, with half
   * of what it contributes together with another feature; of trees its Shapley value. A part of the probability where the
   * calibration is `identity`.
   */
  readonly effect: number;
  /** What the effect does to the odds of the published probability, or to the probability, as a sentence. */
  readonly text: string;
}

const MOST_PER_DIRECTION = 3;

/**
 * Log-odds by which each field moves a lead away from the average one: what its terms contribute beyond their means.
 * What two fields do together is credited to each by half: its Shapley value (Lundberg et al. 2018, §4).
 *
 * @param beyond `zero`: what the terms contribute, whatever the average lead has; the effects and the intercept then add up to
 * the log-odds
 * @returns fills `effects`, one per field of the schema, from `contributions`, one per part of the model
 */
export function compileEffects(
  artifact: ModelArtifact,
  beyond: 'mean' | 'zero' = 'mean',
): (contributions: ArrayLike<number>, effects: Float64Array) => void {
  const position = new Map(artifact.schema.fields.map(({ name }, f) => [name, f]));
  // What trees contribute is against their mean already.
  const ofTrees = [...new Set(artifact.trees?.inputs.map(({ feature }) => feature))];
  const means = new Float64Array(artifact.terms.length + ofTrees.length);
  if (beyond === 'mean') means.set(artifact.terms.map(({ mean }) => mean));
  const fieldsOf = [
    ...artifact.terms.map((term) => (term.kind === 'pair' ? term.features : [term.feature])),
    ...ofTrees.map((field) => [field]),
  ];
  const first = Int32Array.from(fieldsOf, ([name]) => position.get(name!)!);
  const second = Int32Array.from(fieldsOf, ([, name]) => (name === undefined ? -1 : position.get(name)!));
  return (contributions, effects) => {
    effects.fill(0);
    for (let t = 0; t < means.length; t++) {
      const effect = contributions[t]! - means[t]!;
      if (second[t]! < 0) effects[first[t]!]! += effect;
      else {
        effects[first[t]!]! += effect / 2;
        effects[second[t]!]! += effect / 2;
      }
    }
  };
}

/** How the effect of a level in few training leads was made. */
const RARE = ' (estimated from few past leads, shrunk towards the average)';

/** Per field of the schema, the first half of a reason's sentence: the value, and how the effect of a rare one was made. */
export function compileSubjects({
  schema,
  terms,
}: Pick<ModelArtifact, 'schema' | 'terms'>): ((value: LeadValue) => string)[] {
  return schema.fields.map((field) => {
    const describe = compileDescription(field);
    const term = terms.find((each) => each.kind === 'category' && each.feature === field.name);
    if (term?.kind !== 'category' || term.rare === undefined) return describe;
    const effects = compileRareLevels(term.rare);
    return (value) =>
      typeof value === 'string' && effects.get(value) !== undefined
        ? describe(value) + RARE
        : describe(value);
  });
}

/**
 * Explains leads by their strongest reasons, at most three up and three down, strongest first; equal ones in the
 * schema's order.
 *
 * @returns a function of a lead's values, one per field of the schema, its contributions: log-odds, one per part
 * of the model, in its order, and its log-odds before calibration
 */
export function compileReasons(
  artifact: ModelArtifact,
): (values: readonly LeadValue[], contributions: ArrayLike<number>, logOdds: number) => Reason[] {
  const { fields } = artifact.schema;
  const computeEffects = compileEffects(artifact);
  const describers = compileSubjects(artifact);
  const describeEffect = compileChange(artifact.calibration);
  const effects = new Float64Array(fields.length);
  const unit = unitOf(artifact.calibration);
  const ups = new Strongest(MOST_PER_DIRECTION, unit);
  const downs = new Strongest(MOST_PER_DIRECTION, unit);
  return (values, contributions, logOdds) => {
    computeEffects(contributions, effects);
    ups.clear();
    downs.clear();
    for (let f = 0; f < effects.length; f++) {
      const effect = effects[f]!;
      if (effect > 0) ups.add(f, effect);
      else downs.add(f, -effect);
    }
    const reasons: Reason[] = [];
    for (let u = 0, d = 0; u < ups.count || d < downs.count; ) {
      const f = ups.comesBefore(u, downs, d) ? ups.fields[u++]! : downs.fields[d++]!;
      const value = values[f]!;
      const effect = effects[f]!;
      const text = describers[f]!(value) + describeEffect(effect, logOdds);
      reasons.push({ feature: fields[f]!.name, value, effect, text });
    }
    return reasons;
  };
}
