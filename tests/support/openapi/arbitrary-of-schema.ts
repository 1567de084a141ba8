import fc from 'fast-check';
import { countCharacters } from '../../../lib/contract/characters.ts';
import type { JsonSchema } from '../../../lib/contract/components.ts';

/** The words of JSON Schema that are read here, which is all that our schemas use. */
type Schema = JsonSchema & { readonly not?: JsonSchema };

/** Finds what a reference leads to. */
type Resolve = (reference: string) => JsonSchema;

const NO_REFERENCES: Resolve = (reference) => {
  throw new Error(`${reference}: expected a schema without references`);
};

/**
 * Values of a JSON Schema, made of the schema alone, as a generator of test data or a form does that knows nothing else. Texts
 * hold characters of every plane, and are as long as they may be at times.
 */
export function arbitraryOf(
  schema: JsonSchema,
  resolve: Resolve = NO_REFERENCES,
  depth = 0,
): fc.Arbitrary<unknown> {
  const made = make(schema as Schema, resolve, depth);
  const { examples = [] } = schema;
  return examples.length === 0
    ? made
    : fc.oneof({ arbitrary: made, weight: 4 }, fc.constantFrom(...examples));
}

const DEEPEST = 4;

function make(schema: Schema, resolve: Resolve, depth: number): fc.Arbitrary<unknown> {
  const inner = (each: JsonSchema) => arbitraryOf(each, resolve, depth + 1);
  if (schema.$ref !== undefined) return arbitraryOf(resolve(schema.$ref), resolve, depth);
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const shapes = schema.anyOf ?? schema.oneOf;
  if (shapes !== undefined) return fc.oneof(...shapes.map(inner));
  const types = [schema.type ?? (schema.properties === undefined ? 'any' : 'object')].flat();
  return fc.oneof(...types.map((type) => makeType(type, schema, inner, depth)));
}

function makeType(
  type: string,
  schema: Schema,
  inner: (each: JsonSchema) => fc.Arbitrary<unknown>,
  depth: number,
): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return makeText(schema);
    case 'number':
      return makeNumber(schema);
    case 'integer':
      return fc.integer({
        min: schema.minimum ?? -(2 ** 31),
        max: Math.min(schema.maximum ?? 2 ** 31, 2 ** 40),
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array': {
      if (schema.prefixItems !== undefined) return fc.tuple(...schema.prefixItems.map(inner));
      const { minItems: minLength = 0, maxItems = 5, items } = schema;
      return fc.array(inner(items || {}), {
        minLength,
        maxLength: Math.max(minLength, Math.min(maxItems, 5)),
      });
    }
    case 'object':
      return makeObject(schema, inner);
    default:
      return depth > DEEPEST ? fc.constant(null) : fc.jsonValue({ maxDepth: 2 });
  }
}

function makeObject(
  schema: Schema,
  inner: (each: JsonSchema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties = true, propertyNames = {} } = schema;
  const known = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, inner(each)])),
    { requiredKeys: [...required] },
  );
  if (additionalProperties === false) return known;
  const names = makeText(propertyNames).filter((name) => !Object.hasOwn(properties, name));
  const values = inner(additionalProperties === true ? {} : additionalProperties);
  return fc
    .tuple(known, fc.dictionary(names, values, { maxKeys: 3 }))
    .map(([own, others]) => ({ ...others, ...(own as object) }));
}

function makeNumber({ minimum, exclusiveMinimum, maximum }: Schema): fc.Arbitrary<number> {
  return fc.double({
    ...(minimum === undefined ? {} : { min: minimum }),
    ...(exclusiveMinimum === undefined ? {} : { min: exclusiveMinimum, minExcluded: true }),
    ...(maximum === undefined ? {} : { max: maximum }),
    noNaN: true,
    noDefaultInfinity: true,
  });
}

const FORMATS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  date: fc
    .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  'date-time': fc
    .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  uri: fc.webUrl({ validSchemes: ['https'] }),
};

function makeText({ format, pattern, not, minLength = 0, maxLength = 60 }: Schema): fc.Arbitrary<string> {
  const free = fc.oneof(
    fc.string({ unit: 'binary', minLength, maxLength: Math.min(maxLength, 40) }),
    fc.string({ unit: 'grapheme-ascii', minLength, maxLength: Math.min(maxLength, 40) }),
    // As long as it may be, of characters that take two units of UTF-16.
    fc.constantFrom('😀', '𝒳', 'é').map((letter) => letter.repeat(Math.min(maxLength, 3000))),
  );
  const made = [FORMATS[format ?? ''], pattern === undefined ? undefined : matching(pattern)].filter(
    (each) => each !== undefined,
  );
  const fits = (text: string, at: string | undefined) => at === undefined || new RegExp(at, 'u').test(text);
  return fc
    .oneof(
      ...(made.length === 0 ? [free] : made),
      ...(made.length === 1 && format === undefined ? [free] : []),
    )
    .filter(
      (text) =>
        fits(text, pattern) &&
        !(not?.pattern !== undefined && fits(text, not.pattern)) &&
        countCharacters(text) >= minLength &&
        countCharacters(text) <= maxLength,
    );
}

/** Undefined: fast-check cannot make texts of such a pattern; those at random are filtered. */
function matching(pattern: string): fc.Arbitrary<string> | undefined {
  try {
    return fc.stringMatching(new RegExp(pattern, 'u'));
  } catch {
    return undefined;
  }
}
