import fc from 'fast-check';
import type { Lead } from '../../../lib/lead/schema.ts';
import type { Calibration, ModelArtifact } from '../../../lib/model/artifact.ts';
import { compileModel } from '../../../lib/model/compile-model.ts';
import { type Change, explainChange } from '../../../lib/model/explain-change.ts';
import { exampleArtifact, exampleTreesArtifact } from '../../support/example-model.ts';

const finite = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const calibration: fc.Arbitrary<Calibration> = fc.oneof(
  fc.constant({ method: 'none' } as const),
  fc.record({ method: fc.constant('platt' as const), slope: finite(0.1, 3), offset: finite(-3, 3) }),
  fc.constant({ method: 'isotonic' as const, z: [-3, -1, 0, 2], p: [0, 0.2, 0.2, 0.9] }),
);

/** Versions that know different fields, and the field `budget` as a number or as text. */
const anyVersion = fc
  .record({
    calibration,
    intercept: finite(-4, 2),
    w: fc.array(finite(-4, 4), { minLength: 6, maxLength: 6 }),
    fields: fc.subarray(['source', 'visits', 'opened'], { minLength: 1 }),
    budget: fc.constantFrom('number', 'category', undefined),
    paired: fc.boolean(),
  })
  .map(({ calibration: how, intercept, w, fields, budget, paired }) => {
    const base = exampleArtifact();
    const all: ModelArtifact['terms'] = [
      {
        kind: 'category',
        feature: 'source',
        values: { web: w[0]!, referral: -w[0]! },
        other: w[1]!,
        missing: 0,
        mean: 0.3,
      },
      { kind: 'linear', feature: 'visits', steps: [], weight: w[2]! / 10, missing: w[3]!, mean: -0.2 },
      {
        kind: 'category',
        feature: 'opened',
        values: { true: w[3]!, false: 0.1 },
        other: 0,
        missing: w[4]!,
        mean: 1,
      },
    ];
    const pair: ModelArtifact['terms'][number] = {
      kind: 'pair',
      features: ['source', 'visits'],
      axes: [{ levels: ['web'] }, { edges: [4] }],
      values: [
        [w[4]!, 0.1, w[5]!],
        [0, -w[4]!, 0.2],
        [0.7, 0, 0],
      ],
      mean: 0.1,
    };
    const isPaired = paired && fields.includes('source') && fields.includes('visits');
    const money: ModelArtifact['terms'] =
      budget === 'number'
        ? [{ kind: 'linear', feature: 'budget', steps: [], weight: w[5]!, missing: 0.5, mean: 0 }]
        : [{ kind: 'category', feature: 'budget', values: { high: w[5]! }, other: 0, missing: 0.5, mean: 0 }];
    return exampleArtifact({
      calibration: how,
      intercept,
      schema: {
        ...base.schema,
        fields: [
          ...base.schema.fields.filter(({ name }) => fields.includes(name)),
          ...(budget === 'number'
            ? [
                {
                  name: 'budget',
                  type: 'number' as const,
                  required: false,
                  integer: false,
                  range: [0, 9] as [number, number],
                },
              ]
            : []),
          ...(budget === 'category'
            ? [{ name: 'budget', type: 'category' as const, required: false, levels: ['high', 'low'] }]
            : []),
        ],
      },
      terms: [
        ...all.filter((term) => 'feature' in term && fields.includes(term.feature)),
        ...(isPaired ? [pair] : []),
        ...(budget === undefined ? [] : money),
      ],
    });
  });

const anyOf = (type: string): fc.Arbitrary<string | number | boolean> =>
  type === 'number'
    ? finite(-20, 20)
    : type === 'boolean'
      ? fc.boolean()
      : fc.constantFrom('high', 'low', 'new');

/** A lead that fits a version. */
const leadOf = (artifact: ModelArtifact): fc.Arbitrary<Lead> =>
  fc.record(
    Object.fromEntries(
      artifact.schema.fields.map(({ name, type }) => [
        name,
        name === 'source' ? fc.constantFrom('web', 'referral', 'fair') : fc.option(anyOf(type)),
      ]),
    ),
  ) as fc.Arbitrary<Lead>;

const scored = fc
  .tuple(anyVersion, fc.string())
  .chain(([artifact]) => leadOf(artifact).map((lead) => ({ artifact, lead })));
const explain = (
  x: { artifact: ModelArtifact; lead: Lead },
  y: { artifact: ModelArtifact; lead: Lead },
): Change =>
  explainChange(
    { model: compileModel(x.artifact), version: 'v1', lead: x.lead },
    { model: compileModel(y.artifact), version: 'v2', lead: y.lead },
  );

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);

test('the parts add up to the change in log-odds, over any two versions and leads', () =>
  fc.assert(
    fc.property(scored, scored, (x, y) => {
      const change = explain(x, y);
      const expected =
        compileModel(y.artifact).score(y.lead).logOdds - compileModel(x.artifact).score(x.lead).logOdds;
      expect(change.logOdds).toBe(expected);
      expect(Math.abs(change.inputEffect + change.modelEffect - expected)).toBeLessThan(1e-12);
      const { features, interceptEffect } = change;
      const parts = features.flatMap(({ inputEffect, modelEffect }) => [inputEffect, modelEffect]);
      expect(Math.abs(sum(parts) + interceptEffect - expected)).toBeLessThan(1e-12);
      expect(sum(features.map(({ inputEffect }) => inputEffect))).toBe(change.inputEffect);
      expect(interceptEffect).toBe(y.artifact.intercept - x.artifact.intercept);
    }),
    { numRuns: 500 },
  ));

