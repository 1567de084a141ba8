/** What one step of a lead's, or a batch's, way makes AWS bill. */
export interface Step {
  /** Times the step is done. */
  readonly times: number;
  /** Requests of the HTTP API; every 512 KB of request and answer count as one. */
  readonly gatewayRequests: number;
  readonly invocations: number;
  readonly tableWriteUnits: number;
  /** Of the three indexes of `infra/cloudformation/tables.yml`, whose entries cost as much as items of their size. */
  readonly indexWriteUnits: number;
  readonly readUnits: number;
  /** A message is sent, received and deleted; every 64 KB of it count as one request. */
  readonly sqsRequests: number;
  /** Our own lines: one for each request, and metrics, which are lines of the log. */
  readonly logBytes: number;
}

/** A way to get leads scored. */
export interface Way {
  /** Leads that go together. */
  readonly leads: number;
  /** What is kept of them in the table, with the 100 bytes an item that are billed on top. */
  readonly tableBytes: number;
  readonly indexBytes: number;
  readonly steps: Readonly<Record<string, Step>>;
}

export type WayName = 'single' | 'wait' | 'batch';

const NONE = {
  times: 1,
  gatewayRequests: 0,
  invocations: 1,
  tableWriteUnits: 0,
  indexWriteUnits: 0,
  readUnits: 0,
  sqsRequests: 0,
  logBytes: 0,
} as const satisfies Step;

/**
 * Counted on the emulators by `tests/integration/calls-per-lead.test.ts`, which fails when this table no longer says what
 * the code does. Leads and model are those of the built-in sample: nine fields. Per time that a step is done, in functions that
 * run already, with an `Idempotency-Key` and a key of the API without a rate of its own.
 */
export const WAYS: Readonly<Record<WayName, Way>> = {
  // Submitted, and asked for at once and a second later, as lib/client does.
  single: {
    leads: 1,
    tableBytes: 2202,
    indexBytes: 394,
    steps: {
      submit: {
        ...NONE,
        gatewayRequests: 1,
        tableWriteUnits: 1,
        indexWriteUnits: 2,
        readUnits: 1,
        sqsRequests: 1,
        logBytes: 408,
      },
      score: { ...NONE, tableWriteUnits: 3, indexWriteUnits: 2, sqsRequests: 2, logBytes: 426 },
      ask: { ...NONE, times: 2, gatewayRequests: 1, readUnits: 1, logBytes: 220 },
    },
  },
  // `Prefer: wait`: scored in the request.
  wait: {
    leads: 1,
    tableBytes: 2202,
    indexBytes: 394,
    steps: {
      submit: {
        ...NONE,
        gatewayRequests: 1,
        tableWriteUnits: 3,
        indexWriteUnits: 2,
        readUnits: 1,
        logBytes: 408,
      },
    },
  },
  // Asked for at once, when it is done, and by pages of 500 as lib/client does; closed by the sweep.
  batch: {
    leads: 1000,
    tableBytes: 2_062_000,
    indexBytes: 402_000,
    steps: {
      submit: {
        ...NONE,
        gatewayRequests: 1,
        tableWriteUnits: 1,
        indexWriteUnits: 2,
        readUnits: 1,
        sqsRequests: 5,
        logBytes: 421,
      },
      score: {
        ...NONE,
        times: 5,
        tableWriteUnits: 432,
        indexWriteUnits: 400,
        sqsRequests: 2,
        logBytes: 85_600,
      },
      ask: { ...NONE, times: 2, gatewayRequests: 1, readUnits: 501, logBytes: 226 },
      page: { ...NONE, times: 2, gatewayRequests: 2, readUnits: 501, logBytes: 226 },
      // Part of a sweep, which runs anyhow.
      close: { ...NONE, invocations: 0, tableWriteUnits: 1, indexWriteUnits: 1, readUnits: 1003 },
    },
  },
};

/**
 * An attempt to deliver the webhook of a single lead, the first one, which succeeds: on top of a way's steps. The message that
 * brings it is sent, received and deleted. A later attempt takes two units of the index, for the entry moves.
 */
