import { SCOPES } from '../contract/words.ts';

export type Scope = (typeof SCOPES)[number];

/** Whether a key of a scope may do what needs another; one that this release does not know may do nothing. */
export const mayDo = (scope: Scope, needed: Scope): boolean =>
  SCOPES.indexOf(scope) >= SCOPES.indexOf(needed);
