import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { leadJsonSchema } from '../../../lib/lead/lead-json-schema.ts';
import { leadSchemaFromJson } from '../../../lib/lead/schema-from-json.ts';
import { validateLead } from '../../../lib/lead/validate-lead.ts';
import { exampleArtifact } from '../../support/example-model.ts';

test('describes what validateLead accepts', () => {
  expect(leadJsonSchema(exampleArtifact().schema)).toMatchObject({
    type: 'object',
    additionalProperties: false,
    required: ['source'],
    properties: {
      source: { type: 'string', minLength: 1, maxLength: 256, 'x-levels': ['web', 'referral', 'fair'] },
      visits: { type: ['number', 'null'], 'x-training-range': [0, 20] },
      opened: { type: ['boolean', 'string', 'null'], pattern: expect.any(String) },
      first_contact: { type: ['string', 'null'], 'x-format': 'date' },
    },
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
