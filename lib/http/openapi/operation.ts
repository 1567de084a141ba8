import type { ComponentName } from '../../contract/components.ts';

/** What a route takes and answers, for the OpenAPI document. */
export interface Operation {
  readonly id: string;
  /** The part of the API that it belongs to. */
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** It stays for those who use it; another operation replaces it. */
  readonly deprecated?: true;
  readonly parameters: readonly Parameter[];
  /** The schema of the JSON body. */
  readonly body?: ComponentName;
  /** The request may come without it. */
  readonly bodyIsOptional?: true;
  /** Status → the schema, a media type, or nothing. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** The statuses of problems, ascending. */
  readonly problems: readonly number[];
}

export interface Answer {
  readonly is: string;
  /** Of the JSON. */
  readonly schema?: ComponentName;
  /** One or more; `application/json` where there is a schema and nothing else is said. */
  readonly mediaType?: string | readonly string[];
  /** Headers that are always there. */
  readonly headers?: readonly string[];
  /** Headers that are there at times. */
  readonly mayHave?: readonly string[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly description: string;
  /** It stays for those who use it; another one replaces it. */
  readonly deprecated?: true;
  readonly schema?: Readonly<Record<string, unknown>>;
}
