import { listPages, type Pages } from './pages.ts';
import { type CallOptions, type Requester, withQuery } from './requester.ts';
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
  return {
    getLead: async (reference, { from, to, model, ...options } = {}) =>
      get<LeadState>(withQuery(leadPath(reference), { from, to, model }), options),
    async eraseLead(reference, options) {
      for (let erased = 0; ; ) {
        const { body } = await call<LeadErased>(leadPath(reference), { method: 'DELETE' }, options);
        erased += body.erased;
        // One that erased nothing would erase nothing the next time: what it says is passed on.
        if (body.complete !== false || !(body.erased > 0)) return { ...body, erased };
      }
    },
    exportLead: (reference, { cursor, ...options } = {}) =>
      listPages<LeadExport>(requester, `${leadPath(reference)}/export`, { cursor }, options),
  };
}

/** API Gateway decodes a path once on its way: what would not survive that is encoded twice, as the API's own links do. */
const ENCODED_TWICE = /[%/?\\]|^\.{1,2}$/;

/**
 * The path of a lead.
 *
 * @throws {RangeError} the reference is empty
 * @example leadPath('a/b') // '/leads/a%252Fb'
 */
export function leadPath(reference: string): string {
  if (reference === '') throw new RangeError('expected a reference of 1 to 128 characters, got none');
  // In an address a segment of dots alone names another place.
  const once = encodeURIComponent(reference).replace(/^\.{1,2}$/, (dots) => dots.replaceAll('.', '%2E'));
  return `/leads/${ENCODED_TWICE.test(reference) ? encodeURIComponent(once) : once}`;
}
