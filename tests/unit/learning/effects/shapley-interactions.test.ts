import * as fc from 'fast-check';
import { compileInteractions } from '../../../../lib/learning/effects/shapley-interactions.ts';
import type { Input, TreesMember } from '../../../../lib/model/artifact.ts';
import { coverOf, flattenTrees, goesLeft } from '../../../../lib/model/trees/flat-trees.ts';
import { randomTrees } from '../../../support/random-trees.ts';

/** The expected value when only some players are known, which Shapley values are made of (Lundberg et al. 2020, algorithm 1). */
function expectation(
  member: TreesMember,
  inputs: readonly number[],
  isKnown: (input: number) => boolean,
): number {
  const flat = flattenTrees(member);
  const below = (node: number): number => {
    if (node < 0) return flat.value[~node]!;
    const [left, right, input] = [flat.left[node]!, flat.right[node]!, flat.input[node]!];
    if (isKnown(input)) return below(goesLeft(flat, node, inputs[input]!) ? left : right);
    return (coverOf(flat, left) * below(left) + coverOf(flat, right) * below(right)) / coverOf(flat, node);
  };
  return flat.roots.reduce((all, root) => all + below(root), 0);
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** The index by its own formula, over all sets of the other players (Grabisch & Roubens 1999, §4). */
function interactionBySets(
  value: (known: ReadonlySet<number>) => number,
  players: number,
  [j, k]: readonly [number, number],
): number {
  const others = Array.from({ length: players }, (_, i) => i).filter((i) => i !== j && i !== k);
  let sum = 0;
  for (let subset = 0; subset < 1 << others.length; subset++) {
    const known = others.filter((_, i) => subset & (1 << i));
    const size = known.length;
    const weight = (factorial(size) * factorial(players - size - 2)) / factorial(players - 1);
    const both = value(new Set([...known, j, k])) + value(new Set(known));
    sum += weight * (both - value(new Set([...known, j])) - value(new Set([...known, k])));
  }
  return sum;
}

const number: Input = { kind: 'number', feature: 'n', steps: [], missing: null };
const level: Input = {
  kind: 'level',
  feature: 'l',
  values: { a: 0, b: 1, c: 2, d: 3 },
  other: null,
  missing: null,
};
/** The last two inputs are of one player, as two inputs of one field are. */
const INPUTS = [number, level, number, number, level, number, number];
const PLAYER_OF = Int32Array.of(0, 1, 2, 3, 4, 5, 5);
const PLAYERS = 6;
const pairOf = (one: number, other: number) => Math.min(one, other) * PLAYERS + Math.max(one, other);

test('they are the interaction indices of the players', () => {
  const entry = fc.constantFrom(Number.NaN, 0, 1, 2, 3, 20, 50, 80, 120);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: 2, max: 10 }),
      fc.array(entry, { minLength: INPUTS.length, maxLength: INPUTS.length }),
      (seed, leaves, inputs) => {
        const member = randomTrees({ inputs: INPUTS, trees: 2, leaves, seed }).members[0] as TreesMember;
        const found = new Float64Array(PLAYERS * PLAYERS);
        compileInteractions(member, PLAYER_OF, pairOf).explain(inputs, 1, found);
        const value = (known: ReadonlySet<number>) =>
          expectation(member, inputs, (input) => known.has(PLAYER_OF[input]!));
        for (let j = 0; j < PLAYERS; j++)
          for (let k = j + 1; k < PLAYERS; k++)
            expect(found[pairOf(j, k)]).toBeCloseTo(interactionBySets(value, PLAYERS, [j, k]), 12);
      },
    ),
    { numRuns: 30 },
  );
});

test('a tree of one player has none, and one of two players what its corners say', () => {
  // visits > 1 and opened: 4; all others 0. Half of the leads go either way.
  const member: TreesMember = {
    kind: 'trees',
    weight: 1,
    input: [0, -1, 1, -1, -1],
    threshold: [1, 0.5],
    route: [0, 0],
    value: [0, 0, 4],
    cover: [2, 1, 1],
    sets: [],
  };
  const explain = (playerOf: Int32Array) => {
    const sums = new Float64Array(1);
    compileInteractions(member, playerOf, () => 0).explain([2, 1], 1, sums);
    return sums[0];
  };
  // 4 − 2 − 2 + 1: both known, either known, neither known.
  expect(explain(Int32Array.of(0, 1))).toBeCloseTo(1, 12);
  expect(explain(Int32Array.of(0, 0))).toBe(0);
});
