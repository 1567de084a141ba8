import { spawnSync } from 'node:child_process';

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
export function runMeasured(command: string, args: readonly string[]): Measurement {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: LONGEST_RUN_MS,
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr.trim()}`);
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Measurement;
}

/** Runs the contestants in turn, so that what disturbs the machine disturbs all of them alike. */
export function runAlternating<Name extends string>(
  contestants: Readonly<Record<Name, () => Measurement>>,
  repetitions: number,
  onRun: (name: Name, measurement: Measurement) => void,
): Record<Name, Measurement[]> {
  const names = Object.keys(contestants) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    Measurement[]
  >;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const name of names) {
      const measurement = contestants[name]();
      onRun(name, measurement);
      results[name].push(measurement);
    }
  }
  return results;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Highest resident memory of this process, MiB. */
export const peakMegabytes = (): number => process.resourceUsage().maxRSS / 1024;
