import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { EmulatorsReady } from '../../infra/local/emulators-main.ts';
import { NODE_24, ROOT } from './node24.ts';

export interface Emulators extends EmulatorsReady {
  stop(): Promise<void>;
  /** Ends the process without a warning. */
  kill9(): Promise<void>;
}

/**
 * Starts SQS, S3 and DynamoDB with the template's queues, bucket and tables, all empty and in memory unless a folder keeps
 * them. They run in a process of their own, because Jest's module system cannot load them.
 *
 * @example
 * const emulators = await startEmulators();
 * Object.assign(process.env, emulators.environment);
 * new DynamoDBClient(); // speaks to emulators.endpoints.dynamodb
 * emulators.resources.PredictionsTable; // the table's name
 */
export async function startEmulators(folder?: string): Promise<Emulators> {
  const args = [join(ROOT, 'infra/local/emulators-main.ts'), ...(folder === undefined ? [] : [folder])];
  const child = spawn(NODE_24, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const failed = exited.then(([code]) => {
    throw new Error(`the emulators ended with ${code} before they were ready`);
  });
  // Once they are ready, their end is no failure.
  failed.catch(() => {});
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), failed]);
  return {
    ...(JSON.parse(line) as EmulatorsReady),
    async stop() {
      child.stdin.end();
      await exited;
    },
    async kill9() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
