import { toJsonSchemas } from '../../contract/components.ts';
import { EXAMPLES } from './examples.ts';

/**
 * The components of OpenAPI and their examples. A bundle holds them made already (infra/build/build-functions.ts): what makes them, and the schemas of answers,
 * which nothing checks at run time, stay out of it.
 */
export const COMPONENT_SCHEMAS = toJsonSchemas();
/** By component and name. */
export const COMPONENT_EXAMPLES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = EXAMPLES;
