import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, type LeadState, type ListedPrediction } from '../../../lib/client/index.ts';
import type { Api } from '../api.ts';

export interface KnownLead {
  /** `locked`: a key of the scope `operate` is needed. */
  readonly state: 'none' | 'loading' | 'known' | 'unknown' | 'locked' | 'failed';
  readonly lead: LeadState | undefined;
  /** Newest first. */
  readonly history: readonly ListedPrediction[];
  readonly next: boolean;
  readonly trouble: string | undefined;
  /** The id of the earlier prediction that the change begins with; undefined: the one before the latest. */
  readonly from: string | undefined;
  readonly compareFrom: (predictionId: string) => void;
  readonly reload: () => void;
}

const NONE = { state: 'none', lead: undefined, history: [], next: false, trouble: undefined } as const;
type Found = Pick<KnownLead, 'state' | 'lead' | 'history' | 'next' | 'trouble'>;

/** What the API knows of a lead. @param reference its owner's id; empty: none is asked for */
export function useLead(api: Api, reference: string, active: boolean): KnownLead {
  const [found, setFound] = useState<Found>(NONE);
  const [from, setFrom] = useState<string>();
  /** What is shown belongs to the last request only. */
  const asked = useRef(0);

  const show = async (read: () => Promise<Partial<Found>>) => {
    const mine = ++asked.current;
    setFound((before) => ({ ...before, state: 'loading', trouble: undefined }));
    const next = await read().catch((error: unknown): Partial<Found> => {
      const status = error instanceof ApiError ? error.status : undefined;
      if (status === 404) return { ...NONE, state: 'unknown' };
      if (status === 401 || status === 403) return { ...NONE, state: 'locked' };
      return { state: 'failed', trouble: api.describe(error) };
    });
    if (mine === asked.current) setFound((before) => ({ ...before, state: 'known', ...next }));
  };
  const reload = () => {
    setFrom(undefined);
    show(async () => {
      const [lead, page] = await Promise.all([
        api.client.getLead(reference),
        api.client.listPredictions({ reference }),
      ]);
      return { lead, history: page.predictions, next: page.next !== null };
    });
  };
  // Those who come back to it want to see what is new.
  useEffect(() => {
    if (reference === '') {
      asked.current += 1;
      setFound(NONE);
    } else if (active) {
      setFound((before) => (before.lead?.reference === reference ? before : { ...NONE, state: 'loading' }));
      reload();
    }
  }, [active, reference, api]);
  const compareFrom = (id: string) => {
    const to = found.lead?.latest?.prediction_id;
    if (to === undefined) return;
    setFrom(id);
    show(async () => ({ lead: await api.client.getLead(reference, { from: id, to }) }));
  };
  return { ...found, from, compareFrom, reload };
}
