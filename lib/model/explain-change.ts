import type { Field, Lead, LeadValue } from '../lead/schema.ts';
import { logit } from '../statistics/logit.ts';
import { sigmoid } from '../statistics/sigmoid.ts';
import type { Calibration } from './artifact.ts';
import { type EffectUnit, unitOf } from './calibrate.ts';
import { compileChange } from './compile-change.ts';
import type { CompiledModel } from './compile-model.ts';
import { compileEffects } from './reasons.ts';
import { describeChange, describeValues } from './sentences.ts';

/** A lead and the model that it was scored with. */
export interface Scored {
  readonly model: CompiledModel;
  /** Such as `v4`, for sentences. */
  readonly version: string;
  /** Validated against `model.artifact.schema`. */
  readonly lead: Lead;
}

/** What one feature has to do with a change, in the unit of the change. */
export interface FeatureChange {
  readonly feature: string;
  /** Its value before; null when it was not given. */
  readonly from: LeadValue;
  readonly to: LeadValue;
  /** What the new value changes under the earlier model. */
  readonly inputEffect: number;
  /** What the later model changes for the new value; 0 under the same model. */
  readonly modelEffect: number;
  /** What both do to the odds of the published probability, or to the probability, as a sentence. */
  readonly text: string;
}

/** Why a lead's score changed. */
export interface Change {
  /**
   * Of all figures: `probability` where the effects of both models are parts of one (`identity`), else log-odds before calibration.
   */
  readonly unit: EffectUnit;
  readonly from: number;
  readonly to: number;
  /** `to` minus `from`: the input's effect and the model's. */
  readonly logOdds: number;
  /** Of all features together. */
  readonly inputEffect: number;
  /** Of all features and the intercept together. */
  readonly modelEffect: number;
  /** The later model's `base` minus the earlier one's. */
  readonly interceptEffect: number;
  /** Those that changed anything, the largest effect first; equal ones in the order of the later schema. */
  readonly features: readonly FeatureChange[];
}

/**
 * Takes the change from A(x), the earlier model's log-odds of the earlier lead, to B(y) apart in two steps: from A(x) to A(y), which
 * is the input's doing, and from A(y) to B(y), which is the model's. Both are additive, so each step falls apart into features,
 * and what two fields do together is credited to each by half, as in reasons. The parts add up to the change:
 * Σ input effects + Σ model effects + the intercept's = B(y) − A(x).
 *
 * A(y) needs a value that A can read: of a field that B does not know, or of another type there, A keeps that of x, so that
 * its change counts to the model, as all of a field does that A does not know.
 *
 * Where the effects of one model only are parts of a probability, they are carried over to log-odds, so that nothing of two units
 * is added up.
 *
 * @example
 * explainChange({ model, version: 'v1', lead: { visits: 3 } }, { model, version: 'v1', lead: { visits: 9 } }).features[0].text
 * // 'Visits 3 → 9: multiplies the odds by 2.1'
 */
export function explainChange(earlier: Scored, later: Scored): Change {
  const [a, b] = [earlier.model.artifact, later.model.artifact];
  const after = typesOf(b.schema.fields);
  const between = Object.fromEntries(
    a.schema.fields.map(({ name, type }) => {
      const lead = after.get(name) === type ? later.lead : earlier.lead;
      return [name, lead[name] ?? null];
    }),
  );
  const [ofA, ofB] = [unitOf(a.calibration), unitOf(b.calibration)];
  const unit = ofA === ofB ? ofA : 'log_odds';
  const ax = addUp(earlier.model, earlier.lead, unit);
  const ay = addUp(earlier.model, between, unit);
  const by = addUp(later.model, later.lead, unit);
  const fields = [...b.schema.fields, ...a.schema.fields.filter(({ name }) => !after.has(name))];
  const describeA = compileDescriber(a.calibration, unit);
  const describeB = compileDescriber(b.calibration, unit);
  const all = fields.map((field): FeatureChange => {
    const { name } = field;
    const [of, kept, to] = [ax, ay, by].map(({ effects }) => effects.get(name) ?? 0) as [
      number,
      number,
      number,
    ];
    const [from, now] = [earlier, later].map(({ lead }) => lead[name] ?? null) as [LeadValue, LeadValue];
    const [inputEffect, modelEffect] = [tidy(kept - of), tidy(to - kept)];
    const input = inputEffect === 0 ? '' : describeA(inputEffect, ay.logOdds);
    const model = modelEffect === 0 ? '' : describeB(modelEffect, by.logOdds);
    const parts = [...(input === '' ? [] : [input.trim()]), ...(model === '' ? [] : [later.version + model])];
    const text = `${describeValues(field, from, now)}: ${parts.join('; ')}`;
    return { feature: name, from, to: now, inputEffect, modelEffect, text };
  });
  const features = all
    .filter(({ inputEffect, modelEffect }) => inputEffect !== 0 || modelEffect !== 0)
    .sort((one, other) => sizeOf(other) - sizeOf(one));
  const interceptEffect = by.base - ax.base;
  return {
    unit,
    from: ax.logOdds,
    to: by.logOdds,
    logOdds: by.logOdds - ax.logOdds,
    inputEffect: features.reduce((sum, { inputEffect }) => sum + inputEffect, 0),
    modelEffect: features.reduce((sum, { modelEffect }) => sum + modelEffect, interceptEffect),
    interceptEffect,
    features,
  };
}

/** Two sums of Shapley values that are the same may differ in their last bits. */
const tidy = (effect: number): number => (Math.abs(effect) < 1e-13 ? 0 : effect);

const typesOf = (fields: readonly Field[]): ReadonlyMap<string, Field['type']> =>
  new Map(fields.map(({ name, type }) => [name, type]));

const sizeOf = ({ inputEffect, modelEffect }: FeatureChange): number =>
  Math.abs(inputEffect) + Math.abs(modelEffect);

/** How an effect is told; one that was carried over to log-odds is of the published odds already. */
function compileDescriber(calibration: Calibration, unit: EffectUnit): ReturnType<typeof compileChange> {
  if (unitOf(calibration) === unit) return compileChange(calibration);
  return (effect) => describeChange(effect, effect);
}

/** A lead's raw score, what it is made of besides fields, and what each field contributes; all in the unit. */
function addUp(model: CompiledModel, lead: Lead, unit: EffectUnit) {
  const { artifact, base } = model;
  const { logOdds: raw, contributions } = model.score(lead);
  const effects = new Float64Array(artifact.schema.fields.length);
  compileEffects(artifact, 'zero')(contributions, effects);
  const named = (factor: number) =>
    new Map(artifact.schema.fields.map(({ name }, f) => [name, factor * effects[f]!]));
  if (unitOf(artifact.calibration) === unit) return { logOdds: raw, base, effects: named(1) };
  const [logOdds, from] = [heldLogit(raw), heldLogit(base)];
  const distance = raw - base;
  // Between the average lead and this one: the rescale rule of DeepLIFT, as over the links of members.
  const p = sigmoid(logOdds);
  const slope = Math.abs(distance) < 1e-9 ? 1 / (p * (1 - p)) : (logOdds - from) / distance;
  return { logOdds, base: from, effects: named(slope) };
}

/** A probability of 0 or 1 has no log-odds. */
const NEAREST = 1e-6;
const heldLogit = (p: number): number => logit(Math.min(1 - NEAREST, Math.max(NEAREST, p)));
