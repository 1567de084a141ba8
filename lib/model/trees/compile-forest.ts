import type { TreesMember } from '../artifact.ts';
import { explainTrees } from './explain-trees.ts';
import { flattenTrees, meanOfTrees, sumLeaves } from './flat-trees.ts';

/** From so many leads on, memory is worth what it takes to lay it out: a function that starts, or a short file, does without. */
const MANY_LEADS = 512;

/** A member made ready: its number, before weight and link. */
export interface MemberScorer {
  /** Of the average training lead. */
  readonly mean: number;
  score(inputs: Float64Array): number;
  /**
   * The same number to the bit, and what each field moves it from `mean`.
   *
   * @param effects filled: one per field
   */
  explain(inputs: Float64Array, effects: Float64Array): number;
}

/**
 * @param fieldOf per input the place of its field
 * @param memory bytes to keep what trees made of earlier leads (`explainTrees`)
 */
export function compileForest(member: TreesMember, fieldOf: Int32Array, memory: number): MemberScorer {
  const { intercept = 0 } = member;
  const trees = flattenTrees(member);
  const rounded = new Float32Array(member.float32 === true ? fieldOf.length : 0);
  const seen = (inputs: Float64Array): ArrayLike<number> => {
    if (member.float32 !== true) return inputs;
    rounded.set(inputs);
    return rounded;
  };
  // Only who asks for reasons pays for them.
  let explain: ReturnType<typeof explainTrees> | undefined;
  let explained = 0;
  return {
    mean: intercept + meanOfTrees(trees),
    score: (inputs) => intercept + sumLeaves(trees, seen(inputs)),
    explain(inputs, effects) {
      explain ??= explainTrees(trees, fieldOf, 0);
      if (++explained === MANY_LEADS && memory > 0) explain = explainTrees(trees, fieldOf, memory);
      effects.fill(0);
      return intercept + explain(seen(inputs), effects);
    },
  };
}
