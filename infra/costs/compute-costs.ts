import { ASSUMED, FRESH, STAGE, type Step, WAYS, type WayName } from './calls-per-lead.ts';
import { PRICES, type PriceName } from './prices.ts';

/** The lines of the bill; `idle` is what a stage costs that nobody calls. */
export const LINES = [
  'gateway',
  'lambda',
  'tableWrites',
  'indexWrites',
  'reads',
  'storage',
  'queue',
  'logs',
  'artifacts',
  'idle',
] as const;
export type Line = (typeof LINES)[number];

export interface Costs {
  /** Dollars a month. */
  readonly lines: Readonly<Record<Line, number>>;
  readonly total: number;
}

const GB = 1e9;
const HOURS = ASSUMED.hoursPerMonth;

/**
 * What the leads of a month cost, in dollars at list prices, without any free tier: it is shared by all that an account
 * does. Batches are full; the last one may be smaller and is counted as a whole one.
 *
 * @param leads predictions a month
 * @example
 * computeCosts(100_000, 'batch').total; // dollars a month
 */
export function computeCosts(leads: number, wayName: WayName): Costs {
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

  return addUp({
    gateway: price('gatewayRequest', sumOf('gatewayRequests')),
    lambda: runLambda(all, milliseconds),
    tableWrites: price('writeUnit', sumOf('tableWriteUnits')),
    indexWrites: price('writeUnit', sumOf('indexWriteUnits')),
    reads: price('readUnit', sumOf('readUnits') + freshReads),
    storage:
      price('tableStorage', gigabytes(way.tableBytes + way.indexBytes)) +
      price('recovery', gigabytes(way.tableBytes)),
    queue: price('sqsRequest', sumOf('sqsRequests')),
    logs: price(
      'logs',
      (sumOf('logBytes') + all * ASSUMED.platformLogBytes + invocations.api * ASSUMED.accessLogBytes) / GB,
    ),
    artifacts: price('s3Get', starts.api * FRESH.api.s3Gets + starts.worker * FRESH.worker.s3Gets),
    idle: computeIdle(),
  });
}

/** Dollars a month of the smallest endpoint of SageMaker that is always on. */
export const computeEndpoint = (instances = 1): number => instances * price('sagemaker', HOURS);

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

function computeIdle(): number {
  const sweeps = STAGE.sweepsPerHour * HOURS;
  const polls = (STAGE.queues * ASSUMED.pollersPerQueue * HOURS * 3600) / ASSUMED.pollSeconds;
  const { readUnits, sqsRequests, logBytes } = STAGE.sweep;
  return (
    price('alarm', STAGE.alarmMetrics) +
    price('dashboard', STAGE.dashboards) +
    price('metric', STAGE.metrics) +
    price('sqsRequest', polls + sweeps * sqsRequests) +
    price('readUnit', sweeps * readUnits) +
    price('logs', (sweeps * (logBytes + ASSUMED.platformLogBytes)) / GB) +
    runLambda(sweeps, sweeps * ASSUMED.sweepMilliseconds)
  );
}

const runLambda = (invocations: number, milliseconds: number): number =>
  price('lambdaRequest', invocations) + price('lambdaGbSecond', (milliseconds / 1000) * ASSUMED.memoryGb);

const price = (name: PriceName, amount: number): number => (amount * PRICES[name].dollars) / PRICES[name].per;

const addUp = (lines: Record<Line, number>): Costs => ({
  lines,
  total: LINES.reduce((total, line) => total + lines[line], 0),
});
