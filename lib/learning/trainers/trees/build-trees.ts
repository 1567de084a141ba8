import type { Input, Trees, TreesMember } from '../../../model/artifact.ts';
import type { LevelColumn, NumberColumn, TreeColumn } from './bin-leads.ts';
import type { GrownTree } from './grow/tree-grower.ts';

/** Trees that are averaged, and their part in the mean. */
export interface WeightedBag {
  readonly trees: readonly GrownTree[];
  readonly weight: number;
}

/**
 * Grown trees as the artifact has them.
 *
 * @returns undefined when none has a split: such trees say the same of every lead
 */
export function buildTrees(columns: readonly TreeColumn[], bags: readonly WeightedBag[]): Trees | undefined {
  const used = new Set(bags.flatMap(({ trees }) => trees.flatMap(({ column }) => [...column])));
  const kept = columns.filter((_, c) => used.has(c));
  if (kept.length === 0) return undefined;
  const inputOf = columns.map((column) => kept.indexOf(column));
  return {
    inputs: kept.map(buildInput),
    members: bags
      .filter(({ trees }) => trees.length > 0)
      .map(({ trees, weight }) => buildMember(columns, inputOf, trees, weight)),
  };
}

function buildMember(
  columns: readonly TreeColumn[],
  inputOf: readonly number[],
  trees: readonly GrownTree[],
  weight: number,
): TreesMember {
  const member = {
    input: [] as number[],
    threshold: [] as number[],
    route: [] as number[],
    value: [] as number[],
    cover: [] as number[],
    sets: [] as number[][],
  };
  const setOf = new Map<string, number>();
  for (const tree of trees) {
    const heavier = findHeavierSides(tree);
    let split = 0;
    for (const c of tree.column) {
      if (c < 0) {
        member.input.push(-1);
        continue;
      }
      const column = columns[c]!;
      const goesLeft = tree.goesLeft[split]!;
      // What no training lead has in the column goes where most of them go.
      const side = (bin: number) => (column.counts[bin]! > 0 ? goesLeft[bin]! : heavier[split]!);
      member.input.push(inputOf[c]!);
      if (column.kind === 'number') {
        member.threshold.push(thresholdOf(column, goesLeft));
        member.route.push(side(0));
      } else {
        const codes = codesOf(column).filter((bin) => side(bin) === 1);
        const key = codes.join();
        if (!setOf.has(key)) setOf.set(key, member.sets.push(codes) - 1);
        member.threshold.push(setOf.get(key)!);
        member.route.push(2 + side(0));
      }
      split++;
    }
    for (const value of tree.values) member.value.push(value + 0);
    for (const leads of tree.counts) member.cover.push(leads);
  }
  return { weight, kind: 'trees', ...member };
}

/** The codes of a column's levels. */
const codesOf = ({ bins }: LevelColumn): number[] => Array.from({ length: bins - 1 }, (_, i) => i + 1);

/** Bins 1 to k go left: the threshold between bins k and k + 1; where all numbers do, one that no number is above. */
function thresholdOf({ thresholds }: NumberColumn, goesLeft: Uint8Array): number {
  const last = goesLeft.lastIndexOf(1);
  if (last < 1) throw new Error('build trees: expected numbers that go left');
  return thresholds[last - 1] ?? Number.MAX_VALUE;
}

/** Per split 1 when at least as many leads go left as right. */
function findHeavierSides({ column, counts }: GrownTree): Uint8Array {
  const sides = new Uint8Array(counts.length - 1);
  let [node, split, leaf] = [0, 0, 0];
  const visit = (): number => {
    if (column[node++]! < 0) return counts[leaf++]!;
    const own = split++;
    const left = visit();
    const right = visit();
    sides[own] = left >= right ? 1 : 0;
    return left + right;
  };
  visit();
  return sides;
}

function buildInput(column: TreeColumn): Input {
  const { field } = column.feature;
  if (column.kind === 'number') {
    const { part } = column.feature;
    const at = part === undefined ? {} : { part };
    return { kind: 'number', feature: field, ...at, steps: [], missing: null };
  }
  const { part, levels } = column.feature;
  return {
    kind: 'level',
    feature: field,
    ...(part === undefined ? {} : { part }),
    values: Object.fromEntries(column.own.map((level, i) => [levels[level]!, i + 1])),
    other: column.own.length + 1,
    missing: null,
  };
}
