import { toJsonSchemas } from '../../contract/components.ts';

/**
 * The components of OpenAPI. A bundle holds them made already (infra/build.ts): what makes them, and the schemas of answers,
 * which nothing checks at run time, stay out of it.
 */
export const COMPONENT_SCHEMAS = toJsonSchemas();
