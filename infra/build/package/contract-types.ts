import type { JsonSchema as Schema } from '../../../lib/contract/components.ts';

/**
 * The schemas of lib/contract as plain TypeScript, `export type <name> = …`, with their descriptions: those who use the published
 * client have no zod.
 */
export const renderContractTypes = (schemas: Readonly<Record<string, Schema>>): string =>
  Object.entries(schemas)
    .map(([name, schema]) => `${comment(schema)}export type ${name} = ${typeOf(schema)};\n`)
    .join('\n');

const comment = ({ description }: Schema): string =>
  description === undefined ? '' : `/** ${description} */\n`;

function typeOf(schema: Schema): string {
  const { $ref, anyOf, type, items } = schema;
  if ($ref !== undefined) return $ref.replace(/^.*\//, '');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (anyOf !== undefined) return anyOf.map(typeOf).join(' | ');
  if (items) return `ReadonlyArray<${typeOf(items)}>`;
  if (type === 'object') return objectType(schema);
  return [type ?? 'unknown']
    .flat()
    .map((each) => (each === 'integer' ? 'number' : each))
    .join(' | ');
}

function objectType({ properties, required = [], additionalProperties: others = {} }: Schema): string {
  const members = Object.entries(properties ?? {}).map(([name, schema]) => {
    const key = /^\w+$/.test(name) ? name : JSON.stringify(name);
    const member = `${comment(schema)}readonly ${key}${required.includes(name) ? '' : '?'}: ${typeOf(schema)};`;
    return `  ${member.replaceAll('\n', '\n  ')}\n`;
  });
  const parts = [
    ...(properties === undefined ? [] : [`{\n${members.join('')}}`]),
    ...(typeof others === 'object' ? [`Readonly<Record<string, ${typeOf(others)}>>`] : []),
  ];
  return parts.join(' & ');
}
