import { ArtifactError, parseArtifact } from '../../../lib/model/parse-artifact.ts';
import { exampleArtifact } from '../../support/example-model.ts';

type Json = Record<string, unknown>;
const changed = (change: (artifact: Json) => void): unknown => {
  const artifact = structuredClone(exampleArtifact()) as unknown as Json;
  change(artifact);
  return artifact;
};
const at = (json: unknown, ...path: (string | number)[]): Json =>
  path.reduce((value, key) => (value as Record<string | number, unknown>)[key], json) as Json;

test('accepts what it was given, unchanged', () => {
  const artifact = exampleArtifact();
  expect(parseArtifact(structuredClone(artifact))).toEqual(artifact);
});

const withTerm = (term: unknown) => changed((a) => (a.terms = [term]));
const binned = { kind: 'binned', feature: 'visits', edges: [1, 2], values: [0, 1, 2], missing: 0, mean: 0 };
const pair = {
  kind: 'pair',
  features: ['visits', 'first_contact'],
  axes: [{ edges: [1] }, { part: 'weekday', levels: ['1'] }],
  values: [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ],
  mean: 0,
};

test.each([binned, pair])('accepts a $kind term', (term) => {
  expect(() => parseArtifact(withTerm(term))).not.toThrow();
});

test.each<[string, unknown, string]>([
  [
    'edges that stand still',
    withTerm({ ...binned, edges: [1, 1] }),
    'terms[0].edges[1]: expected more than 1, got 1',
  ],
  [
    'a bin too few',
    withTerm({ ...binned, values: [0, 1] }),
    'terms[0].values: expected 3, one more than edges, got 2',
  ],
  [
    'bins of text',
    withTerm({ ...binned, feature: 'source' }),
    'terms[0]: a binned term cannot read the category "source"',
  ],
  [
    'a pair of one',
    withTerm({ ...pair, features: ['visits'] }),
    'terms[0].features: expected 2 entries, got 1',
  ],
  [
    'a pair with a stranger',
    withTerm({ ...pair, features: ['visits', 'x'] }),
    'terms[0].features[1]: expected a field of the schema, got "x"',
  ],
  [
    'an axis without entries',
    withTerm({ ...pair, axes: [{}, pair.axes[1]] }),
    'terms[0].axes[0].levels: expected a list, got nothing',
  ],
  [
    'an axis of both kinds',
    withTerm({ ...pair, axes: [{ edges: [1], levels: ['1'] }, pair.axes[1]] }),
    'terms[0].axes[0]: expected edges or levels, got both',
  ],
  [
    'an axis that cannot read its field',
    withTerm({ ...pair, axes: [{ levels: ['a'] }, pair.axes[1]] }),
    'terms[0].axes[0]: such an axis cannot read the number "visits"',
  ],
  [
    'a grid with a hole',
    withTerm({
      ...pair,
      values: [
        [0, 0, 0],
        [0, 0],
        [0, 0, 0],
      ],
    }),
    'terms[0].values: expected a grid of 3 by 3',
  ],
  ['no object', null, 'model artifact: the file: expected an object, got null'],
  [
    'another format',
    changed((a) => (a.format = 'pickle')),
    'format: expected "scorelane-model/1", got "pickle"',
  ],
  [
    'a kind it does not know',
    changed((a) => (a.kind = 'forest')),
    'kind: expected "additive" or "trees", got "forest"',
  ],
  [
    'a weight that is text',
    changed((a) => (at(a, 'terms', 1).weight = '1')),
    'terms[1].weight: expected a finite number, got "1"',
  ],
  [
    'a missing intercept',
    changed((a) => delete a.intercept),
    'intercept: expected a finite number, got nothing',
  ],
  [
    'a scale without spread',
    changed((a) => (at(a, 'terms', 1, 'steps', 1).sd = 0)),
    'terms[1].steps[1].sd: expected a number above 0, got 0',
  ],
  [
    'a step it does not know',
    changed((a) => (at(a, 'terms', 1, 'steps', 0).op = 'eval')),
    'terms[1].steps[0].op: expected "clip" or "log1p" or "yeo-johnson" or "scale" or "affine", got "eval"',
  ],
  [
    'a level without number',
    changed((a) => (at(a, 'terms', 0, 'values').web = null)),
    'terms[0].values["web"]: expected a finite number, got null',
  ],
  [
    'a level of an odd name without number',
    changed((a) => (at(a, 'terms', 0).values = JSON.parse('{"__proto__": "1"}'))),
    'terms[0].values["__proto__"]: expected a finite number',
  ],
  [
    'a field of an unknown type',
    changed((a) => (at(a, 'schema', 'fields', 0).type = 'url')),
    'schema.fields[0].type: expected "number" or "category" or "boolean" or "date", got "url"',
  ],
  [
    'an unknown feature',
    changed((a) => (at(a, 'terms', 0).feature = 'x')),
    'terms[0].feature: expected a field of the schema, got "x"',
  ],
  [
    'a linear term on text',
    changed((a) => (at(a, 'terms', 1).feature = 'source')),
    'terms[1]: a linear term cannot read the category "source"',
  ],
  [
    'a date without part',
    changed((a) => delete at(a, 'terms', 3).part),
    'terms[3]: a category term cannot read the date "first_contact"',
  ],
  [
    'falling percentiles',
    changed((a) => (a.scale = { percentiles: [0.2, 0.1], grades: { A: 9, B: 8, C: 7 } })),
    'scale.percentiles[1]: expected at least 0.2, got 0.1',
  ],
  [
    'a field twice',
    changed((a) => (at(a, 'schema', 'fields', 1).name = 'source')),
    'schema.fields: expected unique names, got one twice',
  ],
  [
    'an empty calibration',
    changed((a) => (a.calibration = { method: 'isotonic', z: [], p: [] })),
    'calibration: expected as many z as p and at least one',
  ],
])('refuses %s and says where', (_, json, message) => {
  expect(() => parseArtifact(json)).toThrow(ArtifactError);
  expect(() => parseArtifact(json)).toThrow(message);
});

test('does not quote a long value whole', () => {
  expect(() => parseArtifact({ format: 'x'.repeat(5000) })).toThrow(/^.{0,200}$/);
});
