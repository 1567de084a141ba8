import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { leadJsonSchema } from '../../../lib/lead/lead-json-schema.ts';
import type { Field, LeadSchema } from '../../../lib/lead/schema.ts';
import { leadSchemaFromJson } from '../../../lib/lead/schema-from-json.ts';
import { validateLead } from '../../../lib/lead/validate-lead.ts';
import { exampleArtifact } from '../../support/example-model.ts';
import { arbitraryOf } from '../../support/openapi/arbitrary-of-schema.ts';

const SPACES = ['', ' ', '\u00a0', '\u0085', '\u200b', '\u2060', '\ufeff', '\n'];

/** Schemas of leads, with every type of field, required or not, used or not. */
const schemas: fc.Arbitrary<LeadSchema> = fc
  .record({
    fields: fc.uniqueArray(
      fc.tuple(
        fc.string({ minLength: 1, maxLength: 6 }),
        fc.boolean(),
        fc.boolean(),
        fc.oneof(
          fc
            .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean())
            .map(([low, integer]) => ({
              type: 'number' as const,
              integer,
              range: [low, low === 0 ? 20 : low] as const,
            })),
          fc.constant({ type: 'boolean' as const }),
          fc.constantFrom({ type: 'date' as const, range: ['2024-02-29', '2025-12-31'] as const }),
          fc
            .uniqueArray(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), { maxLength: 4 })
            .map((words) => ({
              type: 'category' as const,
              levels: words.map((word) => `l${word.trim()}`.normalize('NFC')),
            })),
        ),
      ),
      { selector: ([name]) => name, minLength: 1, maxLength: 6 },
    ),
    missing_words: fc.subarray(['na', 'n/a', '(leer)', 'unbekannt', 'ß', '-', 'k.a.']),
  })
  .map(({ fields, missing_words }) => ({
    missing_words,
    fields: fields.map(
      ([name, required, unused, facts]) =>
        ({ name, required, ...(unused ? { unused: true as const } : {}), ...facts }) as Field,
    ),
  }));

const compile = (json: object, formats: boolean) => {
  const ajv = new Ajv2020({ strict: false, validateFormats: formats });
  if (formats) addFormats.default(ajv);
  return ajv.compile(json);
};

test('describes each field, with title, description and examples', () => {
  const json = leadJsonSchema(exampleArtifact().schema);
  expect(json).toMatchObject({
    type: 'object',
    additionalProperties: false,
    required: ['source'],
    properties: {
      source: {
        type: 'string',
        title: 'source',
        description: 'A text such as “web”, “referral”, “fair”.',
        minLength: 1,
        maxLength: 256,
        examples: ['web', 'referral', 'fair'],
        'x-levels': ['web', 'referral', 'fair'],
      },
      visits: { type: ['number', 'null'], examples: [10], 'x-training-range': [0, 20] },
      opened: { type: ['boolean', 'string', 'null'], pattern: expect.any(String), examples: [true, false] },
      first_contact: {
        type: ['string', 'null'],
        format: 'date',
        'x-format': 'date',
        examples: ['2025-12-31'],
      },
    },
    examples: [{ source: 'web', visits: 10, opened: true, first_contact: '2025-12-31' }],
  });
});

test('every lead that is made of the schema alone is accepted, and so is every example', () => {
  fc.assert(
    fc.property(
      schemas.chain((schema) => {
        const json = leadJsonSchema(schema);
        return fc.tuple(fc.constant(schema), fc.constant(json), arbitraryOf(json));
      }),
      ([schema, json, lead]) => {
        expect([lead, validateLead(schema, lead)]).toEqual([lead, expect.objectContaining({ ok: true })]);
        const [example] = json.examples as readonly object[];
        expect(validateLead(schema, example)).toMatchObject({ ok: true });
        expect(compile(json, true)(example)).toBe(true);
        const properties = json.properties as Readonly<Record<string, { examples: readonly unknown[] }>>;
        for (const [name, { examples }] of Object.entries(properties)) {
          expect(examples.length).toBeGreaterThan(0);
          for (const value of examples) {
            const changed = { ...example, [name]: value };
            expect(validateLead(schema, changed)).toMatchObject({ ok: true });
          }
        }
      },
    ),
    { numRuns: 40, endOnFailure: true },
  );
});

