import { join, relative, resolve } from 'node:path';
import { LocalStackError } from './local-stack-error.ts';
import { readHosts } from './trusted-callers.ts';

/** Where the local stack listens, whom it answers, and where it keeps its data: variables, each with a default. */
export interface Settings {
  readonly apiPort: number;
  /** SQS and S3. */
  readonly sqsPort: number;
  readonly dynamodbPort: number;
  readonly lambdaPort: number;
  readonly pagePort: number;
  /** Absolute. */
  readonly dataDir: string;
  /** Further hosts that it answers to, and whose pages it answers. */
  readonly hosts: readonly string[];
  /** Share of the functions' requests to the emulators that fail, for load runs. */
  readonly faultRate: number;
}

/**
 * - `PORT`: the API, 3000
 * - `SCORELANE_BASE_PORT`: SQS and S3 there, DynamoDB, the emulated Lambda and the page on the next three, 4560
 * - `SCORELANE_DATA_DIR`: `.scorelane`
 * - `SCORELANE_HOSTS`: none; `.app.github.dev` for the forwarded ports of a remote workspace
 * - `SCORELANE_FAULTS`: share of the functions' requests to the emulators that fail, 0
 *
 * @throws LocalStackError when a port is not a port, a host not a host, or the share none
 */
export function readSettings(env: NodeJS.ProcessEnv, directory: string): Settings {
  const basePort = readPort(env, 'SCORELANE_BASE_PORT', 4560, 65_532);
  return {
    apiPort: readPort(env, 'PORT', 3000, 65_535),
    sqsPort: basePort,
    dynamodbPort: basePort + 1,
    lambdaPort: basePort + 2,
    pagePort: basePort + 3,
    dataDir: resolve(directory, env.SCORELANE_DATA_DIR || '.scorelane'),
    hosts: readHosts(env.SCORELANE_HOSTS),
    faultRate: readFaultRate(env.SCORELANE_FAULTS),
  };
}

/** Where a clock that was set is kept, in a data directory. */
export const clockFileOf = (dataDir: string): string => join(dataDir, 'clock.json');

function readPort(env: NodeJS.ProcessEnv, name: string, preset: number, highest: number): number {
  const text = env[name];
  if (text === undefined || text === '') return preset;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > highest) {
    throw new LocalStackError(`${name} is "${text}": expected a port number from 1 to ${highest}.`);
  }
  return port;
}

function readFaultRate(text: string | undefined): number {
  if (text === undefined || text === '') return 0;
  const rate = Number(text);
  if (rate >= 0 && rate <= 0.5) return rate;
  throw new LocalStackError(`SCORELANE_FAULTS is "${text}": expected a share from 0 to 0.5.`);
}

/** A path as a person at this directory would write it. */
export function showPath(path: string): string {
  const short = relative('.', path);
  return short === '' || short.startsWith('..') ? path : short;
}
