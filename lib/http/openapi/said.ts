import type { ComponentName } from '../../contract/components.ts';
import type { Answer, Operation, Parameter } from './operation.ts';
import { CURSOR, limit } from './parameters.ts';

/** What is said of a route: what its path, its scope and its body bring with them is not said again. */
export type Said = Pick<Operation, 'summary' | 'description' | 'deprecated' | 'body' | 'bodyIsOptional'> & {
  readonly answers: Readonly<Record<number, Answer>>;
  /** But those of the path. */
  readonly parameters?: readonly Parameter[];
  /** Problems of its own. */
  readonly also?: readonly number[];
};
/** By method and path. */
export type SaidByRoute = Readonly<Record<string, Said>>;

/** Of an answer to a repeated Idempotency-Key. */
export const REPLAYED = 'Idempotent-Replayed';
export const NOT_MODIFIED = {
  304: { is: 'the client has it: its `If-None-Match` names the ETag', headers: ['ETag'] },
};

/** The one answer that is no problem. @param mayHave headers that are there at times */
export const answers = (
  summary: string,
  schema: ComponentName,
  is: string,
  more: Partial<Said> = {},
  mayHave: readonly string[] = [],
): Said => ({ summary, answers: { 200: { schema, is, mayHave } }, ...more });

export const accepts: typeof answers = (summary, schema, is, more) => ({
  ...answers(summary, schema, is, more),
  answers: { 202: { schema, is } },
});

/** Accepted, or final by now when its Idempotency-Key came before. */
export const answersAgain = (summary: string, schema: ComponentName): Said => ({
  summary,
  answers: {
    200: {
      schema,
      is: 'final by now: its `Idempotency-Key` came before',
      headers: ['Location', REPLAYED],
    },
    202: { schema, is: 'accepted', headers: ['Location', 'Retry-After', REPLAYED] },
  },
});

/** Of a list of batches or jobs. */
export const RECENT: readonly Parameter[] = [limit('20 without it', 100), CURSOR];

export const listed = (summary: string, schema: ComponentName, parameters: readonly Parameter[]): Said => ({
  summary,
  parameters,
  answers: {
    200: {
      schema,
      is: 'a page, newest first; `next_cursor` and `Link` lead to the next; those that a release before 2026-12 accepted are not in it',
      headers: ['Link'],
    },
  },
});
