import {
  ASSUMED,
  FRESH,
  OUTCOMES,
  REFERENCED,
  STAGE,
  type Step,
  TRAINING,
  WAYS,
  type WayName,
} from './calls-per-lead.ts';
import { PRICES } from './prices.ts';

const GB = 1e9;
const HOURS = ASSUMED.hoursPerMonth;

/**
 * What the leads of a month cost, in dollars at list prices, without any free tier: it is shared by all that an account
 * does. Batches are full; the last one may be smaller and is counted as a whole one. Of the lines of the bill `idle` is what a
 * stage costs that nobody calls.
 *
 * @param leads predictions a month
 * @example
 * computeCosts(100_000, 'batch').total; // dollars a month
 */
export function computeCosts(leads: number, wayName: WayName) {
  const way = WAYS[wayName];
  const rounds = Math.ceil(leads / way.leads);
  const steps = Object.entries(way.steps);
  const sum = (of: (step: Step, name: string) => number) =>
    rounds * steps.reduce((all, [name, step]) => all + step.times * of(step, name), 0);
  const sumOf = (name: keyof Step) => sum((step) => step[name]);
  const gigabytes = (bytes: number) => (rounds * bytes * ASSUMED.monthsKept) / GB;

  const invocations = {
    api: sum((step) => (step.gatewayRequests > 0 ? step.invocations : 0)),
    worker: sum((step) => (step.gatewayRequests > 0 ? 0 : step.invocations)),
  };
  const all = invocations.api + invocations.worker;
  const starts = atMost(invocations, ASSUMED.startsPerHour * HOURS);
  const fresh = atMost(invocations, (ASSUMED.copies * HOURS * 3600) / ASSUMED.refreshSeconds);
  const milliseconds =
    sum((_, name) => ASSUMED.milliseconds[wayName][name]!) +
    (starts.api + starts.worker) * ASSUMED.startMilliseconds;
  const freshReads = fresh.api * FRESH.api.readUnits + fresh.worker * FRESH.worker.readUnits;

  const lines = {
    gateway: PRICES.gatewayRequest * sumOf('gatewayRequests'),
    lambda: runLambda(all, milliseconds),
    tableWrites: PRICES.writeUnit * sumOf('tableWriteUnits'),
    indexWrites: PRICES.writeUnit * sumOf('indexWriteUnits'),
    reads: PRICES.readUnit * (sumOf('readUnits') + freshReads),
    storage:
      PRICES.tableStorage * gigabytes(way.tableBytes + way.indexBytes) +
      PRICES.recovery * gigabytes(way.tableBytes),
    queue: PRICES.sqsRequest * sumOf('sqsRequests'),
    logs:
      PRICES.logs *
      ((sumOf('logBytes') + all * ASSUMED.platformLogBytes + invocations.api * ASSUMED.accessLogBytes) / GB),
    artifacts: PRICES.s3Get * (starts.api * FRESH.api.s3Gets + starts.worker * FRESH.worker.s3Gets),
    idle: computeIdle(),
  };
  return { lines, total: Object.values(lines).reduce((total, line) => total + line, 0) };
}

export type Line = keyof ReturnType<typeof computeCosts>['lines'];

/** Dollars a month of what references of so many leads cost on top. */
export function computeReferenced(leads: number): number {
  const { tableWriteUnits, tableBytes } = REFERENCED;
  const gigabytes = (leads * tableBytes * ASSUMED.monthsKept) / GB;
  return leads * tableWriteUnits * PRICES.writeUnit + gigabytes * (PRICES.tableStorage + PRICES.recovery);
}

/**
 * Dollars a month of outcomes, on top: of so many leads with a reference, each of which a version scores for the first time and
 * of each of which one event is reported, in requests of 1,000. Rows are taken to have been kept for `outcomeDays` already.
 */
export function computeOutcomes(leads: number): number {
  const { scored, event, eventReads, tableBytes } = OUTCOMES;
  const gigabytes = (leads * (tableBytes.scored + tableBytes.event) * ASSUMED.monthsOfOutcomes) / GB;
  return (
    leads * (scored.writes + event) * PRICES.writeUnit +
    leads * (scored.reads + eventReads) * PRICES.readUnit +
    gigabytes * (PRICES.tableStorage + PRICES.recovery)
  );
}

/** Dollars a month of the smallest endpoint of SageMaker that is always on. */
export const computeEndpoint = (instances = 1): number => instances * HOURS * PRICES.endpointHour;

/** Dollars a month of SageMaker Serverless Inference: the endpoint alone, its cold starts not counted. */
export function computeServerless(leads: number): number {
  const { memoryGb, milliseconds, bytes } = ASSUMED.serverless;
  const seconds = (leads * milliseconds) / 1000;
  return seconds * memoryGb * PRICES.serverlessGbSecond + ((leads * bytes) / GB) * PRICES.endpointGb;
}

/**
 * A training, in seconds of Lambda and dollars. Time is taken to grow with the rows; requests to S3 and DynamoDB come to less
 * than a hundredth of a cent.
 */
export function computeTraining(rows: number): { readonly seconds: number; readonly total: number } {
  const { invocations, transitions, memoryGb, secondsPerMillion } = TRAINING;
  const seconds = (secondsPerMillion * rows) / 1_000_000 + (invocations * ASSUMED.startMilliseconds) / 1000;
  return {
    seconds,
    total: runLambda(invocations, seconds * 1000, memoryGb) + transitions * PRICES.stateTransition,
  };
}

/** Predictions a month from which on such an endpoint, alone, is cheaper; to the next 1,000. */
export function findBreakEven(way: WayName): number {
  let [below, above] = [0, 100_000_000];
  while (above - below > 1000) {
    const middle = Math.round((below + above) / 2000) * 1000;
    if (computeCosts(middle, way).total < computeEndpoint()) below = middle;
    else above = middle;
  }
  return above;
}

/** When calls are rare every one of them starts a function, or finds what it keeps out of date. */
const atMost = ({ api, worker }: Record<'api' | 'worker', number>, most: number) => ({
  api: Math.min(api, most),
  worker: Math.min(worker, most),
});

/** Dollars a month of a stage that has no traffic. */
export function computeIdle(): number {
  const sweeps = STAGE.sweepsPerHour * HOURS;
  const polls = (STAGE.queues * ASSUMED.pollersPerQueue * HOURS * 3600) / ASSUMED.pollSeconds;
  const { readUnits, sqsRequests, logBytes } = STAGE.sweep;
  return (
    PRICES.alarm * STAGE.alarmMetrics +
    PRICES.dashboard * STAGE.dashboards +
    PRICES.metric * STAGE.metrics +
    PRICES.sqsRequest * (polls + sweeps * sqsRequests) +
    PRICES.readUnit * (sweeps * readUnits) +
    PRICES.logs * ((sweeps * (logBytes + ASSUMED.platformLogBytes)) / GB) +
    runLambda(sweeps, sweeps * ASSUMED.sweepMilliseconds)
  );
}

const runLambda = (invocations: number, milliseconds: number, memoryGb: number = ASSUMED.memoryGb): number =>
  invocations * PRICES.lambdaRequest + (milliseconds / 1000) * memoryGb * PRICES.lambdaGbSecond;
