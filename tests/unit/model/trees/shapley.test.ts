import fc from 'fast-check';
import type { LeadValue } from '../../../../lib/lead/schema.ts';
import type { Trees, TreesMember } from '../../../../lib/model/artifact.ts';
import { compileInput } from '../../../../lib/model/trees/compile-input.ts';
import { compileTrees } from '../../../../lib/model/trees/compile-trees.ts';
import { coverOf, type FlatTrees, flattenTrees, goesLeft } from '../../../../lib/model/trees/flat-trees.ts';
import { makeRandomTrees, type RandomTrees } from '../../../support/make-random-trees.ts';

/** The tree's expectation when only some fields are known (Lundberg et al. 2020, algorithm 1). */
function expectation(
  trees: FlatTrees,
  inputs: readonly number[],
  isKnown: (input: number) => boolean,
): number {
  const below = (node: number): number => {
    if (node < 0) return trees.value[~node]!;
    const input = trees.input[node]!;
    const [left, right] = [trees.left[node]!, trees.right[node]!];
    if (isKnown(input)) return below(goesLeft(trees, node, inputs[input]!) ? left : right);
    const [toLeft, toRight] = [coverOf(trees, left), coverOf(trees, right)];
    return (toLeft * below(left) + toRight * below(right)) / (toLeft + toRight);
  };
  return [...trees.roots].reduce((sum, root) => sum + below(root), 0);
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** Shapley's formula over all sets of fields. */
function shapleyBySets(
  trees: FlatTrees,
  inputs: readonly number[],
  fieldOf: readonly number[],
  fields: number,
) {
  const values = Array.from({ length: 1 << fields }, (_, set) =>
    expectation(trees, inputs, (input) => ((set >> fieldOf[input]!) & 1) === 1),
  );
  return Array.from({ length: fields }, (_, field) => {
    let sum = 0;
    values.forEach((value, set) => {
      if ((set >> field) & 1) return;
      const size = set.toString(2).replaceAll('0', '').length;
      const weight = (factorial(size) * factorial(fields - 1 - size)) / factorial(fields);
      sum += weight * (values[set | (1 << field)]! - value);
    });
    return sum;
  });
}

/** Leaf by leaf: sets of the fields on its way counted by their sizes, without quadrature and without dividing. */
function shapleyByLeaves(
  trees: FlatTrees,
  inputs: readonly number[],
  fieldOf: readonly number[],
  fields: number,
) {
  const effects = Array.from({ length: fields }, () => 0);
  const visit = (node: number, way: ReadonlyMap<number, { follows: number; share: number }>): void => {
    if (node < 0) {
      for (const [field, { follows, share }] of way) {
        // By size: the products over sets of the others that follow, times the shares of the rest.
        let bySize = [1];
        for (const [other, step] of way) {
          if (other === field) continue;
          const next = new Array<number>(bySize.length + 1).fill(0);
          bySize.forEach((product, size) => {
            next[size]! += product * step.share;
            next[size + 1]! += product * step.follows;
          });
          bySize = next;
        }
        const m = way.size;
        let [mean, weight] = [0, 1 / m];
        bySize.forEach((product, size) => {
          mean += weight * product;
          weight *= (size + 1) / (m - 1 - size);
        });
        effects[field]! += trees.value[~node]! * (follows - share) * mean;
      }
      return;
    }
    const input = trees.input[node]!;
    const field = fieldOf[input]!;
    const left = goesLeft(trees, node, inputs[input]!);
    const before = way.get(field) ?? { follows: 1, share: 1 };
    for (const [side, goes] of [
      [trees.left[node]!, left],
      [trees.right[node]!, !left],
    ] as const) {
      const share = (before.share * coverOf(trees, side)) / trees.splitCover[node]!;
      visit(side, new Map([...way, [field, { follows: goes ? before.follows : 0, share }]]));
    }
  };
  for (const root of trees.roots) visit(root, new Map());
  return effects;
}

const leadOf = (fields: number): fc.Arbitrary<LeadValue[]> =>
  fc.array(fc.constantFrom<LeadValue>(null, -1, -0.5, 0, 0.5, 1, 2, 3.5, 4, 40, 1e9), {
    minLength: fields,
    maxLength: fields,
  });

/** The inputs of a lead, and which field each is of. */
function readInputs(trees: Trees, lead: readonly LeadValue[]) {
  const fieldOf = trees.inputs.map(({ feature }) => Number(feature.slice(1)));
  return { fieldOf, inputs: trees.inputs.map((input, i) => compileInput(input).read(lead[fieldOf[i]!]!)) };
}

function checkAgainst(
  spec: RandomTrees,
  reference: typeof shapleyByLeaves,
  lead: readonly LeadValue[],
): void {
  const trees = makeRandomTrees(spec);
  const member = trees.members[0] as TreesMember;
  const { inputs, fieldOf } = readInputs(trees, lead);
  const compiled = compileTrees(trees);
  const effects = new Float64Array(spec.fields);
  const score = compiled.explain(lead, effects);
  const expected = reference(flattenTrees(member), inputs, fieldOf, spec.fields);
  expected.forEach((effect, f) => {
    expect(Math.abs(effects[f]! - member.weight * effect)).toBeLessThan(1e-12 * spec.trees * spec.splits);
  });
  const sum = effects.reduce((all, each) => all + each, compiled.mean);
  expect(Math.abs(sum - score)).toBeLessThan(1e-9);
  expect(compiled.score(lead)).toBe(score);
}

const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 });

