import * as fc from 'fast-check';
import {
  createTreeGrower,
  type GrowOptions,
} from '../../../../../../lib/learning/trainers/trees/grow/create-tree-grower.ts';
import type {
  GrownTree,
  GrowRules,
  GrowTarget,
} from '../../../../../../lib/learning/trainers/trees/grow/tree-grower.ts';
import { createRandom } from '../../../../../../lib/statistics/random.ts';
import { drawLeads, RULES, type TestLeads, walkTree } from './leads.ts';

interface Grown {
  readonly trees: GrownTree[];
  readonly scores: Float64Array;
}

function growTrees(
  leads: TestLeads,
  {
    rules = {},
    target = {},
    trees = 6,
    ...options
  }: {
    rules?: Partial<GrowRules>;
    target?: Partial<GrowTarget>;
    trees?: number;
  } & GrowOptions = {},
): Grown {
  const grower = createTreeGrower(
    leads,
    { labels: leads.labels, positiveWeight: 1, start: -1, ...target },
    { ...RULES, ...rules },
    options,
  );
  const grown = Array.from({ length: trees }, (_, seed) => grower.grow(seed)!);
  const scores = grower.scores.slice();
  grower.close();
  return { trees: grown, scores };
}

const SAMPLED = { columnShare: 0.6, rowShare: 0.7 };
const leads = drawLeads(6000, 1);
const allLeads = Array.from({ length: leads.count }, (_, i) => i);

test.each([
  ['of all leads and columns', {}, false],
  ['of some of them, some held out', SAMPLED, true],
])('the same trees without WebAssembly and on any number of threads: %s', (_, rules, hasHeldOut) => {
  const heldOut = Uint8Array.from(leads.labels, (_, i) => (i % 7 === 0 ? 1 : 0));
  const target = hasHeldOut ? { heldOut } : {};
  const one = growTrees(leads, { rules, target });
  expect(one.trees[0]!.values.length).toBe(RULES.leaves);
  for (const options of [{ isScript: true }, { threads: 2 }, { threads: 3, isScript: true }])
    expect(growTrees(leads, { rules, target, ...options })).toEqual(one);
});

test('the same trees for any order of the leads', () => {
  const random = createRandom(5);
  const order = allLeads.toSorted(() => random() - 0.5);
  const reorder = (array: Uint8Array) => Uint8Array.from(order, (i) => array[i]!);
  const other: TestLeads = {
    count: leads.count,
    columns: leads.columns.map((column) => ({ ...column, codes: reorder(column.codes) })),
    labels: reorder(leads.labels),
  };
  const [first, second] = [growTrees(leads), growTrees(other)];
  expect(second.trees).toEqual(first.trees);
  expect(second.scores).toEqual(Float64Array.from(order, (i) => first.scores[i]!));
});

test.each([
  ['all leads and columns', {}],
  ['some of them, values rounded', { ...SAMPLED, valueStep: 0.001 }],
])('scores are the sums of the leaves that leads are in, counts their number: %s', (_, rules) => {
  const some = drawLeads(1500, 2);
  const { trees, scores } = growTrees(some, { rules });
  const counts = trees.map((tree) => new Map([...tree.values].map((value) => [value, 0])));
  scores.forEach((score, lead) => {
    let sum = -1;
    trees.forEach((tree, t) => {
      const value = walkTree(tree, (column) => some.columns[column]!.codes[lead]!);
      counts[t]!.set(value, counts[t]!.get(value)! + 1);
      sum += value;
    });
    expect(score).toBe(sum);
  });
  trees.forEach(({ values, counts: told }, t) => {
    // Leaves of the same value are counted together.
    const expected = new Map([...values].map((value) => [value, 0]));
    values.forEach((value, leaf) => {
      expected.set(value, expected.get(value)! + told[leaf]!);
    });
    expect(counts[t]).toEqual(expected);
  });
  const step = (rules as Partial<GrowRules>).valueStep;
  if (step !== undefined)
    for (const value of trees.flatMap(({ values }) => [...values]))
      expect(value).toBe(Number(value.toFixed(3)));
});

test('the loss falls with every tree', () => {
  const loss = ({ scores }: Grown) =>
    scores.reduce((sum, z, i) => sum + Math.log1p(Math.exp(leads.labels[i] === 1 ? -z : z)), 0);
  const losses = [0, 1, 5, 20].map((trees) => loss(growTrees(leads, { trees })));
  expect(losses).toEqual(losses.toSorted((a, b) => b - a));
  expect(losses[3]).toBeLessThan(0.95 * losses[0]!);
});

