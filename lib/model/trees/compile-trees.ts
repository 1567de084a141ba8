import type { LeadValue } from '../../lead/schema.ts';
import type { Calibration, LinearMember, Member, Trees, TreesMember } from '../artifact.ts';
import { calibrate } from '../calibrate.ts';
import { compileInput } from './compile-input.ts';
import { flattenTrees, meanOfTrees, sumLeaves } from './flat-trees.ts';
import { compileShapley } from './shapley.ts';

/** The members of a model made ready to score. */
export interface CompiledTrees {
  /** The fields that they look at, in the order of the inputs. */
  readonly fields: readonly string[];
  /** What they add to the average training lead's raw score. */
  readonly mean: number;
  /** What they add to a lead's. @param values one per entry of `fields` */
  score(values: readonly LeadValue[]): number;
  /** The same of numbers, one per input. */
  scoreInputs(inputs: Float64Array): number;
  /**
   * The same as `score`, and how far each field moves it from `mean`.
   *
   * @param effects filled: one per entry of `fields`
   */
  explain(values: readonly LeadValue[], effects: Float64Array): number;
  /** The same of numbers, one per input. */
  explainInputs(inputs: Float64Array, effects: Float64Array): number;
}

/** A member made ready: its number, before weight and link. */
interface CompiledMember {
  readonly weight: number;
  readonly link: Calibration | undefined;
  readonly mean: number;
  score(inputs: Float64Array): number;
  /** Adds `factor` times the effects of the fields. */
  explain(inputs: Float64Array, effects: Float64Array, factor: number): void;
}

/**
 * A mean of linked members is not additive in their log-odds; there each effect is carried over the link by the slope between the
 * average and the lead (the rescale rule of DeepLIFT, Shrikumar et al. 2017), so that the effects still add up.
 */
export function compileTrees(trees: Trees): CompiledTrees {
  const inputs = trees.inputs.map(compileInput);
  const fields = [...new Set(inputs.map(({ feature }) => feature))];
  const fieldOf = Int32Array.from(inputs, ({ feature }) => fields.indexOf(feature));
  const members = trees.members.map((member) => compileMember(member, fieldOf));
  const numbers = new Float64Array(inputs.length);
  const read = (values: readonly LeadValue[]) => {
    for (let i = 0; i < numbers.length; i++) numbers[i] = inputs[i]!.read(values[fieldOf[i]!]!);
  };
  const scoreInputs = (of: Float64Array) => {
    let sum = 0;
    for (const member of members) sum += member.weight * linkOf(member, member.score(of));
    return sum;
  };
  const explainInputs = (of: Float64Array, effects: Float64Array) => {
    effects.fill(0);
    let sum = 0;
    for (const member of members) {
      const score = member.score(of);
      sum += member.weight * linkOf(member, score);
      member.explain(of, effects, member.weight * slopeOf(member, score));
    }
    return sum;
  };
  return {
    fields,
    mean: members.reduce((sum, member) => sum + member.weight * linkOf(member, member.mean), 0),
    score(values) {
      read(values);
      return scoreInputs(numbers);
    },
    scoreInputs,
    explain(values, effects) {
      read(values);
      return explainInputs(numbers, effects);
    },
    explainInputs,
  };
}

const linkOf = ({ link }: Pick<CompiledMember, 'link'>, score: number): number =>
  link === undefined ? score : calibrate(link, score);

/** By how much the linked number moves for each unit of the member's, between the average lead and this one. */
export function slopeOf(member: Pick<CompiledMember, 'link' | 'mean'>, score: number): number {
  if (member.link === undefined) return 1;
  const distance = score - member.mean;
  if (Math.abs(distance) < 1e-9) {
    const near = 1e-6;
    return (linkOf(member, score + near) - linkOf(member, score - near)) / (2 * near);
  }
  return (linkOf(member, score) - linkOf(member, member.mean)) / distance;
}

function compileMember(member: Member, fieldOf: Int32Array): CompiledMember {
  const { weight, link } = member;
  const made = member.kind === 'trees' ? compileForest(member, fieldOf) : compileLinear(member, fieldOf);
  return { weight, link, ...made };
}

type Made = Pick<CompiledMember, 'mean' | 'score' | 'explain'>;

function compileForest(member: TreesMember, fieldOf: Int32Array): Made {
  const { intercept = 0 } = member;
  const trees = flattenTrees(member);
  const shapley = compileShapley(trees, fieldOf);
  const rounded = new Float32Array(member.float32 === true ? fieldOf.length : 0);
  const seen = (inputs: Float64Array): ArrayLike<number> => {
    if (member.float32 !== true) return inputs;
    rounded.set(inputs);
    return rounded;
  };
  return {
    mean: intercept + meanOfTrees(trees),
    score: (inputs) => intercept + sumLeaves(trees, seen(inputs)),
    explain: (inputs, effects, factor) => shapley(seen(inputs), effects, factor),
  };
}

function compileLinear({ intercept = 0, coefficients, means }: LinearMember, fieldOf: Int32Array): Made {
  const add = (inputs: ArrayLike<number>) =>
    coefficients.reduce((sum, coefficient, i) => sum + coefficient * inputs[i]!, intercept);
  return {
    mean: add(means),
    score: add,
    explain: (inputs, effects, factor) => {
      coefficients.forEach((coefficient, i) => {
        effects[fieldOf[i]!]! += factor * coefficient * (inputs[i]! - means[i]!);
      });
    },
  };
}
