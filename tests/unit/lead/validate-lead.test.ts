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
  expect(errorsOf({ visits: '12', opened: 'yes', first_contact: '31.01.2026', surce: 'web' })).toEqual([
    { field: 'source', message: 'expected text such as "web"; this field is required' },
    { field: 'visits', message: 'expected a number, got text "12"; send null when it is not known' },
    { field: 'opened', message: 'expected true or false, got text "yes"; send null when it is not known' },
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
    'expected a number, got a number too large for JSON',
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
        expect(value).toBe((input as Record<string, unknown>)[name] ?? null);
      }
    }),
    { numRuns: 1000 },
  );
});
