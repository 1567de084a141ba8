import type { Lead } from '../../../../lib/lead/schema.ts';
import { describeInteractions } from '../../../../lib/learning/effects/describe-interactions.ts';
import { describeTrees } from '../../../../lib/learning/effects/describe-trees.ts';
import { planExplained } from '../../../../lib/learning/effects/plan-explained.ts';
import type { EncodedLeads, Feature } from '../../../../lib/learning/table/encode-leads.ts';
import type { ModelArtifact } from '../../../../lib/model/artifact.ts';
import { compileModel } from '../../../../lib/model/compile-model.ts';
import { datePart } from '../../../../lib/model/date-part.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';
import { exampleArtifact, exampleTreesArtifact } from '../../../support/example-model.ts';
import { randomTrees } from '../../../support/random-trees.ts';

const SOURCES = ['fair', 'only-once', 'referral', 'web'];
const DAYS = ['1', '2', '3', '4', '5', '6', '7'];

/** Leads of the example's schema; `only-once` has three leads. */
function drawLeads(count: number): Lead[] {
  const random = createRandom(11);
  const pick = <T>(...of: readonly T[]): T => of[Math.floor(of.length * random())]!;
  return Array.from({ length: count }, (_, i) => ({
    source: i < 3 ? 'only-once' : pick('web', 'web', 'referral', 'fair', null),
    visits: pick(null, Math.floor(21 * random()), Math.floor(21 * random())),
    opened: pick(true, false, null),
    first_contact: `2025-03-${String(1 + Math.floor(28 * random())).padStart(2, '0')}`,
  }));
}

function encode(leads: readonly Lead[]): EncodedLeads {
  const level = (field: string, levels: readonly string[], of: (lead: Lead) => string | null): Feature => ({
    kind: 'level',
    field,
    levels,
    codes: Uint8Array.from(leads, (lead) => {
      const at = levels.indexOf(of(lead) ?? '');
      return at < 0 ? levels.length : at;
    }),
  });
  const word = (field: string) => (lead: Lead) => (lead[field] === null ? null : String(lead[field]));
  return {
    count: leads.length,
    features: [
      {
        ...level('first_contact', DAYS, (lead) => datePart('weekday', String(lead.first_contact))),
        part: 'weekday',
      } as Feature,
      level('opened', ['true', 'false'], word('opened')),
      level('source', SOURCES, word('source')),
      {
        kind: 'number',
        field: 'visits',
        values: Float64Array.from(leads, ({ visits }) => (visits === null ? Number.NaN : Number(visits))),
      },
    ],
  };
}

const LEADS = drawLeads(1500);
const ENCODED = encode(LEADS);
/** A blend: the trees, and beside them a weekday, a line and a pair. */
const BLEND = exampleTreesArtifact({
  terms: [
    ...exampleArtifact().terms.filter(({ kind }) => kind !== 'category'),
    {
      kind: 'category',
      feature: 'first_contact',
      part: 'weekday',
      values: { '1': 0.3, '7': -0.3 },
      other: 0,
      missing: 0,
      mean: 0,
    },
    {
      kind: 'pair',
      features: ['visits', 'source'],
      axes: [{ edges: [9] }, { levels: ['web', 'referral'] }],
      values: [
        [0.1, -0.2, 0, 0],
        [-0.3, 0.4, 0, 0],
        [0, 0, 0, 0],
      ],
      mean: 0.02,
    },
  ],
});

