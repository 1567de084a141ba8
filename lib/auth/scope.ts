/**
 * What a key may do, each scope all that those before it may, too. `form`: submit leads and read results by their
 * unguessable ids, so that it may stand in a public page. `predict`: what an integration does: webhooks, canceling, the
 * registry. `operate`: files of leads, and lists of what was predicted and trained. `admin`: everything. This list is the
 * only place that knows the order; each route declares the least scope that it needs.
 */
export const SCOPES = ['form', 'predict', 'operate', 'admin'] as const;

export type Scope = (typeof SCOPES)[number];

/** Whether a key of a scope may do what needs another; one that this release does not know may do nothing. */
export const mayDo = (scope: Scope, needed: Scope): boolean =>
  SCOPES.indexOf(scope) >= SCOPES.indexOf(needed);
