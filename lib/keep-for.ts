import type { Clock } from './clock.ts';

/**
 * Remembers what `find` finds by a name for so many milliseconds; a failure is not kept: who asks next asks again. A clock that went
 * back ends what was kept: nothing tells how old it is.
 */
export function keepFor<T>(clock: Clock, ms: number, find: (name: string) => Promise<T>): typeof find {
  const known = new Map<string, { readonly found: Promise<T>; readonly since: number }>();
  return (name) => {
    const now = clock.now().getTime();
    const cached = known.get(name);
    if (cached !== undefined && isFresh(now - cached.since, ms)) return cached.found;
    const found = find(name);
    known.set(name, { found, since: now });
    found.catch(() => known.delete(name));
    return found;
  };
}

/** @param age milliseconds; below 0: the clock went back */
export const isFresh = (age: number, ms: number): boolean => age >= 0 && age < ms;
