import type { JsonSchema as Schema } from '../../lib/contract/components.ts';
import { code, prose, sentence, table } from './markdown.ts';
import { slugOf } from './slug.ts';

/** A schema with a heading of its own: its members, or those of each of its shapes. */
export function renderSchema(name: string, schema: Schema, level: '##' | '###'): string[] {
  const shapes = schema.anyOf ?? schema.oneOf;
  return [
    `${level} ${name}`,
    describe(schema),
    ...(shapes?.some(({ properties }) => properties !== undefined)
      ? ['One of these:', ...shapes.flatMap((shape) => [describe(shape), renderProperties(shape)])]
      : schema.properties === undefined
        ? [`${describeType(schema)}.`]
        : [renderProperties(schema)]),
  ];
}

const describe = ({ description }: Schema): string =>
  description === undefined ? '' : prose(sentence(description));

export function renderProperties(schema: Schema): string {
  return table(['member', 'type', 'is'], listProperties(schema, ''));
}

/** The members of an object, and of the objects in it, by their paths. */
function listProperties({ properties = {}, required = [] }: Schema, before: string): string[][] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = `${before}${name}`;
    // Of an object that may be null, the object.
    const inner = schema.items || (schema.anyOf?.find((either) => either.properties) ?? schema);
    const notes = [
      ...(required.includes(name) ? [] : ['optional']),
      ...(schema.description === undefined ? [] : [prose(schema.description)]),
      ...(schema.examples === undefined
        ? []
        : [`such as ${schema.examples.map((each) => code(String(each))).join(', ')}`]),
    ];
    return [
      [code(path), describeType(schema), notes.join('; ')],
      ...listProperties(inner, `${path}${schema.type === 'array' ? '[]' : ''}.`),
    ];
  });
}

const WORDS: Readonly<Record<string, string>> = { string: 'text', integer: 'whole number', array: 'list' };

export function describeType(schema: Schema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/components/schemas/', '');
    return `[${code(name)}](#${slugOf(name)})`;
  }
  if (schema.enum !== undefined) return schema.enum.map(code).join(', ');
  if (schema.const !== undefined) return code(String(schema.const));
  const shapes = schema.anyOf ?? schema.oneOf;
  if (shapes !== undefined) return shapes.map(describeType).join(' or ');
  if (schema.prefixItems !== undefined) return `list: ${schema.prefixItems.map(describeType).join(', ')}`;
  if (schema.type === 'array') return `list of ${describeType(schema.items || {})}${limitsOf(schema)}`;
  if (
    schema.properties === undefined &&
    typeof schema.additionalProperties === 'object' &&
    schema.additionalProperties.type !== 'object'
  )
    return `object, name → ${describeType(schema.additionalProperties)}`;
  if (schema.format === 'date-time') return 'time, ISO 8601';
  if (schema.format === 'uri') return 'URI';
  const types = [schema.type ?? 'object'].flat().map((type) => WORDS[type] ?? type);
  const pattern = schema.pattern === undefined ? '' : ` like ${code(schema.pattern)}`;
  return `${types.join(' or ')}${pattern}${limitsOf(schema)}`;
}

function limitsOf(schema: Schema): string {
  const { minimum, exclusiveMinimum, maximum, minItems, maxItems, maxLength } = schema;
  const low = minimum ?? minItems;
  const high = maximum ?? maxItems;
  if (low !== undefined && high !== undefined) return `, ${low} to ${high}`;
  if (low !== undefined) return `, ${low} or more`;
  if (exclusiveMinimum !== undefined) return `, above ${exclusiveMinimum}`;
  return maxLength === undefined ? '' : `, at most ${maxLength} characters`;
}