test('reasons of trees are Shapley’s own formula over all sets of fields', () => {
  fc.assert(
    fc.property(
      seed,
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 3 }),
      fc.infiniteStream(seed),
      (s, fields, inputsOfField, seeds) => {
        const [lead] = fc.sample(leadOf(fields), { seed: seeds.next().value!, numRuns: 1 }) as [LeadValue[]];
        checkAgainst({ seed: s, fields, inputsOfField, trees: 3, splits: 12 }, shapleyBySets, lead);
      },
    ),
    { numRuns: 150 },
  );
});

test.each<[name: string, spec: Omit<RandomTrees, 'seed'>]>([
  ['wide trees, of more splits than a word has bits', { fields: 9, inputsOfField: 2, trees: 2, splits: 70 }],
  ['ways of 40 fields', { fields: 40, inputsOfField: 1, trees: 1, splits: 40, chain: true }],
  ['ways of 256 splits by 30 fields', { fields: 30, inputsOfField: 1, trees: 1, splits: 256, chain: true }],
  [
    'leaves of next to no training leads',
    { fields: 8, inputsOfField: 1, trees: 2, splits: 30, covers: [1e6, 1e-6] },
  ],
  [
    'covers at the ends of what is allowed',
    { fields: 8, inputsOfField: 1, trees: 2, splits: 30, covers: [1e100, 1e-300] },
  ],
])('%s', (_, spec) => {
  fc.assert(
    fc.property(seed, leadOf(spec.fields), (s, lead) =>
      checkAgainst({ ...spec, seed: s }, shapleyByLeaves, lead),
    ),
    { numRuns: spec.splits > 100 ? 2 : 15 },
  );
});

test('what is kept of earlier leads changes no bit', () => {
  fc.assert(
    fc.property(
      seed,
      fc.constantFrom(2e4, 1e6),
      fc.array(leadOf(6), { minLength: 40, maxLength: 40 }),
      (s, memory, leads) => {
        const trees = makeRandomTrees({ seed: s, fields: 6, inputsOfField: 2, trees: 8, splits: 40 });
        const [alone, together] = [compileTrees(trees), compileTrees(trees, memory)];
        const [one, other] = [new Float64Array(6), new Float64Array(6)];
        // Memory is laid out when many leads have come.
        for (let round = 0; round < 20; round++) for (const lead of leads) together.explain(lead, other);
        for (const lead of leads) {
          expect(together.explain(lead, other)).toBe(alone.explain(lead, one));
          expect(other).toEqual(one);
        }
      },
    ),
    { numRuns: 20 },
  );
});

test('effects of a mean of calibrated members are carried over each link, and add up', () => {
  const [a, b] = [7, 8].map((s) =>
    makeRandomTrees({ seed: s, fields: 4, inputsOfField: 1, trees: 3, splits: 8 }),
  ) as [Trees, Trees];
  const trees: Trees = {
    inputs: a.inputs,
    members: [
      { ...a.members[0]!, link: { method: 'platt', slope: 1.3, offset: -0.2 } },
      { ...b.members[0]!, link: { method: 'isotonic', z: [-2, 0, 2], p: [0.1, 0.3, 0.9] } },
      {
        kind: 'linear',
        weight: 0.25,
        coefficients: [0.5, 0, -0.25, 1],
        means: [1, 2, 0.5, 3],
        link: { method: 'none' },
      },
    ],
  };
  const compiled = compileTrees(trees);
  fc.assert(
    fc.property(leadOf(4), (lead) => {
      const effects = new Float64Array(4);
      const score = compiled.explain(lead, effects);
      expect(effects.reduce((sum, each) => sum + each, compiled.mean)).toBeCloseTo(score, 9);
      expect(score).toBe(compiled.score(lead));
    }),
  );
});