/** Values at the edges of what a field takes. */
const edges = (missingWords: readonly string[]) =>
  fc.oneof(
    fc.jsonValue({ maxDepth: 1 }),
    fc
      .constantFrom(255, 256, 257, 511, 512, 513)
      .chain((length) =>
        fc.constantFrom('x', 'é', '😀', 'e\u0301', '\ufb2c').map((letter) => letter.repeat(length)),
      ),
    fc.constantFrom('', ...SPACES),
    fc
      .tuple(fc.constantFrom(...SPACES), fc.constantFrom('x', ...missingWords), fc.constantFrom(...SPACES))
      .chain(([before, word, after]) =>
        fc
          .constantFrom(word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1))
          .map((spelled) => `${before}${spelled}${after}`),
      ),
    fc.constantFrom('\u212a.a.', 'k.a', 'kxa.', 'n', 'naa', 'ſs', 'SS', 'ẞ'),
    fc
      .tuple(
        fc.integer({ min: 0, max: 9999 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
      )
      .map(([year, month, day]) =>
        [String(year).padStart(4, '0'), ...[month, day].map((part) => String(part).padStart(2, '0'))].join(
          '-',
        ),
      ),
    fc.constantFrom(
      '2024-02-29',
      '2023-02-29',
      '2000-02-29',
      '1900-02-29',
      '0000-02-29',
      '0004-02-29',
      '0100-02-29',
    ),
    fc.constantFrom('2026-01-31T10:00', '2026-01-31T24:00', '2026-01-31 10:00:00.5+02:00', '2026-01-31Z'),
  );

test('the schema accepts what the API accepts, and nothing else', () => {
  fc.assert(
    fc.property(
      schemas.chain((schema) => {
        const alone = { ...schema, fields: schema.fields.slice(0, 1) };
        return fc.tuple(
          fc.constant(alone),
          fc.array(edges(alone.missing_words), { minLength: 30, maxLength: 30 }),
        );
      }),
      ([schema, values]) => {
        const accepts = compile(leadJsonSchema(schema), false);
        for (const input of [{}, ...values.map((value) => ({ [schema.fields[0]!.name]: value }))])
          expect([input, accepts(input)]).toEqual([input, validateLead(schema, input).ok]);
      },
    ),
    { numRuns: 40, endOnFailure: true },
  );
});

test('a text has as many characters as it has code points', () => {
  const { schema } = exampleArtifact();
  const validate = (source: string) => validateLead(schema, { source });
  expect(validate('😀'.repeat(256))).toMatchObject({ ok: true });
  expect(validate('😀'.repeat(257))).toEqual({
    ok: false,
    errors: [{ field: 'source', message: 'expected at most 256 characters, got 257' }],
  });
});

test('of a truth value it accepts what validateLead accepts: true, false, and the words of files in any case', () => {
  const schema = {
    fields: [{ name: 'opened', type: 'boolean' as const, required: true }],
    missing_words: [],
  };
  const json = leadJsonSchema(schema);
  const accepts = new Ajv2020({ strict: false }).compile(json);
  const word = fc.constantFrom('true', 'YES', 't', 'y', 'False', 'no', 'F', 'n', 'ye', 'tru', '0', '1', '');
  const spaced = fc
    .tuple(fc.constantFrom('', ' ', '\n', '\u00a0', '\u0085'), word)
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.string(), word, spaced), (opened) => {
      expect([opened, accepts({ opened })]).toEqual([opened, validateLead(schema, { opened }).ok]);
    }),
    { numRuns: 1000 },
  );
  expect(leadSchemaFromJson(json).fields).toEqual(schema.fields);
});
