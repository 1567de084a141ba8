import { type JsonSchema, toJsonSchemas } from '../../contract/components.ts';
import { EXAMPLES } from './examples.ts';

export interface Components {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  /** By component and name. */
  readonly examples: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * The components of OpenAPI and their examples. A bundle holds them packed (infra/build/build-functions.ts) and unpacks them when
 * the document is asked for: what makes them, and the schemas of answers, which nothing checks at run time, stay out of it.
 */
export const listComponents = (): Components => ({ schemas: toJsonSchemas(), examples: EXAMPLES });
