import type { JsonSchema } from './lead-json-schema.ts';
import type { NumberForm } from './number-form.ts';
import { DEFAULT_MISSING_WORDS, type Field, type LeadSchema } from './schema.ts';

/**
 * The lead schema that `GET /schema` describes: what `leadJsonSchema` wrote, read back, for those who read leads from
 * words and know the API only.
 *
 * @throws {TypeError} it is another JSON Schema
 */
export function leadSchemaFromJson(json: JsonSchema): LeadSchema {
  const properties = json.properties;
  if (json.title !== 'Lead' || typeof properties !== 'object' || properties === null) {
    throw new TypeError('expected the JSON Schema of a lead, as GET /schema answers it');
  }
  const required = new Set(json.required as readonly string[]);
  const fields = Object.entries(properties as Record<string, JsonSchema>).map(([name, property]) =>
    readField(name, property, required.has(name)),
  );
  const words = json['x-missing-words'] as readonly string[] | undefined;
  return { fields, missing_words: words ?? DEFAULT_MISSING_WORDS };
}

function readField(name: string, json: JsonSchema, required: boolean): Field {
  const base = {
    name,
    required,
    // A field without a label is titled by its name, and one without a help is described all the same.
    ...(json.title === undefined || json.title === name ? {} : { label: String(json.title) }),
    ...(json.description === undefined || json['x-described'] === true
      ? {}
      : { help: String(json.description) }),
    ...(json['x-unused'] === undefined ? {} : { unused: true as const }),
    ...(json['x-unit'] === undefined ? {} : { unit: String(json['x-unit']) }),
    ...(json['x-missing-words'] === undefined
      ? {}
      : { missing_words: json['x-missing-words'] as readonly string[] }),
  };
  const unused = json['x-unused'];
  const type = unused ?? (Array.isArray(json.type) ? json.type[0] : json.type);
  if (type === 'number') {
    const range = json['x-training-range'] as readonly [number, number];
    const form = json['x-form'] === undefined ? {} : { form: json['x-form'] as NumberForm };
    return { ...base, type, integer: json['x-integer'] === true, range, ...form };
  }
  if (type === 'boolean') return { ...base, type };
  if (json['x-format'] === 'date') {
    const form = json['x-form'] === undefined ? {} : { form: String(json['x-form']) };
    return { ...base, type: 'date', ...form, range: json['x-training-range'] as readonly [string, string] };
  }
  const merged = json['x-merge-case'] === true ? ({ merge_case: true } as const) : {};
  return { ...base, type: 'category', levels: (json['x-levels'] ?? []) as readonly string[], ...merged };
}
