import fc from 'fast-check';
import type { Field, LeadSchema } from '../../../lib/lead/schema.ts';
import { validateLead } from '../../../lib/lead/validate-lead.ts';
import type { ModelArtifact, Term } from '../../../lib/model/artifact.ts';
import { findPromotionRisks } from '../../../lib/registry/find-promotion-risks.ts';
import { breaksCallers, describeFindings } from '../../../lib/registry/promotion-finding.ts';
import { EXAMPLE_LEAD, exampleArtifact } from '../../support/example-model.ts';

const NAMES = ['a', 'b', 'c'];
const LEVELS = ['x', 'y', 'na', 'none'];
const field = (name: string): fc.Arbitrary<Field> =>
  fc.oneof(
    fc.record({
      name: fc.constant(name),
      required: fc.boolean(),
      type: fc.constant('number' as const),
      integer: fc.boolean(),
      range: fc.constant([0, 9] as const),
    }),
    fc.record({
      name: fc.constant(name),
      required: fc.boolean(),
      type: fc.constant('category' as const),
      levels: fc.subarray(LEVELS, { minLength: 1 }),
    }),
    fc.record({ name: fc.constant(name), required: fc.boolean(), type: fc.constant('boolean' as const) }),
    fc.record({
      name: fc.constant(name),
      required: fc.boolean(),
      type: fc.constant('date' as const),
      range: fc.constant(['2026-01-01', '2026-12-31'] as const),
    }),
  );
const schema: fc.Arbitrary<LeadSchema> = fc.record({
  fields: fc.subarray(NAMES).chain((names) => fc.tuple(...names.map(field))),
  missing_words: fc.subarray(['na', 'none', 'x']),
});
const value = fc.constantFrom<unknown>(null, 1, -3.5, true, false, '2026-02-03', ...LEVELS, 'unheard of');
const lead = fc.dictionary(fc.constantFrom(...NAMES), value, { noNullPrototype: true });

const modelOf = (schema: LeadSchema, terms: readonly Term[] = []): ModelArtifact =>
  exampleArtifact({ schema, terms });
const review = (
  present: LeadSchema | undefined,
  next: ModelArtifact,
  leads: readonly Record<string, unknown>[],
  more: Partial<Parameters<typeof findPromotionRisks>[0]> = {},
) =>
  findPromotionRisks({
    present: present && { version: 'v1', artifact: modelOf(present) },
    next,
    suspects: [],
    leads,
    source: 'sent lately',
    ...more,
  });

test('without a finding no lead that was sent is refused', () => {
  fc.assert(
    fc.property(schema, schema, fc.array(lead, { maxLength: 5 }), (present, next, leads) => {
      if (breaksCallers(review(present, modelOf(next), leads))) return;
      for (const sent of leads)
        if (validateLead(present, sent).ok) expect(validateLead(next, sent)).toMatchObject({ ok: true });
    }),
    { numRuns: 2000 },
  );
});

test('without a finding about the schemas no lead that may be sent is refused, but for values of the new missing words', () => {
  fc.assert(
    fc.property(schema, schema, lead, (present, next, sent) => {
      if (breaksCallers(review(present, modelOf(next), []))) return;
      if (!validateLead(present, sent).ok) return;
      const checked = validateLead(next, sent);
      // A word that the present model has never seen either.
      if (!checked.ok)
        for (const { message } of checked.errors)
          expect(message).toContain('meant "missing" in the training data');
    }),
    { numRuns: 5000 },
  );
});

test('a model in its own place has nothing against it', () => {
  fc.assert(
    fc.property(schema, fc.array(lead, { maxLength: 5 }), (same, leads) => {
      expect(review(same, modelOf(same), leads)).toEqual([]);
    }),
  );
});

test('leads that the present version refuses say nothing', () => {
  const { schema: present } = exampleArtifact();
  expect(review(present, exampleArtifact(), [{ unheard: 1 }, { ...EXAMPLE_LEAD, visits: 'many' }])).toEqual(
    [],
  );
});

test('no value of a lead is quoted', () => {
  const present: LeadSchema = {
    fields: [{ name: 'note', type: 'category', required: false, levels: ['a'] }],
    missing_words: [],
  };
  const next = modelOf({ ...present, missing_words: ['anna smith'] });
  const findings = review(present, next, [{ note: 'Anna Smith' }]);
  expect(findings).toEqual([
    {
      kind: 'refused',
      field: 'note',
      text: '1 of 1 lead sent lately would be refused for what they say in note',
    },
  ]);
  expect(review(undefined, next, [{ note: 'Anna Smith' }])).toEqual(findings);
});

