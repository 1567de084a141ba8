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
  const describers = fields.map(compileDescription);
  const effects = new Float64Array(fields.length);
  const up = new Int32Array(MOST_PER_DIRECTION);
  const down = new Int32Array(MOST_PER_DIRECTION);
  const describe = (lead: Lead, f: number): Reason => {
    const { name } = fields[f]!;
    const value = lead[name] ?? null;
    const effect = effects[f]!;
    return { feature: name, value, effect, text: describers[f]!(value) + describeChange(effect) };
  };
  return (lead, contributions) => {
    computeEffects(contributions, effects);
    const ups = findStrongest(effects, 'up', up);
    const downs = findStrongest(effects, 'down', down);
    const reasons: Reason[] = [];
    for (let u = 0, d = 0; u < ups || d < downs; ) {
      const upNext = d === downs || (u < ups && comesBefore(effects, up[u]!, down[d]!));
      reasons.push(describe(lead, upNext ? up[u++]! : down[d++]!));
    }
    return reasons;
  };
}

function comesBefore(effects: Float64Array, a: number, b: number): boolean {
  const difference = Math.abs(effects[a]!) - Math.abs(effects[b]!);
  return difference > 0 || (difference === 0 && a < b);
}

/**
 * The fields with the strongest effects in a direction, strongest first, equal ones in the schema's order.
 *
 * @param fields is filled, as far as there are effects that count
 * @returns how many there are
 */
export function findStrongest(
  effects: Float64Array,
  direction: 'up' | 'down' | 'any',
  fields: Int32Array,
): number {
  let count = 0;
  for (let f = 0; f < effects.length; f++) {
    const effect = effects[f]!;
    const strength = direction === 'up' ? effect : direction === 'down' ? -effect : Math.abs(effect);
    // Most fields are told apart here: there are few reasons.
    if (strength < SMALLEST_EFFECT) continue;
    if (count === fields.length) {
      if (strength <= Math.abs(effects[fields[count - 1]!]!)) continue;
      count -= 1;
    }
    let at = count++;
    for (; at > 0 && Math.abs(effects[fields[at - 1]!]!) < strength; at--) fields[at] = fields[at - 1]!;
    fields[at] = f;
  }
  return count;
}

const upTo = (last: number, text: (i: number) => string): readonly string[] =>
  Array.from({ length: last + 1 }, (_, i) => text(i));
const RAISES = upTo(100, (percent) => ` raises the odds by ${percent} %`);
const LOWERS = upTo(100, (percent) => ` lowers the odds by ${percent} %`);
const MULTIPLIES = upTo(100, (tenths) => ` multiplies the odds by ${(tenths / 10).toFixed(1)}`);

/** The second half of a sentence: ` raises the odds by 42 %`, ` multiplies the odds by 2.4`. */
export function describeChange(effect: number): string {
  const factor = Math.exp(effect);
  if (factor >= 10) return ` multiplies the odds by ${Math.round(factor)}`;
  if (factor >= 2) return MULTIPLIES[Math.round(10 * factor)]!;
  const percent = Math.max(1, Math.round(Math.abs(factor - 1) * 100));
  return (effect > 0 ? RAISES : LOWERS)[percent]!;
}

/** The first half of a sentence about a field's value: `Origin “paid search”`, `Visits 31`, `Budget (not given)`. */
export function compileDescription(field: Field): (value: LeadValue) => string {
  const label = labelOf(field);
  const unit = field.type === 'number' && field.unit !== undefined ? ` ${field.unit}` : '';
  const [before, open] = [`${label} `, `${label} “`];
  const missing = `${label} (not given)`;
  return (value) => {
    if (typeof value === 'string') return `${open}${value}”`;
    if (value === null) return missing;
    if (typeof value === 'number') return before + value + unit;
    return value ? `${open}yes”` : `${open}no”`;
  };
}

/** The field's label, or its name made readable: `company_size` → `Company size`. */
export function labelOf(field: Field): string {
  const words = field.name.replace(/[_\s]+/g, ' ').trim();
  return field.label ?? words.charAt(0).toUpperCase() + words.slice(1);
}
