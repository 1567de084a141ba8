import fc from 'fast-check';
import type { Lead } from '../../../lib/lead/schema.ts';
import { compileModel } from '../../../lib/model/compile-model.ts';
import { EXAMPLE_LEAD, exampleArtifact } from '../../support/example-model.ts';

const model = compileModel(exampleArtifact());

const anyLead: fc.Arbitrary<Lead> = fc.record({
  source: fc.oneof(
    fc.constantFrom('web', 'referral', 'fair', 'constructor', '__proto__'),
    fc.string({ minLength: 1 }),
  ),
  visits: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  opened: fc.option(fc.boolean()),
  first_contact: fc.option(
    fc
      .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
  ),
});

describe('score', () => {
  test('adds the contributions to the intercept', () => {
    const { logOdds, probability, contributions } = model.score(EXAMPLE_LEAD);
    expect([...contributions]).toEqual([1, 0.5, 0.4, 0.3]);
    expect(logOdds).toBeCloseTo(1.2, 12);
    expect(probability).toBeCloseTo(1 / (1 + Math.exp(-1.2)), 12);
  });

  test('gives missing and unseen values effects of their own', () => {
    const lead = { source: 'never seen', visits: null, opened: null, first_contact: null };
    expect([...model.score(lead).contributions]).toEqual([0.25, -0.75, 0, 0]);
  });

  test('clips numbers to the range it was trained on', () => {
    const at = (visits: number) => model.score({ ...EXAMPLE_LEAD, visits }).contributions[1];
    expect(at(1e300)).toBe(at(20));
    expect(at(-1e300)).toBe(at(0));
  });

  test('does not take a property of Object.prototype for a level', () => {
    expect(model.score({ ...EXAMPLE_LEAD, source: 'constructor' }).contributions[0]).toBe(0.25);
  });

  test.each([
    ['2026-01-05', 0.3],
    ['2026-01-04', -0.3],
    ['2026-01-04T23:30:00-08:00', -0.3],
    ['2026-01-06', 0],
  ])('reads the weekday of %s as written', (date, effect) => {
    expect(model.score({ ...EXAMPLE_LEAD, first_contact: date }).contributions[3]).toBe(effect);
  });

  test('intercept + contributions = log-odds to 1e-12, and every number is finite', () => {
    fc.assert(
      fc.property(anyLead, (lead) => {
        const { logOdds, probability, contributions } = model.score(lead);
        const sum = contributions.reduce((total, contribution) => total + contribution, -1);
        expect(Math.abs(sum - logOdds)).toBeLessThanOrEqual(1e-12);
        expect(probability).toBeGreaterThan(0);
        expect(probability).toBeLessThan(1);
      }),
    );
  });
});

describe('a binned term', () => {
  const binned = compileModel(
    exampleArtifact({
      terms: [
        { kind: 'binned', feature: 'visits', edges: [0, 5], values: [-1, 0.5, 2], missing: -0.25, mean: 0 },
      ],
    }),
  );
  test.each([
    [-1e300, -1],
    [0, -1],
    [Number.MIN_VALUE, 0.5],
    [5, 0.5],
    [5.000001, 2],
    [1e300, 2],
    [null, -0.25],
  ])('puts %p into the bin edges[i-1] < x ≤ edges[i]', (visits, contribution) => {
    expect([...binned.score({ ...EXAMPLE_LEAD, visits }).contributions]).toEqual([contribution]);
  });
});

describe('a pair term', () => {
  const grid = [
    [0, 1, 2, 3, 4],
    [10, 11, 12, 13, 14],
    [20, 21, 22, 23, 24],
  ];
  const paired = compileModel(
    exampleArtifact({
      terms: [
        {
          kind: 'pair',
          features: ['visits', 'source'],
          axes: [{ edges: [10] }, { levels: ['web', 'referral', 'constructor'] }],
          values: grid,
          mean: 2,
        },
      ],
    }),
  );
  test.each<[number | null, string | null, number]>([
    [10, 'web', 0],
    [11, 'referral', 11],
    [null, 'web', 20],
    [11, 'toString', 13],
    [0, 'constructor', 2],
    [null, null, 24],
  ])('visits %p with source %p', (visits, source, contribution) => {
    expect([...paired.score({ ...EXAMPLE_LEAD, visits, source }).contributions]).toEqual([contribution]);
  });

  test('is credited to both features by half', () => {
    const { reasons } = paired.explain({ ...EXAMPLE_LEAD, visits: 11, source: 'web' });
    expect(reasons.map(({ feature, effect }) => [feature, effect])).toEqual([
      ['source', 4],
      ['visits', 4],
    ]);
  });
});

test('a date is read as its hour or its day number', () => {
  const dated = compileModel(
    exampleArtifact({
      terms: [
        {
          kind: 'category',
          feature: 'first_contact',
          part: 'hour',
          values: { '09': 1, '00': 2 },
          other: 0,
          missing: 0,
          mean: 0,
        },
        { kind: 'linear', feature: 'first_contact', part: 'days', steps: [], weight: 1, missing: 0, mean: 0 },
      ],
    }),
  );
  const at = (first_contact: string) => [...dated.score({ ...EXAMPLE_LEAD, first_contact }).contributions];
  expect(at('1970-01-02')).toEqual([2, 1]);
  expect(at('1969-12-31T09:59:00+05:00')).toEqual([1, -1]);
});

describe('explain', () => {
  test('gives reasons against the average lead, strongest first', () => {
    expect(model.explain(EXAMPLE_LEAD).reasons).toEqual([
      {
        feature: 'source',
        value: 'referral',
        effect: 0.9,
        text: 'Source “referral” multiplies the odds by 2.5',
      },
      { feature: 'visits', value: 15, effect: 0.5, text: 'Visits 15 raises the odds by 65 %' },
      { feature: 'opened', value: true, effect: 0.4, text: 'Opened “yes” raises the odds by 49 %' },
    ]);
  });

  test('names a value that was not given', () => {
    const { reasons } = model.explain({ ...EXAMPLE_LEAD, source: 'web', visits: null });
    expect(reasons.map(({ text }) => text)).toContain('Visits (not given) lowers the odds by 53 %');
  });

  test('gives at most three reasons up and three down', () => {
    const fields = Array.from({ length: 9 }, (_, i) => `f${i}`);
    const wide = compileModel(
      exampleArtifact({
        schema: {
          fields: fields.map((name) => ({ name, type: 'boolean' as const, required: true })),
          missing_words: [],
        },
        terms: fields.map((feature, i) => ({
          kind: 'category' as const,
          feature,
          values: { true: i % 2 === 0 ? i + 1 : -i - 1 },
          other: 0,
          missing: 0,
          mean: 0,
        })),
      }),
    );
    const { reasons } = wide.explain(Object.fromEntries(fields.map((name) => [name, true])));
    expect(reasons.map(({ effect }) => effect)).toEqual([9, -8, 7, -6, 5, -4]);
  });

  test('score stays within 1–99 and never falls when the probability rises', () => {
    fc.assert(
      fc.property(anyLead, anyLead, (a, b) => {
        const [low, high] = [model.explain(a), model.explain(b)].sort(
          (x, y) => x.probability - y.probability,
        );
        expect(low!.score).toBeGreaterThanOrEqual(1);
        expect(high!.score).toBeLessThanOrEqual(99);
        expect(low!.score).toBeLessThanOrEqual(high!.score);
        expect(low!.grade >= high!.grade).toBe(true);
      }),
    );
  });
});
