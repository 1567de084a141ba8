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
export const SMALLEST_EFFECT = 0.005;

/**
 * The strongest reasons, at most three up and three down, strongest first; equal ones in the schema's order.
 *
 * @param contributions log-odds, one per term of the artifact, in its order
 */
export function explainContributions(
  artifact: ModelArtifact,
  lead: Lead,
  contributions: Float64Array,
): Reason[] {
  const effects = new Map<string, number>(artifact.schema.fields.map((field) => [field.name, 0]));
  artifact.terms.forEach((term, i) => {
    const effect = contributions[i]! - term.mean;
    const features = term.kind === 'pair' ? term.features : [term.feature];
    // What two features do together is credited to each by half: its Shapley value (Lundberg et al. 2018, §4).
    for (const feature of features) effects.set(feature, effects.get(feature)! + effect / features.length);
  });
  const strongest = artifact.schema.fields
    .map((field) => ({ field, effect: effects.get(field.name)! }))
    .filter(({ effect }) => Math.abs(effect) >= SMALLEST_EFFECT)
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  let up = 0;
  let down = 0;
  return strongest
    .filter(({ effect }) => (effect > 0 ? ++up : ++down) <= MOST_PER_DIRECTION)
    .map(({ field, effect }) => {
      const value = lead[field.name] ?? null;
      return { feature: field.name, value, effect, text: describeEffect(field, value, effect) };
    });
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
