import { MOST_WARNINGS } from '../../../lib/contract/words.ts';
import type { Lead } from '../../../lib/lead/schema.ts';
import { compileModel } from '../../../lib/model/compile-model.ts';
import { EXAMPLE_LEAD, exampleArtifact } from '../../support/example-model.ts';

const complete = { missing: 0 };
const artifact = exampleArtifact({ baseline: { visits: complete, opened: { missing: 0.2 } } });
const warn = (changes: Lead) => compileModel(artifact).warn({ ...EXAMPLE_LEAD, ...changes });

test('a lead like those of training has none', () => {
  expect(warn({})).toEqual([]);
});

test('a text that training never saw', () => {
  expect(warn({ source: 'Messe' })).toEqual([
    {
      field: 'source',
      code: 'unseen_level',
      message: '“Messe” does not appear in the training data: scored as “other”',
    },
  ]);
  // Rare levels have no weight of their own, and are known all the same.
  expect(warn({ source: 'fair' })).toEqual([]);
});

test.each([
  [0, []],
  [30, []],
  [31, ['31 is far outside the training data (0 to 20)']],
  [-0.5, ['-0.5 is far outside the training data (0 to 20)']],
])(
  'a number that is more than half of the range outside, or negative as none was: %d',
  (visits, messages) => {
    expect(warn({ visits }).map(({ message }) => message)).toEqual(messages);
  },
);

test.each([
  ['2023-01-01', 0],
  ['2022-12-30', 1],
  ['1970-01-01T00:00:00Z', 1],
  ['2030-12-31', 0],
  ['2206-05-01', 1],
])('a date: a year before is near, and five years behind, because time goes on: %s', (first_contact, n) => {
  const found = warn({ first_contact });
  expect(found.map(({ code }) => code)).toEqual(n === 0 ? [] : ['out_of_range']);
});

test('what every training lead had, and no other', () => {
  expect(warn({ visits: null, opened: null, first_contact: null, source: null })).toEqual([
    // This model, made by hand, does not count it as the average.
    { field: 'visits', code: 'missing', message: 'not given, and every lead of the training data has it' },
  ]);
});

test('a long value is clipped', () => {
  expect(warn({ source: 'x'.repeat(200) })[0]!.message).toBe(
    `“${'x'.repeat(60)}…” does not appear in the training data: scored as “other”`,
  );
});

test('they are no more than the contract says, in the order of the schema', () => {
  const names = Array.from({ length: MOST_WARNINGS + 5 }, (_, i) => `f${i}`);
  const model = compileModel(
    exampleArtifact({
      schema: {
        fields: names.map((name) => ({ name, type: 'category', required: false, levels: ['a'] })),
        missing_words: [],
      },
      terms: names.map((feature) => ({
        kind: 'category',
        feature,
        values: { a: 1 },
        other: 0,
        missing: 0,
        mean: 0,
      })),
    }),
  );
  const lead = Object.fromEntries(names.map((name) => [name, 'b']));
  expect(model.warn(lead).map(({ field }) => field)).toEqual(names.slice(0, MOST_WARNINGS));
});
