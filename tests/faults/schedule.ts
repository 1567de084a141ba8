import fc from 'fast-check';
import { BAD_LEAD, REFERENCES } from './leads.ts';

/** One step of a schedule: what callers, the queue, the clock or the operator do. */
export type Action =
  | {
      readonly kind: 'submit';
      readonly lead: number;
      readonly wait: boolean;
      readonly key: number | null;
      readonly webhook: boolean;
      readonly api: number;
    }
  | {
      readonly kind: 'submit batch';
      readonly leads: readonly number[];
      readonly wait: boolean;
      readonly key: number | null;
      readonly webhook: boolean;
      readonly api: number;
    }
  | {
      readonly kind: 'cancel' | 'erase' | 'cancel batch' | 'erase batch';
      readonly which: number;
      readonly api: number;
    }
  /** What became of leads, by their references; the minute counts from the beginning. */
  | {
      readonly kind: 'report';
      readonly api: number;
      readonly events: readonly {
        readonly lead: number;
        readonly outcome: 'converted' | 'lost' | 'open' | 'contacted';
        readonly minute: number;
      }[];
    }
  | { readonly kind: 'erase lead'; readonly lead: number; readonly api: number }
  /** Messages are delivered: out of order, perhaps once more than needed, perhaps to a worker that is killed. */
  | {
      readonly kind: 'work' | 'give up' | 'tell';
      readonly messages: number;
      readonly killAfter: number | null;
      readonly again: boolean;
    }
  | { readonly kind: 'sweep'; readonly killAfter: number | null }
  /** Sweeps without anybody working in between. */
  | { readonly kind: 'idle'; readonly sweeps: number }
  | { readonly kind: 'pass'; readonly seconds: number }
  | { readonly kind: 'promote'; readonly version: number }
  /** The artifact of a version cannot be read, until the next such action or the end. */
  | { readonly kind: 'outage'; readonly version: number | null }
  | { readonly kind: 'cold start' }
  /** A message that nobody can read, or one about leads that do not fit. */
  | { readonly kind: 'poison'; readonly readable: boolean };

export interface Schedule {
  /** Of the faults, the ids and the order of messages. */
  readonly seed: number;
  /** Share of the calls to a store or a queue that fail, before or after they took effect. */
  readonly faultRate: number;
  readonly actions: readonly Action[];
}

const index = fc.nat({ max: 7 });
const lead = fc.nat({ max: BAD_LEAD });
const api = fc.nat({ max: 1 });
const key = fc.option(fc.nat({ max: 2 }), { freq: 3 });
const killAfter = fc.option(fc.integer({ min: 0, max: 6 }), { freq: 6 });
const common = { wait: fc.boolean(), key, webhook: fc.boolean(), api };

const handler = (kind: 'work' | 'give up' | 'tell') =>
  fc.record({
    kind: fc.constant(kind),
    messages: fc.integer({ min: 1, max: 4 }),
    killAfter,
    again: fc.boolean(),
  });

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('submit' as const), lead, ...common }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('submit batch' as const),
      leads: fc.array(lead, { minLength: 1, maxLength: 5 }),
      ...common,
    }),
  },
  { weight: 7, arbitrary: handler('work') },
  { weight: 2, arbitrary: handler('give up') },
  { weight: 2, arbitrary: handler('tell') },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('cancel', 'erase', 'cancel batch', 'erase batch'),
      which: index,
      api,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('report' as const),
      api,
      events: fc.array(
        fc.record({
          lead: fc.nat({ max: REFERENCES.length - 1 }),
          outcome: fc.constantFrom('converted', 'lost', 'open', 'contacted'),
          minute: fc.nat({ max: 3 }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('erase lead' as const),
      lead: fc.nat({ max: REFERENCES.length - 1 }),
      api,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sweep' as const), killAfter }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('idle' as const), sweeps: fc.integer({ min: 1, max: 6 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      seconds: fc.constantFrom(1, 31, 181, 600, 1000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('promote' as const), version: fc.constantFrom(1, 2) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('outage' as const), version: fc.constantFrom(1, 2, null) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'cold start' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('poison' as const), readable: fc.boolean() }) },
);

export const schedules: fc.Arbitrary<Schedule> = fc.record({
  seed: fc.integer(),
  faultRate: fc.constantFrom(0, 0.02, 0.1, 0.3),
  actions: fc.array(action, { minLength: 1, maxLength: 40, size: 'max' }),
});
