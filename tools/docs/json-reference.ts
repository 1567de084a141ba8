import { JSON_SHAPES } from '../../cli/json-shapes.ts';
import { COMPONENTS, type JsonSchema, toJsonSchemas } from '../../lib/contract/components.ts';
import { prose } from './markdown.ts';
import { describeType, renderProperties } from './schema-tables.ts';
import { slugOf } from './slug.ts';

/** Components of the API that a command prints as they came. */
const NAMES = new Map<unknown, string>(Object.entries(COMPONENTS).map(([name, schema]) => [schema, name]));
const own = Object.entries(JSON_SHAPES).filter(([, shape]) => !NAMES.has(shape));
const SCHEMAS = toJsonSchemas({ ...COMPONENTS, ...Object.fromEntries(own) });

/** What a command prints with `--json`; nothing for one that prints none. @param name without `scorelane` */
export function renderJsonShape(name: string): string[] {
  const shape = JSON_SHAPES[name];
  if (shape === undefined) return [];
  const component = NAMES.get(shape);
  const schema = component === undefined ? SCHEMAS[name]! : { $ref: `#/components/schemas/${component}` };
  const [first, ...others] = renderType(schema);
  return [`With \`--json\`: ${first}`, ...others].map(linkOut);
}

function renderType(schema: JsonSchema): string[] {
  const { description, anyOf, items, properties } = schema;
  const note = description === undefined ? '' : `; ${prose(description)}`;
  if (anyOf?.some((shape) => shape.properties !== undefined || shape.type === 'array')) {
    return [`one of these${note}:`, ...anyOf.flatMap((shape) => sentenced(renderType(shape)))];
  }
  if (properties !== undefined) return [`an object${note}`, renderProperties(schema)];
  if (items && items.properties !== undefined) return [`a list of objects${note}`, renderProperties(items)];
  return [`${describeType(schema)}${note}`];
}

const sentenced = ([first = '', ...others]: string[]): string[] => [
  `${first.charAt(0).toUpperCase()}${first.slice(1)}`,
  ...others,
];

/** Components stand on the page of the API, the shapes of other commands on this one. */
const linkOut = (text: string): string =>
  text.replace(/\[`([^`]+)`\]\(#[^)]*\)/g, (_, name: string) =>
    name in COMPONENTS
      ? `[\`${name}\`](http.md#${slugOf(name)})`
      : `[\`${name}\`](#${slugOf(`scorelane ${name}`)})`,
  );