test('held out leads get scores and change nothing', () => {
  const heldOut = Uint8Array.from(leads.labels, (_, i) => (i % 3 === 0 ? 1 : 0));
  const flipped = leads.labels.map((label, i) => (heldOut[i] === 1 ? 1 - label : label));
  for (const rules of [{}, SAMPLED]) {
    const grown = growTrees(leads, { rules, target: { heldOut } });
    const other = growTrees(leads, { rules, target: { heldOut, labels: flipped } });
    expect(other).toEqual(grown);
    for (const { counts } of grown.trees) expect(counts.reduce((a, b) => a + b)).toBe(leads.count * (2 / 3));
    for (const lead of [0, 3, 300]) {
      const values = grown.trees.map((tree) => walkTree(tree, (c) => leads.columns[c]!.codes[lead]!));
      expect(grown.scores[lead]).toBe(values.reduce((sum, value) => sum + value, -1));
    }
  }
  const kept = allLeads.filter((i) => heldOut[i] === 0);
  const pick = (array: Uint8Array) => Uint8Array.from(kept, (i) => array[i]!);
  const alone = growTrees({
    count: kept.length,
    columns: leads.columns.map((column) => ({ ...column, codes: pick(column.codes) })),
    labels: pick(leads.labels),
  });
  expect(growTrees(leads, { target: { heldOut } }).trees).toEqual(alone.trees);
});

test('scores rise with a number that they may only rise with', () => {
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom(-1 as const, 1 as const), (seed, direction) => {
      const some = drawLeads(800, seed, direction);
      const { trees } = growTrees(some, { rules: { learningRate: 0.5, l2: 0 }, trees: 8 });
      const random = createRandom(seed);
      for (let i = 0; i < 20; i++) {
        const codes = some.columns.map(({ bins }) => Math.floor(random() * bins));
        const scoreAt = (bin: number) =>
          trees.reduce((sum, tree) => sum + walkTree(tree, (c) => (c === 0 ? bin : codes[c]!)), 0);
        let last = scoreAt(1);
        for (let bin = 2; bin < 40; bin++) {
          const next = scoreAt(bin);
          expect((next - last) * direction).toBeGreaterThanOrEqual(-1e-12);
          last = next;
        }
      }
    }),
    { numRuns: 12 },
  );
});

test('leads and columns that a tree sees are as many as told, others with another seed', () => {
  const [a, b] = [1, 2].map((seed) => {
    const grower = createTreeGrower(
      leads,
      { labels: leads.labels, positiveWeight: 1, start: -1 },
      { ...RULES, columnShare: 0.2 },
    );
    const columns = Array.from({ length: 10 }, (_, i) => [
      ...new Set(grower.grow(seed * 100 + i)?.column.filter((column) => column >= 0)),
    ]);
    expect(columns.every((of) => of.length <= 1)).toBe(true);
    return columns.join(' ');
  });
  expect(a).not.toBe(b);
  const sampled = growTrees(leads, { rules: { rowShare: 0.5 }, trees: 1 });
  expect(sampled.trees).not.toEqual(growTrees(leads, { trees: 1 }).trees);
});

test('weights count as leads that are there as often', () => {
  const twice = allLeads.flatMap((i) => (leads.labels[i] === 1 ? [i, i] : [i]));
  const pick = (array: Uint8Array) => Uint8Array.from(twice, (i) => array[i]!);
  const doubled: TestLeads = {
    count: twice.length,
    columns: leads.columns.map((column) => ({ ...column, codes: pick(column.codes) })),
    labels: pick(leads.labels),
  };
  const rules = { minLeadsPerLeaf: 0, levelSmoothing: 0, minLeadsPerStep: 0 };
  const [weighed, copied] = [
    growTrees(leads, { rules, target: { positiveWeight: 2 }, trees: 1 }).trees[0]!,
    growTrees(doubled, { rules, trees: 1 }).trees[0]!,
  ];
  expect(weighed.column).toEqual(copied.column);
  expect(weighed.goesLeft).toEqual(copied.goesLeft);
  weighed.values.forEach((value, leaf) => {
    expect(value).toBeCloseTo(copied.values[leaf]!, 5);
  });
});

test('no split helps: no tree, and nothing changes', () => {
  const same = {
    ...leads,
    columns: leads.columns.map((column) => ({ ...column, codes: new Uint8Array(6000) })),
  };
  const grower = createTreeGrower(same, { labels: leads.labels, positiveWeight: 1, start: -1 }, RULES);
  expect([grower.grow(1), grower.grow(2)]).toEqual([undefined, undefined]);
  expect(new Set(grower.scores)).toEqual(new Set([-1]));
});

test('a grower whose memory was used before grows the same trees', () => {
  const expected = growTrees(leads, { rules: SAMPLED, isScript: true });
  // A larger one, then a smaller one, then two at a time.
  growTrees(drawLeads(20_000, 4), { rules: { leaves: 31 }, trees: 2 });
  expect(growTrees(leads, { rules: SAMPLED })).toEqual(expected);
  growTrees(drawLeads(500, 5), { trees: 2 });
  const open = createTreeGrower(leads, { labels: leads.labels, positiveWeight: 1, start: -1 }, RULES);
  const first = open.grow(1);
  expect(growTrees(leads, { rules: SAMPLED })).toEqual(expected);
  open.close();
  open.close();
  const [a, b] = [1, 2].map(() =>
    createTreeGrower(leads, { labels: leads.labels, positiveWeight: 1, start: -1 }, RULES),
  );
  expect([a!.grow(1), b!.grow(1)]).toEqual([first, first]);
  a!.close();
  b!.close();
});
