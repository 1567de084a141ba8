import type { Command } from 'commander';
import { type Client, type Prediction, WaitTimeoutError } from '../../lib/client/index.ts';
import { InputError } from '../../lib/errors.ts';
import { type ApiOptions, addApiOptions, orInterrupted } from '../api-client.ts';
import { parseSeconds } from '../options.ts';
import { hint } from '../terminal/hint.ts';
import { whileShowing } from '../terminal/progress.ts';

/** The options of a command that can wait for a result. */
export interface WaitOptions extends ApiOptions {
  readonly wait?: boolean;
  readonly timeout: number;
}

export const addWaitOptions = (command: Command): Command =>
  addApiOptions(command)
    .option('--wait', 'wait for the result')
    .option('--timeout <seconds>', 'how long to wait', parseSeconds, 60);

/**
 * Waits for a final state. Whatever ends the wait, the id stays good, and the message says how to go on.
 *
 * @param seconds how long at most
 * @param json the result goes to programs
 */
export async function waitFor(
  client: Client,
  id: string,
  seconds: number,
  signal: AbortSignal,
  json?: boolean,
): Promise<Prediction> {
  const resume = `The lead is accepted and will be scored. To wait for the result: ${hint(['get', id, '--wait'])}`;
  const waiting = client.wait(id, { timeoutMs: 1000 * seconds, signal }).catch((error: unknown) => {
    throw error instanceof WaitTimeoutError
      ? new InputError(`no result within ${seconds} seconds. ${resume}`)
      : error;
  });
  return whileShowing('Waiting for the result', json, () => orInterrupted(waiting, resume));
}
