import type { ComponentName } from '../../contract/components.ts';

/** What a route takes and answers, for the OpenAPI document; one per entry of API_ROUTES. */
export interface Operation {
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  /** The schema of the JSON body. */
  readonly body?: ComponentName;
  /** Status → the schema, a media type, or nothing; problems by their status alone. */
  readonly answers: Readonly<Record<number, Answer>>;
  readonly problems: readonly number[];
}

export interface Answer {
  readonly is: string;
  readonly schema?: ComponentName;
  /** `application/json` where there is a schema and nothing else is said. */
  readonly mediaType?: string;
  readonly headers?: readonly string[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly description: string;
  readonly schema?: Readonly<Record<string, unknown>>;
}

export const path = (name: string, description: string): Parameter => ({ name, in: 'path', description });
export const query = (name: string, description: string, schema?: Parameter['schema']): Parameter => ({
  name,
  in: 'query',
  description,
  ...(schema === undefined ? {} : { schema }),
});
export const header = (name: string, description: string): Parameter => ({ name, in: 'header', description });

export const IDEMPOTENCY = header('Idempotency-Key', 'the same key with the same body is accepted once');
/** Of every route that needs a key. */
export const KEYED = [401, 429, 503];
/** Of every route that reads JSON. */
export const BODY = [400, 413, 415, 422];
