import { leadJsonSchema } from '../../../lib/lead/lead-json-schema.ts';
import type { LeadSchema } from '../../../lib/lead/schema.ts';
import { leadSchemaFromJson } from '../../../lib/lead/schema-from-json.ts';
import { exampleArtifact } from '../../support/example-model.ts';

test('reads back what leadJsonSchema wrote, through JSON', () => {
  const { schema } = exampleArtifact();
  const labelled: LeadSchema = {
    missing_words: ['na', '?'],
    fields: schema.fields.map((field, i) => ({
      ...field,
      required: i % 2 === 1,
      label: `Label ${i}`,
      help: 'What it is',
      ...(field.type === 'number' ? { unit: 'visits' } : {}),
    })),
  };
  const dated: LeadSchema = {
    ...labelled,
    fields: labelled.fields.map((field) =>
      field.type === 'date' ? { ...field, form: 'dd/mm/yyyy' } : field,
    ),
  };
  expect(dated).not.toEqual(labelled);
  for (const each of [schema, labelled, dated]) {
    const json = JSON.parse(
      JSON.stringify({ ...leadJsonSchema(each), 'x-model': { name: 'leads', version: 'v1' } }),
    );
    expect(leadSchemaFromJson(json)).toEqual(each);
  }
});

test('refuses another JSON Schema', () => {
  expect(() => leadSchemaFromJson({ type: 'object', properties: {} })).toThrow(
    'expected the JSON Schema of a lead',
  );
});
