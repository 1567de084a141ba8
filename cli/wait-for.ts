import { type Client, type Prediction, WaitTimeoutError } from '../lib/client/index.ts';
import { InputError } from '../lib/errors.ts';
import { InterruptedError } from './api-client.ts';
import { createProgress } from './terminal/progress.ts';

/**
 * Waits for a final state. Whatever ends the wait, the id stays good, and the message says how to go on.
 *
 * @param seconds how long at most
 */
export async function waitFor(
  client: Client,
  id: string,
  seconds: number,
  signal: AbortSignal,
): Promise<Prediction> {
  const progress = createProgress(false);
  progress.show(`waiting for ${id}`);
  try {
    return await client.wait(id, { timeoutMs: 1000 * seconds, signal });
  } catch (error) {
    const goOn = `The lead is accepted and stays so; to go on waiting: scorelane get ${id} --wait`;
    if (error instanceof WaitTimeoutError)
      throw new InputError(`no result within ${seconds} seconds. ${goOn}`);
    if (error instanceof InterruptedError) throw new InterruptedError(`interrupted. ${goOn}`);
    throw error;
  } finally {
    progress.end();
  }
}
