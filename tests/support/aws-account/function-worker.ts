import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

/** A running instance of a deployed function: loads its bundle once, and answers events until it is ended. */
export interface Invocation {
  readonly id: number;
  readonly event: unknown;
}

export type Outcome = { readonly id: number } & (
  | { readonly answer: unknown }
  | { readonly error: { readonly name: string; readonly message: string } }
);

const { handler } = createRequire(import.meta.url)(workerData.bundle) as {
  handler: (event: unknown, context: unknown) => Promise<unknown>;
};

parentPort!.on('message', async ({ id, event }: Invocation) => {
  let outcome: Outcome;
  try {
    const context = { awsRequestId: String(id), getRemainingTimeInMillis: () => 30_000 };
    outcome = { id, answer: JSON.parse(JSON.stringify((await handler(event, context)) ?? null)) };
  } catch (error) {
    const { name = 'Error', message = String(error) } = error as Error;
    outcome = { id, error: { name, message } };
  }
  parentPort!.postMessage(outcome);
});
