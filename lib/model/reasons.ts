import type { Field, Lead, LeadValue } from '../lead/schema.ts';
import type { ModelArtifact } from './artifact.ts';

/** Why a lead's score is higher or lower than the average lead's. */
export interface Reason {
  readonly feature: string;
  /** The lead's value; null when it was not given. */
  readonly value: LeadValue;
  /**
   * Log-odds: the feature's contribution minus its mean contribution over the training leads, with half of
   * what it contributes together with another feature.
   */
  readonly effect: number;
  /** The effect as a sentence. */
  readonly text: string;
}

const MOST_PER_DIRECTION = 3;
/** Under half a per cent of the odds nobody acts on a reason. */
const SMALLEST_EFFECT = 0.005;

/**
 * Log-odds by which each field moves a lead away from the average one: what its terms contribute beyond their means.
 * What two fields do together is credited to each by half: its Shapley value (Lundberg et al. 2018, §4).
 *
 * @returns fills `effects`, one per field of the schema, from `contributions`, one per term
 */
export function compileEffects(
  artifact: ModelArtifact,
): (contributions: Float64Array, effects: Float64Array) => void {
  const position = new Map(artifact.schema.fields.map(({ name }, f) => [name, f]));
  const means = Float64Array.from(artifact.terms, (term) => term.mean);
  const fieldsOf = artifact.terms.map((term) => (term.kind === 'pair' ? term.features : [term.feature]));
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

/**
 * Explains leads by their strongest reasons, at most three up and three down, strongest first; equal ones in the
 * schema's order.
 *
 * @returns a function of a lead and its contributions: log-odds, one per term of the artifact, in its order
 */
export function compileReasons(
  artifact: ModelArtifact,
): (lead: Lead, contributions: Float64Array) => Reason[] {
  const { fields } = artifact.schema;
  const computeEffects = compileEffects(artifact);
  const effects = new Float64Array(fields.length);
  const order = new Int32Array(fields.length);
  return (lead, contributions) => {
    computeEffects(contributions, effects);
    const count = orderByStrength(effects, order);
    const reasons: Reason[] = [];
    let [up, down] = [0, 0];
    for (let i = 0; i < count && (up < MOST_PER_DIRECTION || down < MOST_PER_DIRECTION); i++) {
      const effect = effects[order[i]!]!;
      if ((effect > 0 ? ++up : ++down) > MOST_PER_DIRECTION) continue;
      const field = fields[order[i]!]!;
      const value = lead[field.name] ?? null;
      reasons.push({ feature: field.name, value, effect, text: describeEffect(field, value, effect) });
    }
    return reasons;
  };
}

/** The fields whose effect counts, strongest first; there are few, so that an insertion sort is the fastest. */
export function orderByStrength(effects: Float64Array, order: Int32Array): number {
  let count = 0;
  for (let f = 0; f < effects.length; f++) {
    const strength = Math.abs(effects[f]!);
    if (strength < SMALLEST_EFFECT) continue;
    let at = count++;
    for (; at > 0 && Math.abs(effects[order[at - 1]!]!) < strength; at--) order[at] = order[at - 1]!;
    order[at] = f;
  }
  return count;
}

/** `Origin “paid search” raises the odds by 42 %`, `Visits 31 multiplies the odds by 2.4`. */
export function describeEffect(field: Field, value: LeadValue, effect: number): string {
  const subject = `${labelOf(field)} ${describeValue(field, value)}`;
  const factor = Math.exp(effect);
  if (factor >= 2)
    return `${subject} multiplies the odds by ${factor < 10 ? factor.toFixed(1) : Math.round(factor)}`;
  const percent = Math.max(1, Math.round(Math.abs(factor - 1) * 100));
  return `${subject} ${effect > 0 ? 'raises' : 'lowers'} the odds by ${percent} %`;
}

/** The field's label, or its name made readable: `company_size` → `Company size`. */
export function labelOf(field: Field): string {
  const known = labels.get(field);
  if (known !== undefined) return known;
  const words = field.name.replace(/[_\s]+/g, ' ').trim();
  const label = field.label ?? words.charAt(0).toUpperCase() + words.slice(1);
  labels.set(field, label);
  return label;
}

const labels = new WeakMap<Field, string>();

function describeValue(field: Field, value: LeadValue): string {
  if (value === null) return '(not given)';
  if (typeof value === 'boolean') return value ? '“yes”' : '“no”';
  if (typeof value === 'number') return field.unit === undefined ? `${value}` : `${value} ${field.unit}`;
  return `“${value}”`;
}
