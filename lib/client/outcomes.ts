import { ApiError } from './api-error.ts';
import { type CallOptions, type Requester, toSegment, withQuery } from './requester.ts';
import type {
  OutcomeEvent,
  OutcomesRecorded,
  Performance,
  ScoredLead,
  ScoredLeadsAdded,
  ScoredLeads as ScoredLeadsBody,
} from './types.ts';

export interface PerformanceOptions extends CallOptions {
  /** Such as `v3`; all versions unless given, each lead by the first that scored it. */
  readonly version?: string | undefined;
  /** Of the scoring: a date or a time, ISO 8601. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface AddScoredLeadsOptions extends CallOptions {
  /** Its name; the default model unless given. */
  readonly model?: string | undefined;
}

/** What became of leads, and what the scores were worth. They need a key of the scope `operate`. */
export interface Outcomes {
  /**
   * Records what became of leads: one event, or any number of them, sent in parts of 1,000. Safe to repeat: an event that is known
   * changes nothing, and the order does not matter.
   *
   * @throws {ApiError} `problem.errors` names every wrong member, with the place of its event among all of them. Nothing of that part
   *   is recorded; the parts before it are
   */
  recordOutcomes(
    events: OutcomeEvent | readonly OutcomeEvent[],
    options?: CallOptions,
  ): Promise<OutcomesRecorded>;
  /**
   * Adds leads that another system scored, any number of them, sent in parts of 1,000. Safe to repeat. With their outcomes they are
   * measured like those that were scored here.
   *
   * @throws {ApiError} as `recordOutcomes`
   */
  addScoredLeads(leads: readonly ScoredLead[], options?: AddScoredLeadsOptions): Promise<ScoredLeadsAdded>;
  /**
   * What the scores of a model were worth, as far as outcomes are known.
   *
   * @throws {ApiError} 404, there is no such model
   */
  getPerformance(model: string, options?: PerformanceOptions): Promise<Performance>;
}

/** Of one request; the API takes no more. */
const MOST = 1000;

export function createOutcomes(requester: Requester): Outcomes {
  const { get, post } = requester;
  return {
    recordOutcomes(events, options) {
      if (!isList(events)) return post<OutcomesRecorded>('/outcomes', events, options);
      const send = (part: readonly OutcomeEvent[]) => post<OutcomesRecorded>('/outcomes', part, options);
      return sendInParts(events, send, { recorded: 0, repeated: 0, never_scored: 0 });
    },
    addScoredLeads(leads, { model, ...options } = {}) {
      const send = (part: readonly ScoredLead[]) => {
        const body: ScoredLeadsBody = { ...(model === undefined ? {} : { model }), leads: part };
        return post<ScoredLeadsAdded>('/scored_leads', body, options);
      };
      return sendInParts(leads, send, { kept: 0, not_first: 0 });
    },
    getPerformance: async (model, { version, from, to, ...options } = {}) =>
      get<Performance>(withQuery(`/models/${toSegment(model)}/performance`, { version, from, to }), options),
  };
}

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);

/** Sends a list part by part, and adds up the counts that are answered. @param none what is answered for an empty list */
async function sendInParts<T, A extends Readonly<Record<keyof A, number>>>(
  list: readonly T[],
  send: (part: readonly T[]) => Promise<A>,
  none: A,
): Promise<A> {
  let sum = none;
  for (let first = 0; first < list.length; first += MOST) {
    const answer = await send(list.slice(first, first + MOST)).catch((error: unknown) => {
      throw error instanceof ApiError ? shiftPlaces(error, first) : error;
    });
    const names = Object.keys(none) as (keyof A)[];
    sum = Object.fromEntries(names.map((name) => [name, sum[name] + answer[name]])) as A;
  }
  return sum;
}

/** The error with places in the whole list, of which the part begins at `first`. */
function shiftPlaces(error: ApiError, first: number): ApiError {
  const { errors } = error.problem;
  if (first === 0 || errors === undefined) return error;
  const shifted = errors.map((one) => (one.index === undefined ? one : { ...one, index: one.index + first }));
  return new ApiError({ ...error.problem, errors: shifted }, error.requestId);
}
