import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

/** To whoever invoked: the function's answer, or its error as Lambda tells it. */
export type BundleReply =
  | { readonly answer: unknown }
  | { readonly error: { readonly name: string; readonly message: string } };

/** One invocation of a bundled function, in a thread of its own. */
const { bundle, event } = workerData as { readonly bundle: string; readonly event: unknown };
let reply: BundleReply;
try {
  const { handler } = createRequire(import.meta.url)(bundle) as {
    handler: (event: unknown) => Promise<unknown>;
  };
  reply = { answer: JSON.parse(JSON.stringify((await handler(event)) ?? null)) };
} catch (error) {
  const { name = 'Error', message = String(error) } = error as Error;
  reply = { error: { name, message } };
}
parentPort!.postMessage(reply);