export const WEBHOOK: Step = {
  ...NONE,
  tableWriteUnits: 3,
  indexWriteUnits: 1,
  readUnits: 2,
  sqsRequests: 3,
};
/** What the caller's own id of a lead costs on top, on every way: one item of the table of references. Counted, too. */
export const REFERENCED = { tableWriteUnits: 1, tableBytes: 217 } as const;

/**
 * Units of outcomes, on top of all that; counted, too. Of a lead with a reference: two items when a version scores it first, and
 * two refused or needless writes when it scores it again. An event is an item and a change of the lead as each version
 * scored it, here one; weeks that are over are noted as changed, once a request.
 */
export const OUTCOMES = {
  scored: { writes: 2, reads: 4 },
  scoredAgain: { writes: 2, reads: 3 },
  event: 2,
  eventReads: 1,
  changedWeek: 1,
  /** Of a lead as a version scored it, with its outcome, and of an event. */
  tableBytes: { scored: 730, event: 368 },
} as const;

/** What a function reads on top: from S3 when it starts, from the table again whenever 30 seconds are over. Counted, too. */
export const FRESH = {
  api: { readUnits: 2.5, s3Gets: 1 },
  worker: { readUnits: 1, s3Gets: 1 },
} as const;

/** What a stage has and does when nobody calls it: counted in the template and, its sweeps, on the emulators. */
export const STAGE = {
  /** What alarms watch; one that adds metrics up is billed for each. */
  alarmMetrics: 26,
  dashboards: 1,
  /** Accepted, Succeeded, Succeeded by version, Latency: a metric that nobody sends is not billed. */
  metrics: 4,
  /** Queues that a function reads. */
  queues: 5,
  sweepsPerHour: 12,
  sweep: { ...NONE, readUnits: 5.5, sqsRequests: 1 },
} as const;

/**
 * What no test here can count. Milliseconds: processor time of the handlers on the emulators (a 2-core x64 machine),
 * divided by the .29 processors that 512 MB get, and some for every call one after the other; rounded up.
 */
export const ASSUMED = {
  memoryGb: 0.5,
  /** Per time that a step is done. */
  milliseconds: {
    single: { submit: 40, score: 20, ask: 15 },
    wait: { submit: 30 },
    batch: { submit: 250, score: 1400, ask: 850, page: 850, close: 0 },
  } as Readonly<Record<WayName, Readonly<Record<string, number>>>>,
  sweepMilliseconds: 50,
  /** Start of a function, billed since August 2025. */
  startMilliseconds: 450,
  /** Of the two functions of a lead's way, at most so often: every five minutes. */
  startsPerHour: 12,
  /** Running copies of a function at a time, each of which refreshes what it keeps. */
  copies: 5,
  refreshSeconds: 30,
  /** START, END and REPORT of an invocation. */
  platformLogBytes: 400,
  /** The line of the access log of a request. */
  accessLogBytes: 450,
  /** Lambda's pollers of an idle queue, each of which asks every twenty seconds. */
  pollersPerQueue: 5,
  pollSeconds: 20,
  /** SageMaker Serverless Inference: the default memory of its SDK; time of our own step that scores; a lead and its answer. */
  serverless: { memoryGb: 2, milliseconds: 20, bytes: 2000 },
  hoursPerMonth: 730,
  /** Rows are kept for 30 days. */
  monthsKept: (30 * 24) / 730,
  /** `outcomeDays` of infra/stages.yml. */
  monthsOfOutcomes: (400 * 24) / 730,
} as const;

/** A training of `logistic`, `scorecard` and `boosted` as its machine runs it: a test counts states and invocations in its definition. */
export const TRAINING = {
  /** States that are entered when nothing fails; each is a transition. */
  transitions: 13,
  invocations: 9,
  /** `trainingMemory` of infra/stages.yml. */
  memoryGb: 3008 / 1024,
  /** All steps, for a million rows of 19 columns, as docs/how-to/retrain.md measured them; `boosted` takes 220 of them. */
  secondsPerMillion: 388,
} as const;
