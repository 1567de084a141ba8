import type { LeadValue } from '../../lead/schema.ts';
import type { Calibration, LinearMember, Member, Trees } from '../artifact.ts';
import { calibrate } from '../calibrate.ts';
import { compileForest, type MemberScorer } from './compile-forest.ts';
import { type CompiledInput, compileInput } from './compile-input.ts';

/** The members of a model made ready to score. */
export interface CompiledTrees {
  readonly inputs: readonly CompiledInput[];
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

/** Bytes that a thread which scores a file keeps of what trees made of earlier rows, at most. */
export const MEMORY_IN_BULK = 1 << 25;

/** A member with its place in the sum. */
interface CompiledMember extends MemberScorer {
  readonly weight: number;
  readonly link: Calibration | undefined;
}

/**
 * A mean of linked members is not additive in their log-odds; there each effect is carried over the link by the slope between the
 * average and the lead (the rescale rule of DeepLIFT, Shrikumar et al. 2017), so that the effects still add up.
 *
 * @param memory bytes for what trees made of earlier leads, whose reasons are then found several times as fast; with 0 only the last
 * lead's is kept. The numbers are the same to the bit
 */
export function compileTrees(trees: Trees, memory = 0): CompiledTrees {
  const inputs = trees.inputs.map(compileInput);
  const fields = [...new Set(inputs.map(({ feature }) => feature))];
  const places = new Map(fields.map((field, f) => [field, f]));
  const fieldOf = Int32Array.from(inputs, ({ feature }) => places.get(feature)!);
  const members = trees.members.map((member) =>
    compileMember(member, fieldOf, memory / trees.members.length),
  );
  const numbers = new Float64Array(inputs.length);
  const own = new Float64Array(fields.length);
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
      const score = member.explain(of, own);
      sum += member.weight * linkOf(member, score);
      const factor = member.weight * slopeOf(member, score);
      for (let f = 0; f < own.length; f++) effects[f]! += factor * own[f]!;
    }
    return sum;
  };
  return {
    inputs,
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

function compileMember(member: Member, fieldOf: Int32Array, memory: number): CompiledMember {
  const { weight, link } = member;
  const made =
    member.kind === 'trees' ? compileForest(member, fieldOf, memory) : compileLinear(member, fieldOf);
  return { weight, link, ...made };
}

/** No lead's number counts for more, so that no sum becomes infinite. */
const LARGEST = 1e100;

/** Inputs that stay missing count as their means, and take no part in the reasons. */
function compileLinear(
  { intercept = 0, coefficients, means }: LinearMember,
  fieldOf: Int32Array,
): MemberScorer {
  const numberOf = (inputs: ArrayLike<number>, i: number) => {
    const x = inputs[i]!;
    return Number.isNaN(x) ? means[i]! : Math.min(LARGEST, Math.max(-LARGEST, x));
  };
  const add = (inputs: ArrayLike<number>) =>
    coefficients.reduce((sum, coefficient, i) => sum + coefficient * numberOf(inputs, i), intercept);
  return {
    mean: add(means),
    score: add,
    explain(inputs, effects) {
      effects.fill(0);
      coefficients.forEach((coefficient, i) => {
        effects[fieldOf[i]!]! += coefficient * (numberOf(inputs, i) - means[i]!);
      });
      return add(inputs);
    },
  };
}
