import { spawnSync } from 'node:child_process';
import { quantile } from '../lib/statistics/quantile.ts';

/** What a measured program prints as its last line. */
export interface Measurement {
  /** From the first byte read to the last result, without the start of the program. */
  readonly seconds: number;
  /** Highest resident memory of the process, MiB. */
  readonly peak_mb: number;
  readonly [figure: string]: number;
}

const LONGEST_RUN_MS = 15 * 60_000;

/** Runs a program that prints a Measurement as JSON. */
export function runMeasured(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Measurement {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    env,
    timeout: LONGEST_RUN_MS,
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr.trim()}`);
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Measurement;
}

export const median = (values: readonly number[]): number =>
  quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );

/** Highest resident memory of this process, MiB. */
export const peakMegabytes = (): number => process.resourceUsage().maxRSS / 1024;
