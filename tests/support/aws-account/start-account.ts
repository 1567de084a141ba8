import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { findFreePorts } from '../local-stack.ts';
import { NODE_24, ROOT } from '../node24.ts';
import { REGION } from './account.ts';
import type { Fault } from './account-proxy.ts';
import type { RecordedRequest } from './aws-call.ts';

export type { RecordedRequest } from './aws-call.ts';

export interface Account {
  /** Where programs find the account, and with which credentials. */
  readonly environment: Readonly<Record<string, string>>;
  /** Every call so far, each once; `by` is the access key, a function's is `function-<its name>`. */
  calls(): Promise<readonly RecordedRequest[]>;
  /** Operations on CloudFormation so far, in order, and the stacks that refuse deletion. */
  state(): Promise<{ readonly log: readonly string[]; readonly isProtected: readonly string[] }>;
  /** Refuses calls from now on, instead of those that were refused before. */
  refuse(faults: readonly Fault[]): Promise<void>;
  /** Answers of these versions have a wrong probability from now on. */
  spoil(versions: readonly string[]): Promise<void>;
  setConcurrency(executions: number): Promise<void>;
  stop(): Promise<void>;
}

/** Says once why a test of an account is skipped. */
export const NO_MOTO = 'skipped: moto_server is not in PATH (pip install "moto[server]")';

/** The Python that has moto; undefined, where `moto_server` is not in PATH. */
export function findMoto(): string | undefined {
  const folder = (process.env.PATH ?? '')
    .split(delimiter)
    .find((each) => existsSync(join(each, 'moto_server')));
  if (folder === undefined) return undefined;
  const candidates = [join(folder, 'python3'), join(folder, 'python'), 'python3'];
  return candidates.find((python) => spawnSync(python, ['-c', 'import moto.server']).status === 0);
}

/**
 * An AWS account on this machine: moto, with the functions running as they are deployed and every call recorded.
 *
 * @param python of `findMoto`
 * @param accessKeyId who deploys, as the recorded calls have it
 */
export async function startAccount(python: string, accessKeyId = 'deployer'): Promise<Account> {
  const { base } = await findFreePorts();
  const child = spawn(NODE_24, [join(ROOT, 'tests/support/aws-account/main.ts'), python, String(base)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      PATH: [dirname(NODE_24), process.env.PATH].join(delimiter),
      HOME: process.env.HOME ?? '/',
      // For whoever looks for a fault of a test.
      SCORELANE_ACCOUNT_LOG: process.env.SCORELANE_ACCOUNT_LOG ?? '',
    },
  });
  const exited = once(child, 'exit');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  // biome-ignore lint/suspicious/noExplicitAny: what main.ts prints
  const read = async (): Promise<any> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the account ended');
    return JSON.parse(value);
  };
  let turn: Promise<unknown> = Promise.resolve();
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const ask = (question: object): Promise<any> => {
    const answer = turn.then(() => {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return read();
    });
    turn = answer.catch(() => {});
    return answer;
  };
  const { endpoint } = await read();
  return {
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
    },
    calls: async () => (await ask({ calls: true })).calls,
    state: () => ask({}),
    async refuse(faults) {
      await ask({ faults });
    },
    async spoil(wrongVersions) {
      await ask({ wrongVersions });
    },
    async setConcurrency(concurrency) {
      await ask({ concurrency });
    },
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}
