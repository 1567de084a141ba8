import fc from 'fast-check';
import { validateLead } from '../../../lib/lead/validate-lead.ts';
import { EXAMPLE_LEAD, exampleArtifact } from '../../support/example-model.ts';

const { schema } = exampleArtifact();
const errorsOf = (input: unknown) => {
  const validation = validateLead(schema, input);
  return validation.ok ? [] : validation.errors;
};

test('a valid lead comes back with every field, missing ones null', () => {
  expect(validateLead(schema, { source: 'web' })).toEqual({
    ok: true,
    lead: { source: 'web', visits: null, opened: null, first_contact: null },
  });
  expect(validateLead(schema, EXAMPLE_LEAD)).toEqual({ ok: true, lead: EXAMPLE_LEAD });
});

test('reports everything that is wrong at once', () => {
  expect(errorsOf({ visits: '12', opened: 'perhaps', first_contact: '31.01.2026', surce: 'web' })).toEqual([
    { field: 'source', message: 'expected text such as "web"; this field is required' },
    { field: 'visits', message: 'expected a number, got text "12"; send null when it is not known' },
    {
      field: 'opened',
      message:
        'expected true or false, or a word for it such as "yes" or "no", got text "perhaps"; send null when it is not known',
    },
    {
      field: 'first_contact',
      message:
        'expected an ISO 8601 date such as "2026-01-31", got text "31.01.2026"; send null when it is not known',
    },
    { field: 'surce', message: 'unknown field; did you mean "source"?' },
  ]);
});

test.each<[string, unknown, string]>([
  ['a number for a category', { source: 1 }, 'expected text such as "web", got the number 1'],
  ['empty text', { source: '' }, 'expected text such as "web", got empty text'],
  ['blanks', { source: '  ' }, 'expected text such as "web", got text "  "'],
  [
    'a missing word',
    { source: 'NA' },
    'the text "NA" meant "missing" in the training data; send null instead',
  ],
  ['text that is too long', { source: 'x'.repeat(257) }, 'expected at most 256 characters, got 257'],
  ['a list', { source: ['web'] }, 'expected text such as "web", got a list'],
  ['a day that does not exist', { source: 'web', first_contact: '2026-02-30' }, 'expected an ISO 8601 date'],
  [
    'infinity',
    JSON.parse('{"source": "web", "visits": 1e999}'),
    'expected a number, got Infinity, or a number too large for JSON',
  ],
  [
    'a stranger',
    { source: 'web', zzz: 1 },
    "unknown field; the model's fields are source, visits, opened, first_contact",
  ],
])('refuses %s', (_, input, message) => {
  expect(errorsOf(input)).toEqual([{ field: expect.any(String), message: expect.stringContaining(message) }]);
});

test.each([[null], [[]], ['lead'], [7]])('refuses %p as a lead', (input) => {
  expect(errorsOf(input)).toEqual([
    { field: '', message: expect.stringMatching(/^expected a lead as a JSON object/) },
  ]);
});

test.each([
  ...['true', 'TRUE', 'yes', 'Yes', 't', 'Y', ' yes '].map((word) => [word, true] as const),
  ...['false', 'no', 'No', 'F', 'n'].map((word) => [word, false] as const),
])('a boolean may be the word %j of a file', (word, expected) => {
  expect(validateLead(schema, { source: 'web', opened: word })).toMatchObject({
    ok: true,
    lead: { opened: expected },
  });
});

test.each([
  ['1', 'expected true or false'],
  ['', 'expected true or false'],
  ['ja', 'expected true or false'],
  ['NA', 'the text "NA" meant "missing" in the training data; send null instead'],
])('and not the text %j', (opened, message) => {
  expect(errorsOf({ source: 'web', opened })).toEqual([
    { field: 'opened', message: expect.stringContaining(message) },
  ]);
});

test('a word that the user said means “missing” in a column is no truth value there, as in files', () => {
  const told = {
    fields: [{ name: 'opened', type: 'boolean' as const, required: false, missing_words: ['no'] }],
    missing_words: [],
  };
  expect(validateLead(told, { opened: 'No' })).toMatchObject({
    ok: false,
    errors: [{ message: expect.stringContaining('meant "missing"') }],
  });
  expect(validateLead(told, { opened: 'yes' }).ok).toBe(true);
});

test('unknown fields can be left out, and are named; what is wrong is wrong all the same', () => {
  const ignoreUnknown = { ignoreUnknown: true };
  expect(validateLead(schema, { ...EXAMPLE_LEAD, id: 7, utm: {} }, ignoreUnknown)).toEqual({
    ok: true,
    lead: EXAMPLE_LEAD,
    ignored: ['id', 'utm'],
  });
  expect(validateLead(schema, EXAMPLE_LEAD, ignoreUnknown)).toEqual({ ok: true, lead: EXAMPLE_LEAD });
  expect(validateLead(schema, { source: 1, id: 7 }, ignoreUnknown)).toEqual({
    ok: false,
    errors: [expect.objectContaining({ field: 'source' })],
  });
});

test('a category may have a value that training never saw', () => {
  expect(validateLead(schema, { source: 'tiktok' }).ok).toBe(true);
});

test('a field named like a property of Object.prototype is a field like others', () => {
  const odd = {
    ...schema,
    fields: [
      { name: '__proto__', type: 'number' as const, required: true, integer: true, range: [0, 1] as const },
    ],
  };
  const validation = validateLead(odd, JSON.parse('{"__proto__": 3}'));
  expect(validation.ok && Object.entries(validation.lead)).toEqual([['__proto__', 3]]);
  expect(validateLead(odd, {}).ok).toBe(false);
});

test('whatever JSON comes: it never throws, and what it accepts it did not change', () => {
  const values = fc.oneof(fc.jsonValue(), fc.constantFrom('web', 'true', '1', '2026-01-31'));
  const leads = fc.oneof(
    fc.jsonValue(),
    fc.record(
      { source: values, visits: values, opened: values, first_contact: values },
      { requiredKeys: [] },
    ),
  );
  fc.assert(
    fc.property(leads, (input) => {
      const validation = validateLead(schema, input);
      if (!validation.ok) return expect(validation.errors.length).toBeGreaterThan(0);
      for (const [name, value] of Object.entries(validation.lead)) {
        const given = (input as Record<string, unknown>)[name] ?? null;
        expect(value).toBe(name === 'opened' && given === 'true' ? true : given);
      }
    }),
    { numRuns: 1000 },
  );
});
