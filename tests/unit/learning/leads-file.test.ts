import { InputError } from '../../../lib/errors.ts';
import type { Fingerprints } from '../../../lib/learning/lead-fingerprints.ts';
import { decodeLeadsFile, encodeLeadsFile, MOST_LEADS } from '../../../lib/learning/leads-file.ts';
import { exampleArtifact } from '../../support/example-model.ts';

const base = exampleArtifact();
const model = { ...base, lineage: { ...base.lineage, rows: 3, converted: 1 } };
const PRINTS: Fingerprints = {
  features: [
    { kind: 'level', field: 'source' },
    { kind: 'level', field: 'first_contact', part: 'weekday' },
  ],
  keys: Float64Array.of(0, 7, 2 ** 53 - 2),
};
const file = JSON.parse(encodeLeadsFile(model, PRINTS)!);
const decode = (content: unknown) =>
  decodeLeadsFile(Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)), model);
const doubles = (...keys: number[]) => Buffer.from(Float64Array.from(keys).buffer).toString('base64');

test('comes back as it was written', () => {
  expect(decode(file)).toEqual(PRINTS);
});

test('of too many leads there is none', () => {
  expect(encodeLeadsFile(model, { ...PRINTS, keys: { length: MOST_LEADS + 1 } as Float64Array })).toBe(
    undefined,
  );
});

test.each<[string, unknown, string]>([
  ['no JSON', '{"format":', 'expected a JSON object'],
  ['no object', [1], 'expected a JSON object'],
  ['null', 'null', 'expected a JSON object'],
  ['leads of one’s own', { leads: [{ source: 'web' }] }, 'format: expected “scorelane-leads/1”, got nothing'],
  ['other data', { ...file, data_sha256: 'f'.repeat(64) }, 'it is of another training'],
  ['another target', { ...file, target: 'won' }, 'it is of another training'],
  ['no features', { ...file, features: [] }, 'features: expected a list'],
  ['features that are none', { ...file, features: 'source' }, 'features: expected a list'],
  ['a feature that is null', { ...file, features: [null] }, 'features[0]: expected one of a field'],
  ['nesting without end', `{"format": ${'['.repeat(1e6)}${']'.repeat(1e6)}}`, 'format: expected'],
  [
    'a nested feature',
    { ...file, features: [[[]]] },
    'features[0]: expected one of a field of the model, got a list',
  ],
  ['a field that the model lacks', { ...file, features: [{ kind: 'level', field: 'age' }] }, 'features[0]'],
  ['a name of a prototype', { ...file, features: [{ kind: 'level', field: '__proto__' }] }, 'features[0]'],
  ['a kind that is none', { ...file, features: [{ kind: 'constructor', field: 'source' }] }, 'features[0]'],
  [
    'a part that is none',
    { ...file, features: [{ kind: 'level', field: 'source', part: 1 }] },
    'features[0]',
  ],
  ['keys that are no text', { ...file, keys: [1, 2, 3] }, 'keys: expected 3 doubles'],
  ['too few keys', { ...file, keys: doubles(0, 7) }, 'keys: expected 3 doubles'],
  ['no base64', { ...file, keys: '!'.repeat(32) }, 'keys: expected 3 doubles'],
  ['NaN', { ...file, keys: doubles(0, 7, Number.NaN) }, 'expected whole numbers'],
  ['infinity', { ...file, keys: doubles(0, 7, Number.POSITIVE_INFINITY) }, 'expected whole numbers'],
  ['fractions', { ...file, keys: doubles(0, 7, 0.5) }, 'expected whole numbers'],
  ['negative numbers', { ...file, keys: doubles(0, 7, -2) }, 'expected whole numbers'],
])('%s is refused', (_, content, message) => {
  const refused = () => decode(content);
  expect(refused).toThrow(InputError);
  expect(refused).toThrow(message);
});

test('a file of any size is refused before it is read', () => {
  const bytes = { length: 1e12 } as Uint8Array;
  expect(() => decodeLeadsFile(bytes, model)).toThrow('expected at most 256 MB');
});

test('what is quoted of it is short', () => {
  expect(() => decode({ ...file, target: 'x'.repeat(1e6) })).toThrow(/got "x{60}…": it is/);
});
