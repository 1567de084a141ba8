import { ISO_DATE } from './json-value.ts';
import { type Field, type LeadSchema, MAX_TEXT_LENGTH } from './schema.ts';
import { BOOLEAN_WORD } from './value-words.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The schema as JSON Schema 2020-12: what `POST /predict` accepts. It describes exactly what `validateLead`
 * accepts, but for two things that JSON Schema cannot say: a date must exist in the calendar, and a word
 * that meant "missing" in training is refused as a category and as a boolean.
 *
 * @param mostLevels lists only so many of a category, and how many there are
 */
export function leadJsonSchema(
  schema: LeadSchema,
  mostLevels: number = Number.POSITIVE_INFINITY,
): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Lead',
    type: 'object',
    additionalProperties: false,
    required: schema.fields.filter((field) => field.required).map((field) => field.name),
    properties: Object.fromEntries(
      schema.fields.map((field) => [
        field.name,
        field.unused === true ? unusedJsonSchema(field) : fieldJsonSchema(field, mostLevels),
      ]),
    ),
    'x-missing-words': schema.missing_words,
  };
}

/** Anything but a list or an object; `x-unused` is the type that the training data has it in. */
function unusedJsonSchema(field: Field): JsonSchema {
  const { minLength, maxLength, pattern, examples, 'x-levels': levels, ...facts } = fieldJsonSchema(field, 0);
  return { ...facts, type: ['string', 'number', 'boolean', 'null'], 'x-unused': field.type };
}

function fieldJsonSchema(field: Field, mostLevels: number): JsonSchema {
  const notes = {
    ...(field.label !== undefined && { title: field.label }),
    ...(field.help !== undefined && { description: field.help }),
    ...(field.unit !== undefined && { 'x-unit': field.unit }),
    ...(field.missing_words !== undefined && { 'x-missing-words': field.missing_words }),
    ...('form' in field && field.form !== undefined && { 'x-form': field.form }),
  };
  const type = <T extends string>(name: T): T | [T, 'null'] => (field.required ? name : [name, 'null']);
  switch (field.type) {
    case 'number':
      return { type: type('number'), ...notes, 'x-integer': field.integer, 'x-training-range': field.range };
    case 'boolean':
      // `boolean` stands first: a form that is made of this shows its kind of input.
      return {
        type: ['boolean', 'string', ...(field.required ? [] : ['null'])],
        pattern: BOOLEAN_WORD.source,
        ...notes,
      };
    case 'date':
      return {
        type: type('string'),
        pattern: ISO_DATE.source,
        ...notes,
        'x-format': 'date',
        ...(field.form !== undefined && { 'x-form': field.form }),
        'x-training-range': field.range,
      };
    case 'category':
      return {
        type: type('string'),
        minLength: 1,
        maxLength: MAX_TEXT_LENGTH,
        pattern: '\\S',
        ...notes,
        examples: field.levels.slice(0, 3),
        ...(field.merge_case === true && { 'x-merge-case': true }),
        'x-levels': field.levels.length > mostLevels ? field.levels.slice(0, mostLevels) : field.levels,
        ...(field.levels.length > mostLevels && { 'x-levels-total': field.levels.length }),
        ...(field.rare_levels !== undefined && { 'x-rare-levels': field.rare_levels.hashes.length }),
      };
  }
}
