import { ASSUMED as COSTS } from '../costs/calls-per-lead.ts';
import { PRICES, type PriceName } from '../costs/prices.ts';
import { SETTINGS } from './settings.ts';
import type { FunctionUse, Outcome } from './simulate-jobs.ts';

export const BILL_LINES = ['lambda', 's3Requests', 'table', 'queues', 'logs', 'storage'] as const;
export type BillLine = (typeof BILL_LINES)[number];

const GB = 1e9;
const DAYS_PER_MONTH = COSTS.hoursPerMonth / 24;

/** Lambda's GB are those of 1,024 MB. */
export const gbSecondsOf = ({ steps, scoring }: Pick<Outcome, 'steps' | 'scoring'>): number =>
  (steps.seconds * SETTINGS.step.memoryMegabytes + scoring.seconds * SETTINGS.chunk.memoryMegabytes) / 1024;

/** Dollars that jobs cost at list prices, by service, without any free tier; no transfer out of AWS. */
export function billJobs(outcome: Outcome): Record<BillLine | 'total', number> {
  const { requests, bytes, jobs, steps, scoring } = outcome;
  const invocations = (use: FunctionUse) => use.invocations;
  const runs = invocations(steps) + invocations(scoring);
  // What a job that was given up has scored stays as long as the results of others. Their parts are removed, and stay a
  // little as old versions.
  const done = jobs.succeeded / (jobs.succeeded + jobs.failed);
  const gbDays = ((bytes.in + bytes.out) * SETTINGS.keepDays + done * bytes.out * SETTINGS.partDays) / GB;
  const lines = {
    lambda: price('lambdaGbSecond', gbSecondsOf(outcome)) + price('lambdaRequest', runs),
    s3Requests: price('s3Get', requests.s3Get) + price('s3Put', requests.s3Put + requests.s3Copy),
    table: price('writeUnit', requests.writeUnits) + price('readUnit', requests.readUnits),
    queues: price('sqsRequest', requests.sqs),
    logs: price('logs', (runs * COSTS.platformLogBytes) / GB),
    storage: price('s3Storage', gbDays / DAYS_PER_MONTH),
  };
  return { ...lines, total: BILL_LINES.reduce((sum, line) => sum + lines[line], 0) };
}

const price = (name: PriceName, amount: number): number => (amount * PRICES[name].dollars) / PRICES[name].per;
