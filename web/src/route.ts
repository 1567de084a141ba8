import { createContext } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { VIEWS, type View } from '../../lib/form/form-config.ts';

/** `#/score?visits=31`: a view, and values for it. */
export interface Route {
  readonly view: View;
  readonly values: Readonly<Record<string, string>>;
}

/** The views that this page has: there is no way to another. */
export const ShownViews = createContext<readonly View[]>(VIEWS);

export const hrefOf = (view: View, values: Readonly<Record<string, string>> = {}): string => {
  const query = new URLSearchParams(values).toString();
  return `#/${view}${query === '' ? '' : `?${query}`}`;
};

/** The view that the address names; the first of those that are shown, where it names none of them. */
function readRoute(fragment: string, shown: readonly View[]): Route {
  const [, name = '', query = ''] = /^#\/([a-z]*)(?:\?(.*))?$/s.exec(fragment) ?? [];
  const view = VIEWS.find((known) => known === name && shown.includes(known)) ?? shown[0]!;
  return { view, values: Object.fromEntries(new URLSearchParams(query)) };
}

export function useRoute(shown: readonly View[]): Route {
  const [fragment, setFragment] = useState(() => location.hash);
  useEffect(() => {
    const follow = () => setFragment(location.hash);
    addEventListener('hashchange', follow);
    // The address may have changed between the first drawing and now.
    follow();
    return () => removeEventListener('hashchange', follow);
  }, []);
  // The same values as long as the address is the same, whatever is shown.
  const values = useMemo(() => readRoute(fragment, VIEWS).values, [fragment]);
  return { view: readRoute(fragment, shown).view, values };
}
