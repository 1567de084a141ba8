import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../../../lib/client/index.ts';
import type { Api } from '../api.ts';

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** For the page that follows; null: there is none. */
  readonly next: string | null;
}

export interface Listing<Row> extends Page<Row> {
  /** `locked`: a key of the scope `operate` is needed. */
  readonly state: 'loading' | 'listed' | 'locked' | 'failed';
  readonly trouble: string | undefined;
  /** Shows what went wrong. */
  readonly tell: (error: unknown) => void;
  /** Each row as it is now. */
  readonly update: (change: (row: Row) => Row) => void;
  /** The first page again, or the one that follows. */
  readonly load: (after?: string) => Promise<void>;
}

/**
 * A list that is read page by page, and anew whenever its view is come back to.
 *
 * @param active whether it is looked at
 * @param read a page; another function is another list
 */
export function useListing<Row>(
  active: boolean,
  read: (after?: string) => Promise<Page<Row>>,
  api: Api,
): Listing<Row> {
  const [page, setPage] = useState<Page<Row>>({ rows: [], next: null });
  const [state, setState] = useState<Listing<Row>['state']>('loading');
  const [trouble, setTrouble] = useState<string>();
  /** What is shown belongs to the last request only. */
  const asked = useRef(0);

  const tell = (error: unknown) => setTrouble(api.describe(error));
  const load = async (after?: string) => {
    const mine = ++asked.current;
    setState('loading');
    setTrouble(undefined);
    try {
      const { rows, next } = await read(after);
      if (mine !== asked.current) return;
      setPage((before) => ({ rows: after === undefined ? rows : [...before.rows, ...rows], next }));
      setState('listed');
    } catch (error) {
      if (mine !== asked.current) return;
      const locked = error instanceof ApiError && (error.status === 401 || error.status === 403);
      setState(locked ? 'locked' : 'failed');
      if (!locked) tell(error);
    }
  };
  // Those who come back to it want to see what is new.
  useEffect(() => {
    if (active) load();
  }, [active, read]);
  const update = (change: (row: Row) => Row) =>
    setPage((before) => ({ ...before, rows: before.rows.map(change) }));
  return { ...page, state, trouble, tell, update, load };
}
