import * as z from 'zod/mini';
import * as batch from './batch.ts';
import * as conversion from './conversion.ts';
import * as figure from './figure.ts';
import * as job from './job.ts';
import * as lead from './lead.ts';
import * as history from './lead-history.ts';
import * as model from './model.ts';
import * as outcome from './outcome.ts';
import * as performance from './performance.ts';
import * as prediction from './prediction.ts';
import * as problem from './problem.ts';
import * as requests from './requests.ts';
import * as service from './service.ts';
import * as training from './training.ts';
import * as webhook from './webhook.ts';
import * as worth from './worth.ts';

/**
 * Every request, answer and event by its name in OpenAPI, which is that of its export; a schema that holds another refers to it
 * by this name.
 */
export const COMPONENTS = {
  ...lead,
  ...conversion,
  ...prediction,
  ...history,
  ...batch,
  ...job,
  ...training,
  ...model,
  ...outcome,
  ...figure,
  ...performance,
  ...worth,
  ...service,
  ...requests,
  ...webhook,
  ...problem,
} as const satisfies Record<string, z.ZodMiniType>;
export type ComponentName = keyof typeof COMPONENTS;

/** A JSON Schema, of which these words are used. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly const?: string | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly items?: JsonSchema | false;
  readonly prefixItems?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly propertyNames?: JsonSchema;
  readonly examples?: readonly unknown[];
}

/** Components as JSON Schemas (2020-12) that refer to one another as OpenAPI's do. */
export function toJsonSchemas(
  components: Readonly<Record<string, z.ZodMiniType>> = COMPONENTS,
): Readonly<Record<string, JsonSchema>> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(components)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io: 'input',
    uri: (id) => `#/components/schemas/${id}`,
    override({ jsonSchema }) {
      // What zod adds to every number and time says nothing to a reader.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
      // Of a record's names, nothing but that they are text.
      if (Object.keys(jsonSchema.propertyNames ?? {}).join() === 'type') delete jsonSchema.propertyNames;
    },
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema, $id, ...schema }]) => [name, schema]),
  ) as Record<string, JsonSchema>;
}
