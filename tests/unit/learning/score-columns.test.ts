import fc from 'fast-check';
import type { Lead, LeadSchema } from '../../../lib/lead/schema.ts';
import { scoreColumns } from '../../../lib/learning/score-columns.ts';
import type { Feature } from '../../../lib/learning/table/encode-leads.ts';
import type { Term } from '../../../lib/model/artifact.ts';
import { compileModel } from '../../../lib/model/compile-model.ts';
import { datePart, dayNumber } from '../../../lib/model/date-part.ts';
import { exampleArtifact } from '../../support/example-model.ts';

const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'];
const SOURCES = ['web', 'referral', '__proto__'];
const schema: LeadSchema = exampleArtifact().schema;

const leads = fc.array(
  fc.record({
    source: fc.option(fc.constantFrom(...SOURCES)),
    visits: fc.option(
      fc.oneof(fc.integer({ min: -3, max: 25 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
    ),
    opened: fc.option(fc.boolean()),
    first_contact: fc.option(fc.constantFrom('2026-01-05', '2026-01-11T23:00', '1999-12-31')),
  }),
  { minLength: 1, maxLength: 30 },
);
const value = fc.double({ min: -3, max: 3, noNaN: true });
const terms: fc.Arbitrary<Term[]> = fc
  .tuple(value, value, value, value, fc.array(value, { minLength: 20, maxLength: 20 }))
  .map(([a, b, c, missing, grid]) => [
    {
      kind: 'linear',
      feature: 'visits',
      steps: [{ op: 'clip', low: 0, high: 20 }, { op: 'log1p' }],
      weight: a,
      missing,
      mean: b,
    },
    { kind: 'binned', feature: 'visits', edges: [0, 5], values: [a, b, c], missing, mean: 0 },
    { kind: 'category', feature: 'source', values: { web: a, ['__proto__']: c }, other: b, missing, mean: 0 },
    {
      kind: 'category',
      feature: 'first_contact',
      part: 'weekday',
      values: { '1': b },
      other: c,
      missing,
      mean: 0,
    },
    { kind: 'linear', feature: 'first_contact', part: 'days', steps: [], weight: c / 1e4, missing, mean: 0 },
    {
      kind: 'pair',
      features: ['visits', 'first_contact'],
      axes: [{ edges: [0, 5] }, { part: 'weekday', levels: ['1', '5', '7'] }],
      values: [0, 1, 2, 3].map((row) => grid.slice(5 * row, 5 * row + 5)),
      mean: 0,
    },
  ]);

/** The leads as training holds them. */
function toFeatures(all: readonly Lead[]): Feature[] {
  const codes = (levels: readonly string[], entry: (lead: Lead) => string | null) =>
    Uint16Array.from(all, (lead) => {
      const level = entry(lead);
      return level === null ? levels.length : levels.indexOf(level);
    });
  const part = <T>(lead: Lead, read: (date: string) => T) =>
    lead.first_contact === null ? null : read(String(lead.first_contact));
  return [
    {
      kind: 'level',
      field: 'first_contact',
      part: 'weekday',
      levels: WEEKDAYS,
      codes: codes(WEEKDAYS, (lead) => part(lead, (date) => datePart('weekday', date))),
    },
    {
      kind: 'number',
      field: 'first_contact',
      part: 'days',
      values: Float64Array.from(all, (lead) => part(lead, dayNumber) ?? Number.NaN),
    },
    {
      kind: 'level',
      field: 'source',
      levels: SOURCES,
      codes: codes(SOURCES, (lead) => lead.source as string | null),
    },
    {
      kind: 'number',
      field: 'visits',
      values: Float64Array.from(all, (lead) => (lead.visits as number | null) ?? Number.NaN),
    },
  ];
}

test('a column of leads scores as each lead alone, to the last bit', () => {
  fc.assert(
    fc.property(leads, terms, value, (all, someTerms, intercept) => {
      const artifact = exampleArtifact({ schema, intercept, terms: someTerms });
      const model = compileModel(artifact);
      const rows = Int32Array.from(all.keys());
      const expected = all.map((lead) => model.score(lead as Lead).logOdds);
      expect([...scoreColumns(artifact, toFeatures(all as Lead[]), rows)]).toEqual(expected);
    }),
  );
});

test('a term without its feature is a mistake of the caller', () => {
  const fit = { intercept: 0, terms: exampleArtifact().terms };
  expect(() => scoreColumns(fit, [], new Int32Array(1))).toThrow('expected the feature source');
});
