import { leadJsonSchema } from '../../../lib/lead/lead-json-schema.ts';
import { exampleArtifact } from '../../support/example-model.ts';

test('describes what validateLead accepts', () => {
  expect(leadJsonSchema(exampleArtifact().schema)).toMatchObject({
    type: 'object',
    additionalProperties: false,
    required: ['source'],
    properties: {
      source: { type: 'string', minLength: 1, maxLength: 256, 'x-levels': ['web', 'referral', 'fair'] },
      visits: { type: ['number', 'null'], 'x-training-range': [0, 20] },
      opened: { type: ['boolean', 'null'] },
      first_contact: { type: ['string', 'null'], 'x-format': 'date' },
    },
  });
});
