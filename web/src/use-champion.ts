import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../../lib/client/index.ts';
import type { Api, Champion } from './api.ts';

export interface Championship {
  /** What the page works with; undefined until it is loaded. */
  readonly champion: Champion | undefined;
  /** Why it is not loaded. */
  readonly trouble: string | undefined;
  /** The version that is champion by now, where it is another than the page's. */
  readonly newer: string | undefined;
  /** Loads the champion of now, at once. */
  readonly load: () => void;
  /** Looks whether there is another champion. */
  readonly check: () => void;
}

/** How long to wait before what failed so often is asked for again. */
export const retryAfterMs = (failed: number): number => Math.min(60_000, 2000 * 2 ** failed);

/** The champion, loaded again and again as long as it cannot be, and looked after once it is. */
export function useChampion(api: Api): Championship {
  const [champion, setChampion] = useState<Champion>();
  const [trouble, setTrouble] = useState<string>();
  const [newer, setNewer] = useState<string>();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const attempt = useRef(0);
  const shown = useRef<Champion>();
  /** Of loads: what answers late, after another was begun, is of no account. */
  const turn = useRef(0);

  const load = useCallback(async () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const own = ++turn.current;
    try {
      const loaded = await api.loadChampion();
      if (own !== turn.current) return;
      shown.current = loaded;
      setChampion(loaded);
      attempt.current = 0;
      setTrouble(undefined);
      setNewer(undefined);
    } catch (error) {
      if (own !== turn.current) return;
      setTrouble(api.describe(error));
      // Whether a key is right does not change by waiting.
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) return;
      timer.current = setTimeout(load, retryAfterMs(attempt.current++));
    }
  }, [api]);
  useEffect(() => {
    load();
    const retry = () => {
      if (timer.current !== undefined) load();
    };
    addEventListener('online', retry);
    return () => {
      clearTimeout(timer.current);
      removeEventListener('online', retry);
    };
  }, [load]);

  const check = useCallback(() => {
    if (champion === undefined) return;
    api.championNow().then(
      (now) => {
        // Meanwhile the page may have loaded it.
        const { name, version } = shown.current ?? champion;
        setNewer(now.name === name && now.version === version ? undefined : now.version);
      },
      // What cannot be asked now is asked another time; whoever submits learns what is wrong.
      () => undefined,
    );
  }, [api, champion]);
  return { champion, trouble, newer, load, check };
}