test('under the same version the model changes nothing, exactly, and what stayed is not told', () =>
  fc.assert(
    fc.property(
      anyVersion.chain((artifact) => fc.tuple(fc.constant(artifact), leadOf(artifact), leadOf(artifact))),
      ([artifact, before, after]) => {
        const change = explain({ artifact, lead: before }, { artifact, lead: after });
        expect([change.modelEffect, change.interceptEffect]).toEqual([0, 0]);
        for (const { feature, modelEffect, from, to } of change.features) {
          expect(modelEffect).toBe(0);
          // What fields do together is credited to both.
          if (!artifact.terms.some((term) => term.kind === 'pair'))
            expect([feature, to]).not.toEqual([feature, from]);
        }
        expect(explain({ artifact, lead: before }, { artifact, lead: before }).features).toEqual([]);
      },
    ),
  ));

test('with the same lead the input changes nothing, and a field that one version lacks or reads otherwise counts to the model', () =>
  fc.assert(
    fc.property(scored, scored, (x, y) => {
      const typeOf = ({ artifact }: typeof x, name: string) =>
        artifact.schema.fields.find((field) => field.name === name)?.type;
      const paired = [x, y].some(({ artifact }) => artifact.terms.some(({ kind }) => kind === 'pair'));
      for (const { feature, inputEffect } of explain(x, y).features)
        if (!paired && typeOf(x, feature) !== typeOf(y, feature)) expect(inputEffect).toBe(0);
      if (typeOf(x, 'budget') !== typeOf(y, 'budget')) return;
      const lead = { ...x.lead, ...y.lead };
      const same = explain({ ...x, lead }, { ...y, lead });
      expect(same.inputEffect).toBe(0);
    }),
  ));

test('the largest effect is told first, in sentences as reasons have them', () => {
  const artifact = exampleArtifact();
  const { features } = explain(
    { artifact, lead: { source: 'web', visits: 3, opened: false, first_contact: null } },
    { artifact, lead: { source: 'referral', visits: 11, opened: null, first_contact: null } },
  );
  expect(features.map(({ text }) => text)).toEqual([
    'Source “web” → “referral”: multiplies the odds by 4.5',
    'Visits 3 → 11: multiplies the odds by 2.2',
    'Opened “no” → (not given): raises the odds by 22 %',
  ]);
  expect(features[1]).toMatchObject({ feature: 'visits', from: 3, to: 11, modelEffect: 0 });
  expect(features[1]!.inputEffect).toBeCloseTo(0.8, 12);
});

test('what a newer version does is told with its name, beside what the value does', () => {
  const artifact = exampleArtifact();
  const [category] = artifact.terms;
  const newer = exampleArtifact({
    intercept: -2,
    terms: [
      { ...category, values: { web: -0.5, referral: 2 } } as typeof category & object,
      ...artifact.terms.slice(1),
    ],
  });
  const lead = { source: 'referral', visits: 3, opened: null, first_contact: null };
  const same = explain({ artifact, lead }, { artifact: newer, lead });
  expect(same).toMatchObject({ logOdds: 0, interceptEffect: -1, inputEffect: 0 });
  expect(same.features).toEqual([
    {
      feature: 'source',
      from: 'referral',
      to: 'referral',
      inputEffect: 0,
      modelEffect: 1,
      text: 'Source “referral”: v2 multiplies the odds by 2.7',
    },
  ]);
  const both = explain({ artifact, lead: { ...lead, source: 'web' } }, { artifact: newer, lead });
  expect(both.features[0]).toMatchObject({
    inputEffect: 1.5,
    modelEffect: 1,
    text: 'Source “web” → “referral”: multiplies the odds by 4.5; v2 multiplies the odds by 2.7',
  });
});

describe('units', () => {
  const forest = exampleTreesArtifact({ calibration: { method: 'identity' }, intercept: 0.2 });
  const leads = scored.map(({ lead: { visits } }) => ({
    source: 'referral',
    visits: typeof visits === 'number' ? visits : null,
    opened: true,
    first_contact: null,
  }));
  const anyTwo = fc.tuple(leads, leads);

  test('two means of probabilities: the change and its parts are of the probability', () =>
    fc.assert(
      fc.property(anyTwo, ([before, after]) => {
        const change = explain({ artifact: forest, lead: before }, { artifact: forest, lead: after });
        expect(change.unit).toBe('probability');
        const model = compileModel(forest);
        expect(change.logOdds).toBe(model.score(after).logOdds - model.score(before).logOdds);
        expect(change.inputEffect + change.modelEffect).toBeCloseTo(change.logOdds, 12);
        for (const { text } of change.features) expect(text).toMatch(/the probability/);
      }),
    ));

  test.each([
    ['to', exampleArtifact(), forest],
    ['from', forest, exampleArtifact()],
    ['to trees of log-odds', exampleArtifact(), exampleTreesArtifact()],
  ])('%s a mean of probabilities: everything is in log-odds and adds up', (_, a, b) =>
    fc.assert(
      fc.property(anyTwo, ([before, after]) => {
        const change = explain({ artifact: a, lead: before }, { artifact: b, lead: after });
        expect(change.unit).toBe('log_odds');
        const inLogOdds = (artifact: ModelArtifact, lead: Lead) => {
          const { logOdds: raw } = compileModel(artifact).score(lead);
          if (artifact !== forest) return raw;
          const p = Math.min(1 - 1e-6, Math.max(1e-6, raw));
          return Math.log(p / (1 - p));
        };
        expect(change.from).toBeCloseTo(inLogOdds(a, before), 10);
        expect(change.to).toBeCloseTo(inLogOdds(b, after), 10);
        const parts = change.features.map(({ inputEffect, modelEffect }) => inputEffect + modelEffect);
        expect(sum(parts) + change.interceptEffect).toBeCloseTo(change.to - change.from, 10);
        for (const { text } of change.features) expect(text).toMatch(/the odds/);
      }),
    ),
  );
});
