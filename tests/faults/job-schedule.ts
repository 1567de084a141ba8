import fc from 'fast-check';

/** One step of a schedule of jobs: what callers, the queues, the clock or the operator do. */
export type JobAction =
  | { readonly kind: 'submit'; readonly file: number; readonly key: number | null; readonly webhook: boolean }
  | { readonly kind: 'cancel'; readonly which: number }
  /** Messages are delivered: out of order, perhaps once more than needed, perhaps to a function that is killed. */
  | {
      readonly kind: 'step' | 'chunk' | 'tell';
      readonly messages: number;
      readonly killAfter: number | null;
      readonly again: boolean;
    }
  /** All queues are worked on for a while, and things fail as the schedule says. */
  | { readonly kind: 'work'; readonly rounds: number }
  /** A message is lost for good, as when a queue's retention ends. */
  | { readonly kind: 'lose'; readonly queue: 'step' | 'chunk' }
  | { readonly kind: 'sweep'; readonly killAfter: number | null }
  /** Sweeps without anybody working in between. */
  | { readonly kind: 'idle'; readonly sweeps: number }
  | { readonly kind: 'pass'; readonly seconds: number }
  | { readonly kind: 'outage'; readonly on: boolean }
  | { readonly kind: 'cold start' }
  | { readonly kind: 'poison' };

export interface JobSchedule {
  /** Of the faults, the ids and the order of messages. */
  readonly seed: number;
  /** Share of the calls to a store or a queue that fail, before or after they took effect. */
  readonly faultRate: number;
  readonly chunkBytes: number;
  readonly cutBytes: number;
  readonly actions: readonly JobAction[];
}

export const FILES = 4;
const killAfter = fc.option(fc.integer({ min: 0, max: 12 }), { freq: 4 });
const deliver = (kind: 'step' | 'chunk' | 'tell') =>
  fc.record({
    kind: fc.constant(kind),
    messages: fc.integer({ min: 1, max: 4 }),
    killAfter,
    again: fc.boolean(),
  });

const action: fc.Arbitrary<JobAction> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('submit' as const),
      file: fc.nat({ max: FILES - 1 }),
      key: fc.option(fc.nat({ max: 2 }), { freq: 3 }),
      webhook: fc.boolean(),
    }),
  },
  { weight: 5, arbitrary: deliver('step') },
  { weight: 9, arbitrary: deliver('chunk') },
  { weight: 2, arbitrary: deliver('tell') },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('work' as const), rounds: fc.integer({ min: 1, max: 8 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat({ max: 5 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('lose' as const),
      queue: fc.constantFrom('step' as const, 'chunk' as const),
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
      seconds: fc.constantFrom(1, 181, 600, 1300),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('outage' as const), on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'cold start' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'poison' as const }) },
);

export const jobSchedules: fc.Arbitrary<JobSchedule> = fc.record({
  seed: fc.integer(),
  faultRate: fc.constantFrom(0, 0.02, 0.1, 0.3),
  chunkBytes: fc.constantFrom(40, 150, 1000),
  cutBytes: fc.constantFrom(200, 100_000),
  actions: fc.array(action, { minLength: 1, maxLength: 40, size: 'max' }),
});
