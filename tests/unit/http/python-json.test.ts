import fc from 'fast-check';
import { entriesOf, parsePythonJson } from '../../../lib/http/python-json.ts';

/** What is read, with plain objects. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(entriesOf(value).map(([name, inner]) => [name, plain(inner)]));
};
const names = fc.oneof(
  fc.string(),
  fc.nat().map(String),
  fc.constantFrom('NaN', '__proto__', '\0', '1\\u0031', '"'),
);
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(null, true, 'NaN', '-Infinity,'),
    ),
    fc.array(tie('value')),
    fc.dictionary(names, tie('value')),
  ),
})).value;

test('of JSON it reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(values, fc.constantFrom(undefined, 2), (value, space) => {
      const text = JSON.stringify(value, null, space);
      expect(plain(parsePythonJson(text))).toEqual(JSON.parse(text));
    }),
    { numRuns: 1000 },
  );
});

test('members keep the order of the text, whatever they are called', () => {
  fc.assert(
    fc.property(fc.uniqueArray(names), (given) => {
      const text = `{${given.map((name, n) => `${JSON.stringify(name)} : ${n}`).join(', ')}}`;
      expect(entriesOf(parsePythonJson(text) as object)).toEqual(given.map((name, n) => [name, n]));
    }),
  );
});

test('a name that is written as an escape is a number, too', () => {
  expect(entriesOf(parsePythonJson('{"b": 1, "\\u0031": 2, "0": 3}') as object)).toEqual([
    ['b', 1],
    ['1', 2],
    ['0', 3],
  ]);
});

test('what Python writes and JSON has no word for is read, and never inside of a string', () => {
  expect(
    plain(parsePythonJson('{"a": NaN, "b": [Infinity,-Infinity], "NaN": "NaN, Infinity \\" NaN"}')),
  ).toEqual({
    a: null,
    b: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    NaN: 'NaN, Infinity " NaN',
  });
});

test.each([
  'nan',
  'NaNs',
  '-NaN',
  '1NaN',
  '1Infinity',
  '+Infinity',
  'NaN NaN',
  '[NaN',
  '"NaN',
  '{NaN: 1}',
  '',
])('%s is neither', (text) => {
  expect(() => parsePythonJson(text)).toThrow(/^expected JSON, got /);
});

test('an error is told at its place in the text', () => {
  expect(() => parsePythonJson('{"1": NaN, "2": -Infinity "3": 1}')).toThrow(
    'expected JSON, got a syntax error at line 1 column 27',
  );
});
