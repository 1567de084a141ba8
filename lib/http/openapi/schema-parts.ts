/** What the schemas of the API are made of. */
export type Schema = Readonly<Record<string, unknown>>;

export const text = { type: 'string' };
export const count = { type: 'integer', minimum: 0 };
export const time = { type: 'string', format: 'date-time' };
export const sha256 = { type: 'string', pattern: '^[0-9a-f]{64}$' };
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
export const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
export const list = (items: Schema): Schema => ({ type: 'array', items });

/** An object with these properties, all of them required but those that are named optional, and no others. */
export function object(properties: Record<string, Schema>, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required, additionalProperties: false };
}

export const error = object({ code: text, message: text });
