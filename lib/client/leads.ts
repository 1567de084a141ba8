import { listPages, type Pages } from './pages.ts';
import { type CallOptions, type Requester, toSegment, withQuery } from './requester.ts';
import type { LeadErased, LeadExport, LeadState } from './types.ts';

export interface GetLeadOptions extends CallOptions {
  /** Ids of the predictions that the change lies between; the latest and the one before unless told otherwise. */
  readonly from?: string;
  readonly to?: string;
  /** Its name; the default model unless told otherwise. */
  readonly model?: string;
}

/** Leads by their owner's own ids. To read needs a key of the scope `operate`, to erase `admin`. */
export interface Leads {
  /**
   * The latest score of a lead, its trend, and why the score changed.
   *
   * @throws {ApiError} 404, no prediction has this reference
   */
  getLead(reference: string, options?: GetLeadOptions): Promise<LeadState>;
  /** Erases every prediction of a lead, for good: asks until none remains. `erased` counts all of them. */
  eraseLead(reference: string, options?: CallOptions): Promise<LeadErased>;
  /** All that is held on a lead, for a request of the person that it is about. */
  exportLead(reference: string, options?: CallOptions & { readonly cursor?: string }): Pages<LeadExport>;
}

export function createLeads(requester: Requester): Leads {
  const { call, get } = requester;
  const path = (reference: string, rest = '') => `/leads/${toSegment(reference)}${rest}`;
  return {
    getLead: async (reference, { from, to, model, ...options } = {}) =>
      get<LeadState>(withQuery(path(reference), { from, to, model }), options),
    async eraseLead(reference, options) {
      for (let erased = 0; ; ) {
        const { body } = await call<LeadErased>(path(reference), { method: 'DELETE' }, options);
        erased += body.erased;
        // One that erased nothing would erase nothing the next time: what it says is passed on.
        if (body.complete || body.erased === 0) return { ...body, erased };
      }
    },
    exportLead: (reference, { cursor, ...options } = {}) =>
      listPages<LeadExport>(requester, path(reference, '/export'), { cursor }, options),
  };
}
