import * as fc from 'fast-check';
import type { Input, Trees, TreesMember } from '../../../../lib/model/artifact.ts';
import { compileTrees, MEMORY_IN_BULK } from '../../../../lib/model/trees/compile-trees.ts';
import { randomTrees } from '../../../support/random-trees.ts';

const INPUTS = Array.from(
  { length: 12 },
  (_, i): Input => ({ kind: 'number', feature: `f${i}`, steps: [], missing: null }),
);

/** One member with trees of all these sizes, in this order. */
function treesOf(sizes: readonly number[], seed: number): Trees {
  const members = sizes.map(
    (leaves, i) =>
      randomTrees({ inputs: INPUTS, trees: 1, leaves, seed: seed + i }).members[0] as TreesMember,
  );
  const join = <Name extends 'input' | 'threshold' | 'route' | 'value' | 'cover'>(name: Name) =>
    members.flatMap((member) => [...member[name]]);
  return {
    inputs: INPUTS,
    members: [
      {
        kind: 'trees',
        weight: 1,
        input: join('input'),
        threshold: join('threshold'),
        route: join('route'),
        value: join('value'),
        cover: join('cover'),
        sets: [],
      },
    ],
  };
}

test('small and large trees beside each other: the effects add up, in any order of them', () =>
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 8 }),
      fc.integer({ min: 1, max: 1e6 }),
      fc.array(fc.constantFrom(Number.NaN, 0, 25, 50, 75, 100), { minLength: 12, maxLength: 12 }),
      (sizes, seed, lead) => {
        for (const memory of [0, MEMORY_IN_BULK]) {
          const compiled = compileTrees(treesOf(sizes, seed), memory);
          const effects = new Float64Array(compiled.fields.length);
          const inputs = Float64Array.from(lead);
          for (let again = 0; again < 2; again++) {
            const score = compiled.explainInputs(inputs, effects);
            expect(score).toBe(compiled.scoreInputs(inputs));
            expect(effects.reduce((sum, effect) => sum + effect, compiled.mean)).toBeCloseTo(score, 10);
          }
        }
      },
    ),
  ));
