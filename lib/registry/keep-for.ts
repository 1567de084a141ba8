import type { Clock } from '../clock.ts';

/** Remembers what `find` finds by a name for so many milliseconds; a failure is not kept: who asks next asks again. */
export function keepFor<T>(clock: Clock, ms: number, find: (name: string) => Promise<T>): typeof find {
  const known = new Map<string, { readonly found: Promise<T>; readonly until: number }>();
  return (name) => {
    const now = clock.now().getTime();
    const cached = known.get(name);
    if (cached !== undefined && now < cached.until) return cached.found;
    const found = find(name);
    known.set(name, { found, until: now + ms });
    found.catch(() => known.delete(name));
    return found;
  };
}
