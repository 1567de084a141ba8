/** What of a stage's row in infra/stages.yml bounds how many functions run at the same time. */
export interface Concurrency {
  readonly scoringAtATime: number;
  readonly chunksAtATime: number;
  readonly stepsAtATime: number;
  readonly webhooksAtATime: number;
  readonly trainersAtATime: number;
}

/** What an account may have unless AWS has raised it; a new one has 10. */
export const USUAL_LIMIT = 1000;
/** Of the account's concurrent executions, for the API, the schedules and the steps of trainings that run alone. */
export const KEPT_SHARE = 0.5;
/** Of the dead letters of leads: it is AWS's least already, so it cannot be lowered. */
export const DEAD_LETTERS_AT_A_TIME = 2;
/** From so many on somebody should know: 80 % of the account's limit. */
const ALARM_SHARE = 0.8;

/** Lambda's least `MaximumConcurrency` of a queue is 2; a map of Step Functions may work on one item at a time. */
const LEAST: Concurrency = {
  scoringAtATime: 2,
  chunksAtATime: 2,
  stepsAtATime: 2,
  webhooksAtATime: 2,
  trainersAtATime: 1,
};
const NAMES = Object.keys(LEAST) as (keyof Concurrency)[];

/** All that may run at the same time besides the API, dead letters included. */
export const sumConcurrency = (row: Concurrency): number =>
  NAMES.reduce((sum, name) => sum + row[name], DEAD_LETTERS_AT_A_TIME);

/**
 * Lowers the largest caps until all of them together leave half of the account to the API. Lambda's least is kept, so below
 * 22 concurrent executions less than half is left, and in a new account (10) nothing while every queue and a training are busy.
 *
 * @param limit concurrent executions that the account may have
 * @example capConcurrency(prod, 100).chunksAtATime; // 17, of 100
 */
export function capConcurrency(row: Concurrency, limit: number): Concurrency {
  const highest = Math.max(...NAMES.map((name) => row[name]));
  for (let level = highest; level > 1; level--) {
    const capped = capAt(row, level);
    if (sumConcurrency(capped) <= limit * (1 - KEPT_SHARE)) return capped;
  }
  return capAt(row, 1);
}

const capAt = (row: Concurrency, level: number): Concurrency =>
  Object.fromEntries(
    NAMES.map((name) => [name, Math.min(row[name], Math.max(level, LEAST[name]))]),
  ) as unknown as Concurrency;

/** Concurrent executions of the account from which on the alarm rings. */
export const alarmThreshold = (limit: number): number => Math.floor(limit * ALARM_SHARE);

/**
 * What was lowered and why, in sentences; undefined: nothing was.
 *
 * @param stage of the row
 */
export function explainCaps(
  stage: string,
  row: Concurrency,
  capped: Concurrency,
  limit: number,
): string | undefined {
  const lowered = NAMES.filter((name) => capped[name] < row[name]);
  if (lowered.length === 0) return undefined;
  const sum = sumConcurrency(capped);
  const changes = lowered.map((name) => `${name} ${row[name]} → ${capped[name]}`).join(', ');
  const left = Math.max(0, limit - sum);
  const least =
    left < limit * KEPT_SHARE
      ? ` AWS allows no fewer than 2 per queue, so while all of them are busy ${left === 0 ? 'none' : left} of the ${limit} are free.`
      : '';
  return [
    `ACCOUNT_CONCURRENCY=${limit}: this account runs ${limit} functions at a time. To leave half of them to the API,`,
    `stage ${stage} gets lower caps: ${changes}.${least} To raise the quota:`,
    'aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000',
  ].join(' ');
}

/**
 * Concurrent executions of the account, as ACCOUNT_CONCURRENCY has them. Empty, as a workflow passes a variable that is not set:
 * what accounts usually have.
 *
 * @throws {Error} it is no whole number above 0
 */
export function readAccountLimit(given: unknown): number {
  const text = String(given);
  if (text === '') return USUAL_LIMIT;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit > 0) return limit;
  const error = new Error(
    `ACCOUNT_CONCURRENCY: expected a whole number of concurrent executions, such as 10, got “${text}”. Your account's: aws lambda get-account-settings --query AccountLimit.ConcurrentExecutions`,
  );
  // osls prints the stack.
  error.stack = error.message;
  throw error;
}