describe('a field that is used', () => {
  const optional = (name: string): Field => ({ name, type: 'boolean', required: false });
  const term = (feature: string): Term => ({
    kind: 'category',
    feature,
    values: { true: 1 },
    other: 0,
    missing: 0,
    mean: 0,
  });
  const schemaOf = (...names: string[]): LeadSchema => ({ fields: names.map(optional), missing_words: [] });
  const sent = (filled: number, of: number) =>
    Array.from({ length: of }, (_, i) => ({ a: true, ...(i < filled ? { b: true } : {}) }));
  const lacking = (missing: number, filled: number, of: number, present = schemaOf('a', 'b')) =>
    review(
      present,
      { ...modelOf(schemaOf('a', 'b'), [term('a'), term('b')]), baseline: { b: { missing } } },
      sent(filled, of),
    ).map(({ kind, field: name }) => `${kind} ${name}`);

  test.each([
    // Of a hundred leads five lack it, and six.
    [0, 95, 100, []],
    [0, 94, 100, ['lacked b']],
    // As often as in what it has learned from, and far more often.
    [0.4, 60, 100, []],
    [0.4, 20, 100, ['lacked b']],
    // Of three leads one may lack it by chance.
    [0.1, 2, 3, []],
    [0, 0, 0, []],
  ])('missing in %d of what was learned from, sent with %d of %d leads', (missing, filled, of, expected) => {
    expect(lacking(missing, filled, of)).toEqual(expected);
  });

  test('says how many lacked it in training, where that is known: an imported model may not know', () => {
    const textOf = (baseline: ModelArtifact['baseline']) =>
      review(
        schemaOf('a', 'b'),
        { ...modelOf(schemaOf('a', 'b'), [term('a'), term('b')]), baseline },
        sent(20, 100),
      )[0]!.text;
    expect(textOf({ b: { missing: 0.4 } })).toContain('(80.0 %; 40.0 % of those that it has learned from)');
    expect(textOf({})).toMatch(/ lack \(80\.0 %\)$/);
  });

  test('and is not known to the present version is lacked by all, however seldom it was there', () => {
    const present = schemaOf('a');
    expect(lacking(0.97, 0, 3, present)).toEqual(['lacked b']);
    expect(lacking(0.97, 0, 0, present)).toEqual(['lacked b']);
    const unused = modelOf(schemaOf('a', 'b'), [term('a')]);
    expect(review(present, unused, sent(0, 3))).toEqual([]);
  });

  test('by a pair only is used', () => {
    const axis = { levels: [] };
    const pair: Term = { kind: 'pair', features: ['a', 'b'], axes: [axis, axis], values: [[1]], mean: 0 };
    const findings = review(schemaOf('a'), modelOf(schemaOf('a', 'b'), [pair]), sent(0, 9));
    expect(findings.map(({ kind }) => kind)).toEqual(['lacked']);
  });

  test('and may know the outcome is told; one that is not used is no leak', () => {
    const next = modelOf(schemaOf('a', 'b'), [term('a')]);
    const suspects = ['a', 'b'].map((column) => ({
      column,
      text: '9 leads with “x”',
    }));
    const findings = review(schemaOf('a', 'b'), next, [], { suspects });
    expect(findings).toEqual([
      { kind: 'leak_suspect', field: 'a', text: 'a may give the outcome away: 9 leads with …' },
    ]);
    expect(breaksCallers(findings)).toBe(false);
    expect(review(schemaOf('a', 'b'), next, [], { suspects, allowed: ['a'] })).toMatchObject([
      { allowed: true },
    ]);
  });
});

test('beside a version that cannot be read it is said that nothing is known', () => {
  const findings = review(undefined, exampleArtifact(), [], {
    present: { version: 'v1', artifact: undefined },
  });
  expect(findings).toEqual([
    { kind: 'unreadable', text: 'v1 cannot be read, so it is not known which leads it accepts' },
  ]);
  expect(breaksCallers(findings)).toBe(false);
});

test('many findings are one sentence all the same', () => {
  const findings = Array.from({ length: 7 }, (_, i) => ({ kind: 'removed' as const, text: `f${i} is gone` }));
  expect(describeFindings(findings)).toBe(
    'f0 is gone; f1 is gone; f2 is gone; f3 is gone; f4 is gone; 2 more findings',
  );
});

test('leads of a file that fill what only the new version knows count as the leads that they are', () => {
  const number = (name: string, required = false): Field => ({
    ...{ name, required, type: 'number', integer: true, range: [0, 9] },
  });
  const before: LeadSchema = { fields: [number('a'), number('b')], missing_words: [] };
  const after: LeadSchema = { fields: [number('a'), number('b'), number('c', true)], missing_words: [] };
  const linear = (feature: string): Term =>
    ({
      ...{ kind: 'linear', feature, mean: 0, weight: 1, center: 0, scale: 1, missing: 0, steps: [] },
    }) as unknown as Term;
  const next = modelOf(after, [linear('a'), linear('b'), linear('c')]);
  const sent = Array.from({ length: 100 }, (_, i) => ({ a: 1, ...(i % 2 === 0 ? { c: 1 } : {}) }));
  const leadsForPresent = sent.map(({ a }) => ({ a }));
  const texts = review(before, next, sent, { leadsForPresent }).map(({ field, text }) => `${field}: ${text}`);
  expect(texts).toEqual([expect.stringMatching(/^c: .*50 of 100 leads/), expect.stringMatching(/^b: .*100/)]);
});
