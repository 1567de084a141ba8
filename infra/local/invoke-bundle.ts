import { Worker } from 'node:worker_threads';
import type { BundleReply } from './bundle-worker.ts';

/**
 * Invokes a bundled function as Lambda does one that nobody has asked before: alone, with its environment, and gone
 * afterwards. A training takes seconds of a processor; in serverless-offline's own process the API would stand still.
 *
 * @param signal ends it
 * @throws {Error} with the name and the message of the function's error
 */
export async function invokeBundle(
  bundle: string,
  env: NodeJS.ProcessEnv,
  event: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./bundle-worker.ts', import.meta.url), {
    workerData: { bundle, event },
    env,
  });
  const end = () => void worker.terminate();
  signal.addEventListener('abort', end);
  try {
    const reply = await new Promise<BundleReply>((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
      worker.once('exit', () => reject(new Error('the function ended without an answer')));
    });
    if ('answer' in reply) return reply.answer;
    const { name, message } = reply.error;
    throw Object.assign(new Error(message), { name });
  } finally {
    signal.removeEventListener('abort', end);
    void worker.terminate();
  }
}