/** The effects on every lead, by its reasons' arithmetic. */
function effectsOf(artifact: ModelArtifact, field: string, leads = LEADS): number[] {
  const model = compileModel(artifact);
  return leads.map((lead) => {
    const { contributions } = model.score(lead);
    return artifact.terms.reduce(
      (sum, term, t) => {
        const own = contributions[t]! - term.mean;
        if (term.kind === 'pair') return term.features.includes(field) ? sum + own / 2 : sum;
        return term.feature === field ? sum + own : sum;
      },
      model.parts.reduce((sum, part, p) => (part === `trees: ${field}` ? sum + contributions[p]! : sum), 0),
    );
  });
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

test.each([
  ['trees', exampleTreesArtifact()],
  ['a blend', BLEND],
])(
  'a point of %s is the mean effect on the leads that have the value, and its band holds most of them',
  (_, artifact) => {
    const { curves, rows } = describeTrees(artifact, ENCODED, 7);
    expect(rows).toBe(LEADS.length);
    for (const field of ['source', 'opened', 'visits']) {
      const { points, mean_abs, spread } = curves.find(({ feature }) => feature === field)!;
      const effects = effectsOf(artifact, field);
      expect(mean_abs).toBeCloseTo(mean(effects.map(Math.abs)), 10);
      expect(spread).toBeCloseTo(Math.sqrt(mean(effects.map((e) => (e - mean(effects)) ** 2))), 10);
      for (const point of points.filter(({ kind }) => kind === 'level' || kind === 'missing')) {
        const own = effects.filter((_, i) => String(LEADS[i]![field] ?? 'missing') === String(point.value));
        expect(point.effect).toBeCloseTo(mean(own), 10);
        expect(point.share).toBeCloseTo(own.length / LEADS.length, 10);
        const inside = own.filter(
          (e) => Math.exp(e) >= point.odds_low! * 0.999 && Math.exp(e) <= point.odds_high! * 1.001,
        );
        expect(inside.length / own.length).toBeGreaterThan(0.75);
      }
    }
    expect(curves.map(({ spread }) => spread)).toEqual(
      curves.map(({ spread }) => spread).toSorted((a, b) => b - a),
    );
  },
);

test('a number has a step per bin, of 20 leads or more, whose mean is that of its leads', () => {
  const { points, density } = describeTrees(BLEND, ENCODED, 7).curves.find(
    ({ feature }) => feature === 'visits',
  )!;
  const effects = effectsOf(BLEND, 'visits');
  const steps = points.filter(({ kind }) => kind === 'step');
  expect(steps.length).toBeGreaterThan(8);
  expect(density).toBeDefined();
  steps.forEach(({ value, effect, share }, bin) => {
    // An edge belongs to the bin below it.
    const [from, to] = [bin === 0 ? -1 : Number(value), Number(steps[bin + 1]?.value ?? Infinity)];
    const own = effects.filter((_, i) => {
      const { visits } = LEADS[i]!;
      return visits !== null && Number(visits) > from && Number(visits) <= to;
    });
    expect(own.length).toBeGreaterThanOrEqual(20);
    expect(share).toBeCloseTo(own.length / LEADS.length, 10);
    expect(effect).toBeCloseTo(mean(own), 10);
  });
  expect(steps.reduce((sum, { share }) => sum + share!, 0) + points.at(-1)!.share!).toBeCloseTo(1, 10);
});

test('a level that fewer than 20 leads have is in other, by no name', () => {
  const { points } = describeTrees(exampleTreesArtifact(), ENCODED, 7).curves.find(
    ({ feature }) => feature === 'source',
  )!;
  expect(points[0]!.value).toBe('web');
  expect(points.map(({ kind }) => kind)).toEqual(['level', 'level', 'level', 'other', 'missing']);
  expect(points.at(-2)!.share).toBeCloseTo(3 / LEADS.length, 10);
  const seen = JSON.stringify([describeTrees(BLEND, ENCODED, 7), describeInteractions(BLEND, ENCODED, 7, 0)]);
  expect(seen).not.toContain('only-once');
});

test('the parts of a date that only a term looks at, and only those that anything looks at, have a curve', () => {
  const features = (artifact: ModelArtifact) =>
    describeTrees(artifact, ENCODED, 7)
      .curves.map(({ feature }) => feature)
      .sort();
  expect(features(exampleTreesArtifact())).toEqual(['opened', 'source', 'visits']);
  expect(features(BLEND)).toEqual(['first_contact (weekday)', 'opened', 'source', 'visits']);
});

test('factors are of the average lead, whatever the calibration', () => {
  const plain = describeTrees(exampleTreesArtifact(), ENCODED, 7).curves;
  const platt = describeTrees(
    exampleTreesArtifact({ calibration: { method: 'platt', slope: 0.5, offset: 0.2 } }),
    ENCODED,
    7,
  ).curves;
  const identity = exampleTreesArtifact({ calibration: { method: 'identity' }, intercept: 0.1 });
  const base = compileModel(identity).base;
  const odds = (p: number) => {
    const held = Math.min(1 - 1e-4, Math.max(1e-4, p));
    return held / (1 - held);
  };
  const own = describeTrees(identity, ENCODED, 7).curves;
  plain[0]!.points.forEach(({ effect }, i) => {
    expect(platt[0]!.points[i]!.odds).toBeCloseTo(Math.exp(0.5 * effect), 10);
    expect(own[0]!.points[i]!.odds).toBeCloseTo(odds(base + effect) / odds(base), 10);
  });
  for (const { points } of own)
    for (const { odds: factor, odds_low, odds_high } of points)
      expect([factor, odds_low, odds_high].every((x) => Number.isFinite(x))).toBe(true);
});

test('of the leads of a large model a sample is explained, the same one for the same seed', () => {
  const inputs = exampleTreesArtifact().trees!.inputs;
  const sizes = [1, 200, 1500].map((trees) =>
    planExplained(randomTrees({ inputs, trees, leaves: 15, range: [0, 20], seed: 3 })),
  );
  expect(sizes).toEqual([10_000, 10_000, 1333]);
  const large = exampleTreesArtifact({
    trees: randomTrees({ inputs, trees: 1000, leaves: 100, range: [0, 20], seed: 3 }),
  });
  expect(planExplained(large.trees!)).toBe(500);
});

test('the strongest pairs come with a grid, and a pair of the terms counts to its own', () => {
  const ofTrees = describeInteractions(exampleTreesArtifact(), ENCODED, 7, 0.5)!;
  expect(ofTrees.pairs.map(({ feature }) => feature)).toContain('source × visits');
  for (const { mean_abs, spread, grid } of ofTrees.pairs) {
    expect(mean_abs).toBeGreaterThan(0);
    expect(spread).toBeGreaterThan(0);
    expect(grid.effects.flat().filter((effect) => effect !== null).length).toBeGreaterThan(3);
  }
  const pairOf = (artifact: ModelArtifact) =>
    describeInteractions(artifact, ENCODED, 7, 0)!.pairs.find(
      ({ feature }) => feature === 'source × visits',
    )!;
  const { trees: _, ...additive } = BLEND;
  const alone = pairOf({ ...additive, kind: 'additive' });
  const model = compileModel(BLEND);
  expect(model.parts[2]).toBe('visits × source');
  const pair = LEADS.map((lead) => model.score(lead).contributions[2]! - 0.02);
  expect(alone.mean_abs).toBeCloseTo(mean(pair.map(Math.abs)), 10);
  expect(pairOf(BLEND).mean_abs).not.toBeCloseTo(pairOf(exampleTreesArtifact()).mean_abs, 3);
});

test('features that no way shares have no pair', () => {
  const stumps = exampleTreesArtifact();
  const [member] = stumps.trees!.members;
  const apart: ModelArtifact = {
    ...stumps,
    trees: {
      ...stumps.trees!,
      members: [
        {
          ...(member as Extract<typeof member, { kind: 'trees' }>),
          kind: 'trees',
          input: [0, -1, -1, 2, -1, -1],
          threshold: [4.5, 0.5],
          route: [1, 0],
          value: [1, -1, 0.5, -0.5],
          cover: [10, 10, 10, 10],
          sets: [],
        },
      ],
    },
  };
  expect(describeInteractions(apart, ENCODED, 7, 0.5)).toBeUndefined();
});
