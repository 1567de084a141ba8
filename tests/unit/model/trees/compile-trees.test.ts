import * as fc from 'fast-check';
import type { LeadValue } from '../../../../lib/lead/schema.ts';
import type { Trees } from '../../../../lib/model/artifact.ts';
import { compileModel } from '../../../../lib/model/compile-model.ts';
import { compileTrees } from '../../../../lib/model/trees/compile-trees.ts';
import { coverOf, flattenTrees, goesLeft } from '../../../../lib/model/trees/flat-trees.ts';
import { exampleTreesArtifact } from '../../../support/example-model.ts';

const TREES = exampleTreesArtifact().trees!;

/** The expected value when only some fields are known, which Shapley values are made of (Lundberg et al. 2020, algorithm 1). */
function expectation(trees: Trees, inputs: readonly number[], known: ReadonlySet<string>): number {
  return trees.members.reduce((total, member) => {
    if (member.kind !== 'trees') throw new Error('expected trees');
    const flat = flattenTrees(member);
    const below = (node: number): number => {
      if (node < 0) return flat.value[~node]!;
      const input = flat.input[node]!;
      const [left, right] = [flat.left[node]!, flat.right[node]!];
      if (known.has(trees.inputs[input]!.feature))
        return below(goesLeft(flat, node, inputs[input]!) ? left : right);
      const cover = coverOf(flat, node);
      return (coverOf(flat, left) * below(left) + coverOf(flat, right) * below(right)) / cover;
    };
    const sum = [...flat.roots].reduce((all, root) => all + below(root), member.intercept ?? 0);
    return total + member.weight * sum;
  }, 0);
}

/** Shapley's own formula: the mean over all orders of what a field adds to those before it. */
function shapleyByOrders(trees: Trees, inputs: readonly number[], fields: readonly string[]): number[] {
  const orders = permutations(fields);
  return fields.map(
    (field) =>
      orders.reduce((sum, order) => {
        const before = new Set(order.slice(0, order.indexOf(field)));
        return (
          sum + expectation(trees, inputs, new Set([...before, field])) - expectation(trees, inputs, before)
        );
      }, 0) / orders.length,
  );
}

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));

const values = fc.tuple(
  fc.constantFrom<LeadValue>(null, 0, 4.5, 4.6, 9, 12),
  fc.constantFrom<LeadValue>(null, 'web', 'referral', 'fair', 'elsewhere'),
  fc.constantFrom<LeadValue>(null, true, false),
);

test('the effects are the Shapley values, and add up to the score', () => {
  const compiled = compileTrees(TREES);
  expect(compiled.fields).toEqual(['visits', 'source', 'opened']);
  fc.assert(
    fc.property(values, (lead) => {
      const effects = new Float64Array(3);
      const score = compiled.explain(lead, effects);
      const [visits, source, opened] = lead;
      const inputs = [
        (visits as number | null) ?? Number.NaN,
        { web: 0, referral: 1, fair: 2 }[String(source)] ?? Number.NaN,
        opened === true ? 1 : 0,
      ];
      const expected = shapleyByOrders(TREES, inputs, compiled.fields);
      expected.forEach((effect, f) => {
        expect(effects[f]).toBeCloseTo(effect, 12);
      });
      expect(compiled.mean + effects[0]! + effects[1]! + effects[2]!).toBeCloseTo(score, 12);
      expect(compiled.score(lead)).toBe(score);
    }),
  );
});

test('a model of trees is scored and explained as any other', () => {
  const model = compileModel(exampleTreesArtifact());
  const lead = { source: 'referral', visits: 3, opened: true };
  const { logOdds, contributions } = model.score(lead);
  // By hand: 0.5 · (0.75 − 0.125) + 0.25 · (0.5 + 0), with what is missing going left.
  expect(logOdds).toBeCloseTo(-1.5 + 0.5 * (0.75 - 0.125) + 0.25 * (0.5 + 0), 12);
  expect(contributions.reduce((sum, each) => sum + each, model.base)).toBeCloseTo(logOdds, 12);
  expect(model.parts).toEqual(['trees: visits', 'trees: source', 'trees: opened']);
  const { reasons, probability } = model.explain(lead);
  expect(probability).toBeCloseTo(model.probabilityOf(lead), 15);
  expect(reasons.map(({ feature }) => feature).sort()).toEqual(['opened', 'source', 'visits']);
});
