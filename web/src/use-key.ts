import { useEffect, useState } from 'preact/hooks';
import { mayDo } from '../../lib/auth/scope.ts';
import type { Key } from '../../lib/contract/index.ts';
import { VIEWS, type View } from '../../lib/form/form-config.ts';
import type { Api } from './api.ts';
import type { Settings } from './settings.ts';

/** The views that every key may use. */
const OF_A_FORM: readonly View[] = ['score', 'batch'];

export interface Allowed {
  /** False: it is not known yet what the key may do. */
  readonly isKnown: boolean;
  readonly views: readonly View[];
  /** Leads a minute; undefined: no rate of its own. */
  readonly rate: number | undefined;
  /** Whether a lead may be submitted with a reference. */
  readonly mayName: boolean;
}

/**
 * What the page's key allows. A key of the scope `form` stands in a public page: what it may not do is not shown. Other views
 * ask for a key themselves, where the page's own is not enough.
 */
export function useKey(api: Api, { key, form }: Settings): Allowed {
  const [facts, setFacts] = useState<Key>();
  const [isKnown, setKnown] = useState(key === undefined);
  useEffect(() => {
    if (key === undefined) return;
    // An API that does not tell is of an earlier release: its keys are no forms'. What else is wrong is told elsewhere.
    api
      .loadKey()
      .then(setFacts, () => {})
      .finally(() => setKnown(true));
  }, [api, key]);
  const views = form.views ?? VIEWS;
  const isForm = !isKnown || (facts !== undefined && !mayDo(facts.scope, 'predict'));
  const possible = isForm ? views.filter((view) => OF_A_FORM.includes(view)) : views;
  return {
    isKnown,
    // A page of other views only: they say what is missing.
    views: possible.length === 0 ? views : possible,
    rate: facts?.rate_per_minute ?? undefined,
    // Without a key the API is open, and one that does not tell of its keys knows no references.
    mayName: key === undefined || (facts !== undefined && mayDo(facts.scope, 'predict')),
  };
}
