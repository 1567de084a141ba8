import type { Member, Trees, TreesMember } from '../../model/artifact.ts';
import { calibrate } from '../../model/calibrate.ts';
import { compileTrees } from '../../model/trees/compile-trees.ts';
import { sum } from '../../statistics/sum.ts';
import { fill } from '../../typed-arrays.ts';
import { readInput, scanInputs } from '../score-columns.ts';
import type { Feature } from '../table/encode-leads.ts';

/** By how much the trees' part of each lead's raw score changes when a field has the values of other leads. */
type ShuffleTrees = (giverOf: Int32Array) => Float64Array;

/** A member, of one field: what looks at it, and what that makes of each lead. */
interface OwnPart {
  readonly weight: number;
  readonly link: Member['link'];
  /** Of the whole member, before its link. */
  readonly scores: Float64Array;
  readonly before: Float64Array;
  readonly score: (inputs: Float64Array) => number;
}

/**
 * Scores leads anew whose values of a field changed places: only the trees that look at the field.
 *
 * @param features of the leads that are scored, and of no others
 * @returns of a field a function; undefined: no tree looks at it
 */
export function compileShuffles(
  { inputs, members }: Trees,
  features: readonly Feature[],
  rows: Int32Array,
): (field: string) => ShuffleTrees | undefined {
  const columns = inputs.map((input) => readInput(input, features, rows));
  const scoreAll = (score: (inputs: Float64Array) => number, of: readonly Float64Array[] = columns) => {
    const scores = new Float64Array(rows.length);
    scanInputs(of, rows.length, (lead, i) => {
      scores[i] = score(lead);
    });
    return scores;
  };
  const compile = (member: Member) => {
    const { link: _, ...plain } = member;
    return compileTrees({ inputs, members: [{ ...plain, weight: 1 }] }).scoreInputs;
  };
  const whole = members.map((member) => scoreAll(compile(member)));
  return (field) => {
    const isOwn = inputs.map(({ feature }) => feature === field);
    const parts = members.flatMap((member, m): OwnPart[] => {
      const own = takeOwn(member, isOwn);
      if (own === undefined) return [];
      const score = compile(own);
      const { weight, link } = member;
      return [{ weight, link, scores: whole[m]!, before: scoreAll(score), score }];
    });
    if (parts.length === 0) return undefined;
    return (giverOf) => {
      const shuffled = columns.map((column, c) =>
        isOwn[c] ? fill(new Float64Array(rows.length), (lead) => column[giverOf[lead]!]!) : column,
      );
      const changes = new Float64Array(rows.length);
      for (const { weight, link, scores, before, score } of parts) {
        const after = scoreAll(score, shuffled);
        const linked = (z: number) => (link === undefined ? z : calibrate(link, z));
        for (let lead = 0; lead < changes.length; lead++) {
          const moved = scores[lead]! - before[lead]! + after[lead]!;
          changes[lead]! += weight * (linked(moved) - linked(scores[lead]!));
        }
      }
      return changes;
    };
  };
}

/** Steps from node to node that scoring a lead anew takes, once for each field. */
export function countShuffleSteps({ inputs, members }: Trees): number {
  return sum(
    members.map((member) => {
      if (member.kind === 'linear') return inputs.length;
      return sum(
        splitTrees(member).map((tree) => {
          const fields = new Set(tree.input.flatMap((at) => (at < 0 ? [] : [inputs[at]!.feature])));
          return fields.size * (1 + Math.log2(tree.value.length));
        }),
      );
    }),
  );
}

/** What of a member looks at some inputs, without what it adds to every lead; undefined: nothing does. */
function takeOwn(member: Member, isOwn: readonly boolean[]): Member | undefined {
  const { intercept: _, ...rest } = member;
  if (rest.kind === 'linear') {
    const coefficients = rest.coefficients.map((coefficient, i) => (isOwn[i] ? coefficient : 0));
    return coefficients.every((coefficient) => coefficient === 0) ? undefined : { ...rest, coefficients };
  }
  const own = splitTrees(rest).filter(({ input }) => input.some((at) => isOwn[at]));
  if (own.length === 0) return undefined;
  const join = <Name extends keyof TreeLists>(name: Name) => own.flatMap((tree) => [...tree[name]]);
  return {
    ...rest,
    input: join('input'),
    threshold: join('threshold'),
    route: join('route'),
    value: join('value'),
    cover: join('cover'),
  };
}

type TreeLists = Pick<TreesMember, 'input' | 'threshold' | 'route' | 'value' | 'cover'>;

/** The lists of each tree, whose nodes stand a split before its left and its right side. */
function splitTrees({ input, threshold, route, value, cover }: TreeLists): TreeLists[] {
  const trees: TreeLists[] = [];
  for (let from = 0, [splits, leaves] = [0, 0]; from < input.length; ) {
    let [to, due, splitsTo, leavesTo] = [from, 1, splits, leaves];
    for (; due > 0; to++) {
      if (input[to]! < 0) leavesTo += 1;
      else splitsTo += 1;
      due += input[to]! < 0 ? -1 : 1;
    }
    trees.push({
      input: input.slice(from, to),
      threshold: threshold.slice(splits, splitsTo),
      route: route.slice(splits, splitsTo),
      value: value.slice(leaves, leavesTo),
      cover: cover.slice(leaves, leavesTo),
    });
    [from, splits, leaves] = [to, splitsTo, leavesTo];
  }
  return trees;
}
