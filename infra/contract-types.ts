import type { JsonSchema } from '../lib/contract/components.ts';

/** Of a JSON Schema, what zod makes of the contract. */
interface Schema {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly description?: string;
}

/**
 * The schemas of lib/contract as plain TypeScript, `export type <name> = …`, with their descriptions: those who use the published
 * client have no zod.
 */
export const renderContractTypes = (schemas: Readonly<Record<string, JsonSchema>>): string =>
  Object.entries(schemas as Readonly<Record<string, Schema>>)
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
  if (items !== undefined) return `ReadonlyArray<${typeOf(items)}>`;
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
